"""Moments and spans as people write them: `17s`, `1m30s`, `250ms`, `2h`, or a number of seconds.

The same words as Go's `time.ParseDuration`, which kubectl's flags take.
"""

import re

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence

UNITS_MS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_NUMBER = r"\d{1,15}(?:\.\d{1,15})?"
_WORD = re.compile(rf"(?:{_NUMBER}(?:ms|h|m|s))+")
_PART = re.compile(rf"({_NUMBER})(ms|h|m|s)")


class DurationError(ValueError):
    """A text that is no duration; `message` says so to who wrote it."""

    def __init__(self, text: str) -> None:
        self.message = Sentence("“%(text)s” is no duration: write 17s, 1m30s or 250ms", text=text)
        super().__init__(self.message)


def parse_duration(text: str | int | float) -> Millis:
    """Milliseconds of `text`; a bare number counts seconds. DurationError if it is none."""
    if isinstance(text, int | float):
        return round(text * 1000)
    if re.fullmatch(_NUMBER, text):
        return round(float(text) * 1000)
    if not _WORD.fullmatch(text):
        raise DurationError(text)
    return round(sum(float(number) * UNITS_MS[unit] for number, unit in _PART.findall(text)))


def format_duration(ms: Millis) -> str:
    """The shortest exact words for `ms`, which `parse_duration` reads back."""
    if ms == 0:
        return "0s"
    parts = []
    for unit, size in UNITS_MS.items():
        count, ms = divmod(ms, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
