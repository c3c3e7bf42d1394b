"""The agenda: what is due when.

An alarm is a value: the name of its handler and plain arguments. That is why the agenda can
be copied with the world, which closures and generators could not be. Alarms of the same
millisecond ring in the order in which they were set.

Those of a later span lie in a list as they came, which is sorted once when its time has come.
Only what is set for the present span goes onto a heap, which is small for that: an alarm among
a hundred thousand costs no more than an only one.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any

from lifecycle.engine.kernel.clock import Millis

Alarm = tuple[Millis, int, str, tuple[Any, ...], int]
"""When it is due, its number, its handler, the arguments, and the id of the record that was
the cause. A plain tuple, because a world makes millions of them; it sorts as it is to ring."""

SPAN_BITS = 10
"""A span is so many binary digits of milliseconds long: about a second."""


class Agenda:
    """The alarms of the present span and those before, and lists of the others by span.

    Of the present ones `_sorted` holds those that were far once, the next one last. What was
    set since is on the heap `_near`; at the same millisecond it comes after those, having been
    set later. Cancelled alarms stay where they are and are skipped.
    """

    __slots__ = ("_cancelled", "_far", "_near", "_number", "_sorted", "_span", "_spans")

    def __init__(self) -> None:
        self._near: list[Alarm] = []
        self._sorted: list[Alarm] = []
        self._far: dict[int, list[Alarm]] = {}
        self._spans: list[int] = []
        self._span = 0
        self._cancelled: set[int] = set()
        self._number = 0

    def at(self, due: Millis, handler: str, args: tuple[Any, ...], cause: int) -> int:
        """Set an alarm and return the number by which it can be cancelled."""
        number = self._number = self._number + 1
        span = due >> SPAN_BITS
        if span <= self._span:
            heappush(self._near, (due, number, handler, args, cause))
        elif span in self._far:
            self._far[span].append((due, number, handler, args, cause))
        else:
            self._far[span] = [(due, number, handler, args, cause)]
            heappush(self._spans, span)
        return number

    def cancel(self, number: int) -> None:
        """Make the alarm not ring; one that has rung already is left alone by its setter."""
        self._cancelled.add(number)

    def ring(self, until: Millis) -> Iterator[Alarm]:
        """Take off one alarm after the other that is due by then.

        Also those that are set meanwhile: for the millisecond that rings, they come last.
        """
        near, waiting, cancelled = self._near, self._sorted, self._cancelled
        while waiting or near or self._come_near():
            if waiting and not (near and near[0][0] < waiting[-1][0]):
                if waiting[-1][0] > until:
                    return
                alarm = waiting.pop()
            elif near[0][0] > until:
                return
            else:
                alarm = heappop(near)
            if cancelled and alarm[1] in cancelled:
                cancelled.discard(alarm[1])
            else:
                yield alarm

    def _come_near(self) -> bool:
        """Go on to the next span that has alarms; False where there is none."""
        if not self._spans:
            return False
        self._span = heappop(self._spans)
        self._sorted += sorted(self._far.pop(self._span), reverse=True)
        return True

    def is_clear(self, now: Millis) -> bool:
        """Whether nothing more is due at this moment, of which alarms are ringing."""
        near, waiting = self._near, self._sorted
        return not ((near and near[0][0] <= now) or (waiting and waiting[-1][0] <= now))

    def next_due(self) -> Millis | None:
        """When the next alarm rings, or None when nothing is left to do."""
        near, waiting, cancelled = self._near, self._sorted, self._cancelled
        while waiting or near or self._come_near():
            if waiting and not (near and near[0][0] < waiting[-1][0]):
                if waiting[-1][1] not in cancelled:
                    return waiting[-1][0]
                cancelled.discard(waiting.pop()[1])
            elif near[0][1] not in cancelled:
                return near[0][0]
            else:
                cancelled.discard(heappop(near)[1])
        return None

    @property
    def set_so_far(self) -> int:
        """How many alarms have ever been set."""
        return self._number

    def save(self) -> tuple[list[Alarm], set[int], int]:
        """A copy of everything, for `load`."""
        alarms = self._near + self._sorted
        for far in self._far.values():
            alarms += far
        return alarms, set(self._cancelled), self._number

    def load(self, saved: tuple[list[Alarm], set[int], int]) -> None:
        """Become what `save` copied."""
        alarms, cancelled, self._number = saved
        self._near.clear()
        self._sorted.clear()
        self._far.clear()
        for alarm in alarms:
            self._far.setdefault(alarm[0] >> SPAN_BITS, []).append(alarm)
        self._spans[:] = sorted(self._far)
        self._span = min(self._far, default=1) - 1
        self._cancelled.clear()
        self._cancelled.update(cancelled)

    def __len__(self) -> int:
        alarms, cancelled, _ = self.save()
        return len(alarms) - len(cancelled)
