"""Programs that only pass time: sleep, true, false, pause."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.userland import is_busybox

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_DURATION = re.compile(r"(\d+\.?\d*|\.\d+)([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
SHORTEST_MS = 10
"""Shorter sleeps last this long, so that no script can wake a thousand times a second."""

_SLEEPS_FOR_EVER = (1, 31)
"""The busybox that first knew `sleep infinity` (edca770d1)."""


def sleep_time(call: "Call", words: tuple[str, ...]) -> int | None:
    """Milliseconds to sleep, None for ever; raises ValueError with the word it can't read."""
    total = 0.0
    for word in words:
        if word in ("inf", "infinity"):
            version = call.container.image.version
            if is_busybox(call.container.image) and () < version < _SLEEPS_FOR_EVER:
                raise ValueError(word)
            return None
        match = _DURATION.fullmatch(word)
        if not match:
            raise ValueError(word)
        total += float(match[1]) * _SECONDS[match[2]]
    return round(total * 1000)


def _sleep(call: "Call") -> Outcome:
    words = call.argv[1:]
    if not words:
        if is_busybox(call.container.image):
            call.err("BusyBox v1.36.1 multi-call binary.\n\nUsage: sleep [N]...\n")
        else:
            call.err("sleep: missing operand\nTry 'sleep --help' for more information.\n")
        return 1
    try:
        length = sleep_time(call, words)
    except ValueError as error:
        word = error.args[0]
        if is_busybox(call.container.image):
            return call.complain(f"invalid number '{word}'")
        return call.complain(f"invalid time interval ‘{word}’")
    if length is None:
        return Blocked(FOR_EVER)
    if not length:
        return 0
    return Blocked(Wait(until=call.now + max(length, SHORTEST_MS)))


def _done(call: "Call", state: Any, event: str) -> Outcome:
    return 0


def _pause(call: "Call") -> Outcome:
    return Blocked(FOR_EVER)


def _pause_signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    return 0 if signal in ("TERM", "INT") else None


PROGRAMS = {
    "sleep": Program(_sleep, _done),
    "true": Program(lambda call: 0),
    "false": Program(lambda call: 1),
    "pause": Program(_pause, signal=_pause_signal, inline=False),
}
