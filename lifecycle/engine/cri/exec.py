"""Commands run inside a container: exec probes, hooks, `kubectl exec`.

They share the container's files, network and PID namespace, and die with it. What a
command prints is collected, stdout and stderr together, as ExecSync does.
"""

import msgspec
from msgspec.structs import replace

from lifecycle.engine.cri.call import NULL
from lifecycle.engine.cri.container import Container
from lifecycle.engine.cri.filesystem import NO_SUCH_FILE
from lifecycle.engine.cri.process import Key
from lifecycle.engine.cri.processes import Processes
from lifecycle.engine.cri.programs import LOOKING, find_program
from lifecycle.engine.cri.status import RUNNING
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kernel.rng import draw_from, series
from lifecycle.engine.kernel.world import Callback, World

OUTPUT_AT_MOST = 16_384
KILLED = 137
REFUSED_MS = 5
UNNOTICED_MS = 100
"""So long containerd has no task of a container that ended, and still takes it for running."""

EXEC_FAILED = "rpc error: code = Unknown desc = failed to exec in container: "
AT_ONCE: Callback = ("at once",)
"""In place of a callback: the result is asked for within the same millisecond."""


class ExecResult(msgspec.Struct, frozen=True):
    """How a command ended. `error` is the runtime's, where it could not be run at all."""

    exit_code: int = 0
    output: str = ""
    timed_out: bool = False
    error: str = ""


class Look(msgspec.Struct, frozen=True):
    """What a command that only looks at files has seen, and said of it.

    `changes` are those of all files until then.
    """

    container: Container
    seen: tuple[object, ...]
    changes: int
    result: ExecResult = ExecResult()


class Exec(msgspec.Struct, frozen=True):
    """A command that runs; `alarm` is its timeout, `look` is there if it only looks."""

    command: tuple[str, ...]
    pipe: int
    then: Callback
    alarm: int
    look: Look | None


class Order(msgspec.Struct, frozen=True, gc=False):
    """A command that is asked for again and again: its handler's arguments, the last of which
    is who gets the `ExecResult`, and the series from which its delays are drawn."""

    args: tuple[str, tuple[str, ...], Millis, Callback]
    delays: int


