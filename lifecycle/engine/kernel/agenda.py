"""What will happen, in order: a heap of alarms.

An alarm names its handler and carries plain values, never a closure, so that the agenda
can be copied with the rest of the world. Alarms due at the same millisecond ring in the
order in which they were set.
"""

from collections import deque
from heapq import heapify, heappop, heappush
from typing import Any

from lifecycle.engine.kernel.clock import Millis

Alarm = tuple[Millis, int, str, tuple[Any, ...], int]
"""When it is due, its number, its handler, the arguments, and the id of the record that was
the cause. A plain tuple, because a heap compares and a world makes millions of them."""


class Agenda:
    """A heap of alarms, and a queue of those set for the very millisecond that rings.

    Whatever is in the heap for that millisecond was set earlier, and rings first. Cancelled
    alarms stay where they are and are skipped.
    """

    __slots__ = ("_cancelled", "_heap", "_now", "_number", "_queue")

    def __init__(self) -> None:
        self._heap: list[Alarm] = []
        self._queue: deque[Alarm] = deque()
        self._now: Millis | None = None
        self._cancelled: set[int] = set()
        self._number = 0

    def at(self, due: Millis, handler: str, args: tuple[Any, ...], cause: int) -> int:
        """Set an alarm and return the number by which it can be cancelled."""
        number = self._number = self._number + 1
        if due == self._now:
            self._queue.append((due, number, handler, args, cause))
        else:
            heappush(self._heap, (due, number, handler, args, cause))
        return number

    def cancel(self, number: int) -> None:
        """Make the alarm not ring; one that has rung already is left alone by its setter."""
        self._cancelled.add(number)

    def pop(self, until: Millis) -> Alarm | None:
        """Take off the next alarm that is due by then; None if there is none."""
        heap, queue, cancelled = self._heap, self._queue, self._cancelled
        while True:
            if queue and not (heap and heap[0][0] <= self._now):
                alarm = queue.popleft()
            elif heap and heap[0][0] <= until:
                alarm = heappop(heap)
            else:
                return None
            if alarm[1] not in cancelled:
                self._now = alarm[0]
                return alarm
            cancelled.discard(alarm[1])

    def next_due(self) -> Millis | None:
        """When the next alarm rings, or None when nothing is left to do."""
        heap, queue, cancelled = self._heap, self._queue, self._cancelled
        while queue and queue[0][1] in cancelled:
            cancelled.discard(queue.popleft()[1])
        while heap and heap[0][1] in cancelled:
            cancelled.discard(heappop(heap)[1])
        firsts = [alarms[0][0] for alarms in (queue, heap) if alarms]
        return min(firsts, default=None)

    @property
    def set_so_far(self) -> int:
        """How many alarms have ever been set."""
        return self._number

    def save(self) -> tuple[list[Alarm], set[int], int]:
        """A copy of everything, for `load`."""
        return [*self._heap, *self._queue], set(self._cancelled), self._number

    def load(self, saved: tuple[list[Alarm], set[int], int]) -> None:
        """Become what `save` copied."""
        alarms, cancelled, self._number = saved
        self._heap = list(alarms)
        heapify(self._heap)
        self._queue.clear()
        self._now = None
        self._cancelled = set(cancelled)

    def __len__(self) -> int:
        return len(self._heap) + len(self._queue) - len(self._cancelled)
