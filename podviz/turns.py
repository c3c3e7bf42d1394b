"""Work for strangers, a step in a turn of the event loop.

Whatever is ready when a turn begins is done before anybody who comes meanwhile. So newcomers and
those who are read at a pace stand in one line, and those who are inside come between any two.
"""

import asyncio
from collections import deque
from collections.abc import Callable

Step = Callable[[], None]


class Turns:
    """The line; each step is short, and leaves what it begins a turn of its own."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque()

    def add(self, step: Step) -> None:
        """Have this done soon, after all that waits already."""
        if not self._steps:
            asyncio.get_event_loop().call_soon(self._take)
        self._steps.append(step)

    def _take(self) -> None:
        try:
            self._steps[0]()
        finally:
            self._steps.popleft()
            if self._steps:
                loop = asyncio.get_event_loop()
                loop.call_soon(loop.call_soon, self._take)


strangers = Turns()