class Execs:
    """The commands that run in containers of one node."""

    def __init__(self, world: World, node: str) -> None:
        self._world, self._node = world, node
        self.processes: Processes | None = None
        self._containers: dict[str, Container] = world.table(f"containers/{node}")
        self._table: dict[Key, Exec] = world.table(f"execs/{node}")
        self._count: dict[str, int] = world.table(f"exec-counts/{node}")
        self._looks: dict[str, dict[tuple[str, ...], Look]] = world.table(f"exec-looks/{node}")
        self._answer: ExecResult | None = None
        self._name = f"cri/{node}.exec"
        world.on(self._name, self._begin)
        world.on(f"cri/{node}.exec-timeout", self._timeout)

    def exec(
        self, container_id: str, command: tuple[str, ...], timeout_ms: Millis, then: Callback
    ) -> None:
        """Run the command; a timeout of 0 is none. Answers with an `ExecResult`."""
        self.carry_out(self.order(container_id, command, timeout_ms, then))

    def order(
        self, container_id: str, command: tuple[str, ...], timeout_ms: Millis, then: Callback
    ) -> Order:
        """The command, to be carried out any number of times."""
        delays = series(self._world.seed, "exec", container_id)
        return Order((container_id, command, timeout_ms, then), delays)

    def carry_out(self, order: Order) -> None:
        """Run the command of the order once."""
        args, world = order.args, self._world
        container_id = args[0]
        container = self._containers.get(container_id)
        if container is None or container.status.state != RUNNING:
            then = args[3]
            world.after(REFUSED_MS, then[0], *then[1:], self._refusal(container_id, container))
            return
        count = self._count[container_id] = self._count.get(container_id, 0) + 1
        delay = DELAYS["exec"].at(draw_from(order.delays, count))
        world.agenda.at(world.now + delay, self._name, args, world.cause)

    def run(self, container_id: str, command: tuple[str, ...]) -> ExecResult:
        """Run the command without a delay: its result, or what it has printed so far.

        Who types a command gets the answer at the moment of asking; what goes on longer goes
        on alone.
        """
        self._answer = None
        key = self._begin(container_id, command, 0, AT_ONCE)
        if self._answer is not None:
            return self._answer
        output, _ = self.processes.pipes.peek(self._table[key].pipe)
        return ExecResult(output=output[:OUTPUT_AT_MOST])

    def _refusal(self, container_id: str, container: Container | None) -> ExecResult:
        """What is said at once of a container that runs no more (`execInContainer`)."""
        ended_ms = None if container is None else container.status.finished_ms or 0
        if ended_ms is None or self._world.now - ended_ms < UNNOTICED_MS:
            return ExecResult(exit_code=1, error=_not_running(container_id))
        return ExecResult(exit_code=1, error=f"{EXEC_FAILED}container is in CONTAINER_EXITED state")

    def _tell(self, then: Callback, result: ExecResult) -> None:
        if then == AT_ONCE:
            self._answer = result
        else:
            self._world.call(then, result)

    def _begin(
        self, container_id: str, command: tuple[str, ...], timeout_ms: Millis, then: Callback
    ) -> Key | None:
        container = self._containers.get(container_id)
        if container is None:
            self._tell(then, ExecResult(exit_code=1, error=_not_running(container_id)))
            return None
        if container.status.state != RUNNING:
            # It was being started when the container's first process took it along.
            self._tell(then, ExecResult(exit_code=KILLED))
            return None
        looks = self._looks.get(container_id)
        look = None if looks is None else looks.get(command)
        if look is not None and look.container is container and self._sees_the_same(look, command):
            key = container.space, self.processes.next_pid(container)
            if then is AT_ONCE:
                self._answer = look.result
            else:
                self._world.finish(then, look.result)
            return key
        pipes = self.processes.pipes
        pipe = pipes.open(roomy=True)
        target = ("pipe", pipe)
        call = self.processes.call(container, command, {0: NULL, 1: target, 2: target}, "exec")
        name, _ = find_program(call)
        if name is None:
            pipes.close(pipe)
            error = f"OCI runtime exec failed: exec failed: {cannot_start(command[0])}"
            started = f'{EXEC_FAILED}failed to start exec "{self._id(call.key)}": {error}'
            self._tell(then, ExecResult(exit_code=126, error=started))
            return None
        alarm = 0
        if timeout_ms:
            alarm = self._world.after(timeout_ms, f"cri/{self._node}.exec-timeout", call.key)
        files = self.processes.files
        seen, changes = files.seen_by(container.view), files.changes
        look = Look(container, seen, changes) if name in LOOKING else None
        self._table[call.key] = Exec(command, pipe, then, alarm, look)
        self.processes.begin(call)
        return call.key

    def _sees_the_same(self, look: Look, command: tuple[str, ...]) -> bool:
        """Whether no file that the container sees has changed since."""
        files = self.processes.files
        if look.changes == files.changes:
            return True
        same = look.seen == files.seen_by(look.container.view)
        if same:
            self._keep(replace(look, changes=files.changes), command)
        return same

    def _keep(self, look: Look, command: tuple[str, ...]) -> None:
        known = self._looks.get(look.container.id, {})
        self._looks[look.container.id] = {**known, command: look}

    def ended(self, key: Key, code: int, *, timed_out: bool = False) -> None:
        """The command's first process has ended."""
        run = self._table.pop(key, None)
        if run is None:
            return
        if run.alarm and not timed_out:
            self._world.cancel(run.alarm)
        output, _ = self.processes.pipes.take(run.pipe)
        self.processes.pipes.close(run.pipe)
        result = ExecResult(code, output[:OUTPUT_AT_MOST], timed_out)
        if run.look is not None:
            self._keep(replace(run.look, result=result), run.command)
        self._tell(run.then, result)

    def forget(self, container_id: str) -> None:
        """The container is gone, and what was seen in it."""
        self._looks.pop(container_id, None)

    def _timeout(self, key: Key) -> None:
        """The runtime kills what ran too long."""
        run = self._table.get(key)
        if run is not None:
            self.ended(key, KILLED, timed_out=True)
            self.processes.signal(key, "KILL", outside=True)
            self.processes.drain()

    def _id(self, key: Key) -> str:
        share = self._world.draw("exec-id", *key)
        return f"{round(share * (1 << 52)):013x}".ljust(64, "0")


def _not_running(container_id: str) -> str:
    return (
        "rpc error: code = NotFound desc = failed to exec in container: failed to load task: "
        f"no running task found: task {container_id} not found: not found"
    )


def cannot_start(word: str, why: str = "") -> str:
    """What runc says of a program that it can't find, or run for that reason."""
    if not why and "/" in word:
        why = f"stat {word}: {NO_SUCH_FILE.lower()}"
    why = why or "executable file not found in $PATH"
    return f'unable to start container process: exec: "{word}": {why}: unknown'
