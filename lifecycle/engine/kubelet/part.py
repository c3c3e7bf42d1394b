"""What every part of a node's kubelet is made of: its tables, and handlers that die with it.

A kubelet that is stopped forgets what it had in memory, and no answer to a question that it
asked reaches the one that is started after it. So all its alarms carry the number of the
process that set them, and its tables bear the node's name.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World

if TYPE_CHECKING:
    from lifecycle.engine.kubelet.kubelet import Kubelet


NOBODY = 0
"""In place of the number of the process that answers, while none runs."""

UP_FOR_MS = 86_400_000
"""For how long the kubelets have been running when a scenario begins."""


class Process:
    """One node's kubelet as an operating system sees it: running or not, and which start."""

    def __init__(self, world: World, node_name: str) -> None:
        self.world, self.node_name = world, node_name
        self.prefix = f"kubelet/{node_name}."
        self._names: dict[str, str] = {}
        self.state = world.table(f"kubelet/{node_name}/process")
        self.state.update(answers=1, number=1, started_ms=-UP_FOR_MS)
        self._memory: list[dict[Any, Any]] = []

    @property
    def running(self) -> bool:
        return self.state["answers"] != NOBODY

    @property
    def started_ms(self) -> Millis:
        return self.state["started_ms"]

    def memory(self, name: str) -> dict[Any, Any]:
        """A table that is lost when the kubelet stops."""
        table = self.world.table(f"kubelet/{self.node_name}/{name}")
        self._memory.append(table)
        return table

    def stop(self) -> None:
        self.state["answers"] = NOBODY
        for table in self._memory:
            table.clear()

    def start(self) -> None:
        number = self.state["number"] + 1
        self.state.update(answers=number, number=number, started_ms=self.world.now)

    def on(self, verb: str, method: Callable[..., None]) -> None:
        """Answer `verb`, unless it was asked by a process that has ended since."""
        state = self.state

        def answer(number: int, *args: Any) -> None:
            if number == state["answers"]:
                method(*args)

        name = self._names[verb] = self.prefix + verb
        self.world.on(name, answer)

    def callback(self, verb: str, *args: Any) -> Callback:
        return (self._names[verb], self.state["number"], *args)

    def after(self, delay: Millis, verb: str, *args: Any) -> int:
        world = self.world
        args = (self.state["number"], *args)
        return world.agenda.at(world.now + delay, self._names[verb], args, world.cause)


class Part:
    """A component of the kubelet: it reaches the others through `kl`, as upstream does."""

    def __init__(self, kl: "Kubelet") -> None:
        self.kl = kl
        self.world = kl.world
        self.process = process = kl.process
        self.on, self.callback, self.after = process.on, process.callback, process.after

    def soon(self, verb: str, *args: Any) -> int:
        """The next thing that happens at this millisecond."""
        return self.after(0, verb, *args)
