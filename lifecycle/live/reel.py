"""What one branch shows, encoded once for all who watch it: a log that is only added to.

A viewer has nothing but a cursor into it, so one who is slow holds nobody up and costs
nothing. Viewers who are at the same place are sent the same text.
"""

from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.limits import RECORDS_PER_FRAME
from lifecycle.sessions.foresight.lines import Lines
from lifecycle.sessions.frames import trace_frame
from lifecycle.sessions.replay import Trace

SHARED_FRAMES = 64


class Reach(NamedTuple):
    """How far a reel goes: so many lines, up to that moment, and whether there is more."""

    lines: int
    horizon_ms: Millis
    ended: bool


class Reel:
    """The lines of a trace; those before the fork are taken over from the parent's reel."""

    def __init__(self, trace: Trace, parent: "Reel | None" = None) -> None:
        self.trace = trace
        self.reach = Reach(0, 0, False)
        self._lines: list[str] = parent.taken_over(trace.shared) if parent else []
        self._encoding = Lines()
        self._frames: dict[tuple[int, Reach], str] = {}

    def taken_over(self, count: int) -> list[str]:
        """The first `count` lines, as far as they are there, for a branch that shares them."""
        return self._lines[:count]

    def grow(self) -> Reach:
        """Encode what the trace has more. This may run beside those who read."""
        lines, trace, encoding = self._lines, self.trace, self._encoding
        for record in trace.records[encoding.count : len(lines)]:
            encoding.note(record)
        lines.extend(map(encoding.encode, trace.records[len(lines) :]))
        return Reach(len(lines), trace.horizon_ms, trace.ended)

    def frame(self, have: int) -> tuple[int, str]:
        """The next frame for somebody who has `have` lines, and how many they have then."""
        last = min(self.reach.lines, have + RECORDS_PER_FRAME)
        told = self.reach
        if last < told.lines:
            told = Reach(last, self.trace.records[last - 1].t, False)
        text = self._frames.get((have, told))
        if text is None:
            text = trace_frame(self.trace.branch, have, self._lines[have:last], *told[1:])
            self._share((have, told), text)
        return last, text

    def _share(self, key: tuple[int, Reach], text: str) -> None:
        if len(self._frames) >= SHARED_FRAMES:
            del self._frames[next(iter(self._frames))]
        self._frames[key] = text
