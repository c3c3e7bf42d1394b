"""What will happen, in order: alarms, gathered by the millisecond at which they are due.

An alarm names its handler and carries plain values, never a closure, so that the agenda
can be copied with the rest of the world. Alarms due at the same millisecond ring in the
order in which they were set. So those of one millisecond are a list that only grows, and a
heap has nothing to order but milliseconds: an alarm among a hundred thousand costs no more
than an only one.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any

from lifecycle.engine.kernel.clock import Millis

Alarm = tuple[Millis, int, str, tuple[Any, ...], int]
"""When it is due, its number, its handler, the arguments, and the id of the record that was
the cause. A plain tuple, because a world makes millions of them."""


class Agenda:
    """Lists of alarms by millisecond, and a heap of the milliseconds that have one.

    Cancelled alarms stay where they are and are skipped.
    """

    __slots__ = ("_alarms", "_cancelled", "_moments", "_number")

    def __init__(self) -> None:
        self._alarms: dict[Millis, list[Alarm]] = {}
        self._moments: list[Millis] = []
        self._cancelled: set[int] = set()
        self._number = 0

    def at(self, due: Millis, handler: str, args: tuple[Any, ...], cause: int) -> int:
        """Set an alarm and return the number by which it can be cancelled."""
        number = self._number = self._number + 1
        if due in self._alarms:
            self._alarms[due].append((due, number, handler, args, cause))
        else:
            self._alarms[due] = [(due, number, handler, args, cause)]
            heappush(self._moments, due)
        return number

    def cancel(self, number: int) -> None:
        """Make the alarm not ring; one that has rung already is left alone by its setter."""
        self._cancelled.add(number)

    def ring(self, until: Millis) -> Iterator[Alarm]:
        """Take off one alarm after the other that is due by then.

        Also those that are set meanwhile: for the millisecond that rings, they come last.
        """
        moments, cancelled = self._moments, self._cancelled
        while moments and moments[0] <= until:
            due = heappop(moments)
            for alarm in self._alarms[due]:
                if alarm[1] in cancelled:
                    cancelled.discard(alarm[1])
                else:
                    yield alarm
            del self._alarms[due]

    def next_due(self) -> Millis | None:
        """When the next alarm rings, or None when nothing is left to do."""
        moments, cancelled = self._moments, self._cancelled
        while moments:
            alarms = self._alarms[moments[0]]
            if any(alarm[1] not in cancelled for alarm in alarms):
                return moments[0]
            cancelled.difference_update(alarm[1] for alarm in alarms)
            del self._alarms[heappop(moments)]
        return None

    @property
    def set_so_far(self) -> int:
        """How many alarms have ever been set."""
        return self._number

    def save(self) -> tuple[list[Alarm], set[int], int]:
        """A copy of everything, for `load`."""
        alarms = [alarm for due in self._moments for alarm in self._alarms[due]]
        return alarms, set(self._cancelled), self._number

    def load(self, saved: tuple[list[Alarm], set[int], int]) -> None:
        """Become what `save` copied."""
        alarms, cancelled, self._number = saved
        self._alarms.clear()
        for alarm in alarms:
            self._alarms.setdefault(alarm[0], []).append(alarm)
        self._moments[:] = sorted(self._alarms)
        self._cancelled.clear()
        self._cancelled.update(cancelled)

    def __len__(self) -> int:
        return sum(map(len, self._alarms.values())) - len(self._cancelled)
