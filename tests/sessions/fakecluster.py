"""A cluster with nothing in it but a clock that ticks and a word that is remembered.

It stands on the real kernel, so that the tape's own promises can be tried without Pods.
"""

from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import InputTaken, Logged

TICK_MS = 1000


class FakeCluster:
    """Says every second how often it has ticked since the last input, and what that was."""

    def __init__(self, *, seed: int = 1, kubernetes: str = "1.36", nodes=()) -> None:
        self.world = World(seed)
        self.state = self.world.table("state")
        self.state["word"], self.state["ticks"] = "start", 0
        self.world.on("fake.tick", self._tick)
        self.world.on("fake.echo", self._echo)
        self.world.after(0, "fake.tick")

    @property
    def now(self):
        return self.world.now

    @property
    def records(self):
        return self.world.records

    def _tick(self) -> None:
        self.state["ticks"] += 1
        if self.state["word"].startswith("break") and self.world.now >= 30_000:
            raise RuntimeError("the cluster broke")
        drawn = self.world.draw("tick", self.world.now)
        text = f"{self.state['word']} {self.state['ticks']} {drawn:.6f}"
        self._log(text)
        if self.state["word"] != "stop":
            self.world.after(TICK_MS, "fake.tick")

    def _echo(self) -> None:
        self._log(f"heard {self.state['word']}")

    def _log(self, text: str) -> None:
        self.world.emit(
            Logged,
            namespace="default",
            pod="web",
            uid="1",
            container="app",
            attempt=0,
            stream="stdout",
            text=text,
        )

    def submit(self, given) -> InputTaken:
        taken = self.world.emit(InputTaken, line=given.line, ok=given.line != "no", output="done")
        self.printed = taken.output
        if taken.ok and given.line != "kubectl apply -f -":
            self.world.cause = taken.id
            self.state["word"], self.state["ticks"] = given.line, 0
            self.world.after(0, "fake.echo")
        return taken

    def advance(self, until_ms: int) -> None:
        self.world.advance(until_ms)

    def next_due(self):
        return self.world.agenda.next_due()

    def snapshot(self):
        return self.world.snapshot()

    def restore(self, snapshot) -> None:
        self.world.restore(snapshot)
