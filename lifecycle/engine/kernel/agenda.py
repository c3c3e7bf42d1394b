"""What will happen, in order: a heap of alarms.

An alarm names its handler and carries plain values, never a closure, so that the agenda
can be copied with the rest of the world. Alarms due at the same millisecond ring in the
order in which they were set.
"""

from heapq import heappop, heappush
from typing import Any

from lifecycle.engine.kernel.clock import Millis

Alarm = tuple[Millis, int, str, tuple[Any, ...], int]
"""When it is due, its number, its handler, the arguments, and the id of the record that was
the cause. A plain tuple, because a heap compares and a world makes millions of them."""


class Agenda:
    """A heap of alarms; cancelled ones stay in the heap and are skipped."""

    __slots__ = ("_cancelled", "_heap", "_sequence")

    def __init__(self) -> None:
        self._heap: list[Alarm] = []
        self._cancelled: set[int] = set()
        self._sequence = 0

    def at(self, due: Millis, handler: str, args: tuple[Any, ...], cause: int) -> int:
        """Set an alarm and return the number by which it can be cancelled."""
        number = self._sequence = self._sequence + 1
        heappush(self._heap, (due, number, handler, args, cause))
        return number

    def cancel(self, number: int) -> None:
        """Make the alarm not ring; one that has rung already is left alone by its setter."""
        self._cancelled.add(number)

    def next_due(self) -> Millis | None:
        """When the next alarm rings, or None when nothing is left to do."""
        heap, cancelled = self._heap, self._cancelled
        while cancelled and heap and heap[0][1] in cancelled:
            cancelled.discard(heappop(heap)[1])
        return heap[0][0] if heap else None

    def pop(self, until: Millis) -> Alarm | None:
        """Take off the next alarm that is due by then; None if there is none."""
        heap, cancelled = self._heap, self._cancelled
        while heap and heap[0][0] <= until:
            alarm = heappop(heap)
            if alarm[1] not in cancelled:
                return alarm
            cancelled.discard(alarm[1])
        return None

    @property
    def set_so_far(self) -> int:
        """How many alarms have ever been set."""
        return self._sequence

    def save(self) -> tuple[list[Alarm], set[int], int]:
        """A copy of everything, for `load`."""
        return list(self._heap), set(self._cancelled), self._sequence

    def load(self, saved: tuple[list[Alarm], set[int], int]) -> None:
        """Become what `save` copied."""
        heap, cancelled, self._sequence = saved
        self._heap = list(heap)
        self._cancelled = set(cancelled)

    def __len__(self) -> int:
        return len(self._heap) - len(self._cancelled)
