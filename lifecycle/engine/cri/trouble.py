"""What faults do to processes: one that hangs hears of nothing, one that leaks grows.

A hung process stands still as after SIGSTOP: the kernel still takes connections for it, and
nobody answers them; signals wait, all but SIGKILL. What it missed reaches it when it goes on.
A leak belongs to the program, so that each new instance of the container leaks again.
"""

from typing import TYPE_CHECKING

import msgspec

from lifecycle.engine.api.quantity import value
from lifecycle.engine.cri.process import Key, Process
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

if TYPE_CHECKING:
    from lifecycle.engine.cri.processes import Processes

NODE_MEMORY = 24 << 30
FIRST_LOOK_MS = 1000


class Leak(msgspec.Struct, frozen=True):
    """How many bytes a second, since when; `alarm` is the one that looks at the limit."""

    rate: int
    since_ms: Millis
    alarm: int


class Trouble:
    """The processes of one node that are hit."""

    def __init__(self, world: World, node: str, processes: "Processes") -> None:
        self._world, self._node, self._processes = world, node, processes
        self._missed: dict[Key, tuple[str, ...]] = world.table(f"missed/{node}")
        self._leaks: dict[str, Leak] = world.table(f"leaks/{node}")
        world.on(f"cri/{node}.leak", self._look)

    # Hanging

    def holds(self, process: Process, event: str) -> bool:
        """Whether the process stands still; what it misses is kept."""
        faults = self._processes.network.faults
        if process.errand != "main" or not faults.hangs(process.container):
            return False
        missed = self._missed.get(process.key, ())
        if event not in missed:
            self._missed[process.key] = (*missed, event)
        return True

    def go_on(self, container: str) -> None:
        """The container's processes run again, and hear what they missed."""
        for key, missed in list(self._missed.items()):
            process = self._processes.find(key)
            if process is not None and process.container == container:
                del self._missed[key]
                for event in missed:
                    self._processes.deliver(key, event)

    def forget(self, key: Key) -> None:
        """The process is no more."""
        self._missed.pop(key, None)

    # Leaking

    def leak(self, container: str, rate: str) -> None:
        """The container's first process takes so much more each second from now on."""
        self.stop_leak(container)
        per_second = max(1, value(rate))
        left = self._limit(container) - self._processes.memory_of(container)
        delay = max(FIRST_LOOK_MS, left * 1000 // per_second)
        alarm = self._world.after(delay, f"cri/{self._node}.leak", container)
        self._leaks[container] = Leak(per_second, self._world.now, alarm)

    def stop_leak(self, container: str) -> None:
        """It takes no more; what it took is given back."""
        known = self._leaks.pop(container, None)
        if known is not None:
            self._world.cancel(known.alarm)

    def is_leaking(self) -> bool:
        """Whether any container of the node does."""
        return bool(self._leaks)

    def leaked(self, container: str) -> int:
        """How much it has taken so far, in bytes."""
        known = self._leaks.get(container)
        return known.rate * (self._world.now - known.since_ms) // 1000 if known else 0

    def _limit(self, container: str) -> int:
        return self._processes.containers[container].memory_limit or NODE_MEMORY

    def _look(self, container: str) -> None:
        """The limit may be passed now; else look again when it will be."""
        known, held = self._leaks.get(container), self._processes.containers.get(container)
        if known is None or held is None:
            return
        left = (
            self._limit(container) - self._processes.memory_of(container) - self.leaked(container)
        )
        if left <= 0:
            del self._leaks[container]
            self._processes.kill_for_memory((held.space, held.pid))
            return
        delay = max(FIRST_LOOK_MS, left * 1000 // known.rate)
        alarm = self._world.after(delay, f"cri/{self._node}.leak", container)
        self._leaks[container] = Leak(known.rate, known.since_ms, alarm)
