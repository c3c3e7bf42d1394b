"""Chance without surprise: every draw is named, and depends on its name and the seed only.

A draw for one Pod never moves another Pod's, and adding a component shifts nothing: there
is no shared sequence. The same purpose and keys always give the same number, so whoever
wants another number names another key (an attempt, a count).
"""

from functools import lru_cache
from zlib import crc32

_MASK = (1 << 64) - 1
_DIGITS = 12
"""So many digits come of one mixing; the lowest bits are left out."""


def draw(seed: int, purpose: str, *keys: str | int) -> float:
    """A number in [0, 1) that belongs to this seed, purpose and keys."""
    return (_mixed(_begun(seed, purpose), keys) >> 11) / (1 << 53)


def series(seed: int, purpose: str, *keys: str | int) -> int:
    """All keys but the last, for who draws again and again: see `draw_from`."""
    return _mixed(_begun(seed, purpose), keys)


def draw_from(series: int, count: int) -> float:
    """The number that `draw` gives for the series' names with the count as the last key."""
    state = series ^ count
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
    return ((state ^ (state >> 31)) >> 11) / (1 << 53)


def hexadecimal(seed: int, length: int, purpose: str, *keys: str | int) -> str:
    """So many hexadecimal digits that belong to this seed, purpose and keys."""
    state = _mixed(_begun(seed, purpose), keys)
    parts = range(-(-length // _DIGITS))
    return "".join(f"{_mixed(state, (part,)) >> 16:012x}" for part in parts)[:length]


def _mixed(state: int, keys: tuple[str | int, ...]) -> int:
    """The state after these keys: each goes in, and then SplitMix64's finaliser.

    By that every bit of what goes in reaches every bit of what comes out.
    """
    for key in keys:
        if isinstance(key, str):
            key = crc32(key.encode()) | len(key) << 32
        state ^= key & _MASK
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


@lru_cache(maxsize=1 << 10)
def _begun(seed: int, purpose: str) -> int:
    return _mixed((seed + 0x9E3779B97F4A7C15) & _MASK, (0, crc32(purpose.encode())))
