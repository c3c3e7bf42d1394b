"""The kernel of a simulated node: processes run, wait, signal each other, and end.

Whatever can run at this millisecond runs before the millisecond is over: a queue holds
who is ready, and it is empty between alarms, so that the tables are all there is to a
moment. A first process of a PID namespace ignores signals that it has no handler for.
"""

from collections import deque
from typing import Any, Protocol

import msgspec

from lifecycle.engine.cri.call import NULL, Call, OutOfMemory
from lifecycle.engine.cri.container import Container
from lifecycle.engine.cri.filesystem import Files, Place, appended
from lifecycle.engine.cri.logs import Logs
from lifecycle.engine.cri.network import Network
from lifecycle.engine.cri.pipes import Pipes
from lifecycle.engine.cri.process import (
    HARMLESS,
    PAUSE_PID,
    SIGNALS,
    Blocked,
    Key,
    Outcome,
    Process,
    Replaced,
    Target,
    Wait,
)
from lifecycle.engine.cri.programs import find_program, program_named
from lifecycle.engine.cri.trouble import NODE_MEMORY, Trouble
from lifecycle.engine.kernel.world import World

PROCESSES_AT_MOST = 128
STEPS_AT_ONCE, STEPS_LATER, STEPS_TO_BEGIN = 6_000, 500, 60
LONGEST_PAUSE_MS = 600_000


class Keeper(Protocol):
    """Who is told what becomes of containers and of commands run in them."""

    def main_ended(self, container: str, code: int, signal: str) -> None: ...
    def exec_ended(self, key: Key, code: int) -> None: ...
    def out_of_memory(self, container: str, pid: int) -> None: ...
    def memory_taken(self) -> None: ...


class Processes:
    """All processes of one node."""

    find_program = staticmethod(find_program)
    program_named = staticmethod(program_named)

    def __init__(
        self, world: World, node: str, files: Files, network: Network, keeper: Keeper
    ) -> None:
        self.world, self.files, self.network, self.keeper = world, files, network, keeper
        self.node = node
        self.logs = Logs(world)
        self.containers: dict[str, Container] = world.table(f"containers/{node}")
        self._table: dict[Key, Process] = world.table(f"processes/{node}")
        self._pids: dict[str, int] = world.table(f"pids/{node}")
        self._codes: dict[Key, int] = world.table(f"exit-codes/{node}")
        self._ignored: dict[Key, str] = world.table(f"ignored/{node}")
        self._steps: dict[str, tuple[int, int]] = world.table(f"steps/{node}")
        self._pauses: dict[str, tuple[int, int]] = world.table(f"pauses/{node}")
        self.trouble = Trouble(world, node, self)
        self.pipes = Pipes(world, node, self._ready_key)
        self._queue: deque[tuple[Any, ...]] = deque()
        self._running: dict[Key, Call] = {}
        network.nodes[node] = self
        world.on(f"cri/{node}.wake", self._alarm)
        world.on(f"cri/{node}.connect", self._connected)
        world.on(f"cri/{node}.file", self._file_changed)

    # Beginning

    def call(
        self,
        container: Container,
        argv: tuple[str, ...],
        fds: dict[int, Target],
        errand: str,
        parent: int = 0,
    ) -> Call:
        """A process about to begin in the container, with the next number of its namespace."""
        key = (container.space, self.next_pid(container))
        return Call(self, container, key, argv, container.env, container.cwd, fds, errand, parent)

    def next_pid(self, container: Container) -> int:
        """Take a number in the container's PID namespace."""
        space = container.space
        last = self._pids.get(space, 0 if space == container.id else PAUSE_PID)
        pid = self._pids[space] = last + 1
        return pid

    def begin(self, call: Call) -> None:
        """Run the program of `call.argv` now, and whatever it sets going."""
        self._queue.append((call, None))
        self.drain()

    def fork(
        self,
        call: Call,
        argv: tuple[str, ...],
        fds: dict[int, Target],
        env: dict[str, str],
        cwd: str,
        begun: tuple[str, Any] | None = None,
    ) -> int | None:
        """A child that runs `argv`, or goes on from a program's state; None: too many."""
        space = call.key[0]
        alive = sum(1 for key in self._table if key[0] == space) + len(self._queue)
        if alive + 1 >= PROCESSES_AT_MOST:
            return None
        child = self.call(call.container, argv, fds, call.errand, call.key[1])
        child.env, child.cwd = env, cwd
        child.pipes = self.pipes.hold(fds)
        self._queue.append((child, begun))
        return child.key[1]

    # Running

    def drain(self) -> None:
        """Let everything run that can run at this millisecond."""
        queue = self._queue
        while queue:
            item, what = queue.popleft()
            if isinstance(item, Call):
                self._start(item, what)
            else:
                self._wake(item, what)

    def _start(self, call: Call, state: tuple[str, Any] | None) -> None:
        if call.container.id not in self.containers:
            return
        self._running[call.key] = call
        if call.parent and not self.spend(call, STEPS_TO_BEGIN):
            name, value = state or ("delayed", None)
            self._freeze(call, name, Blocked(self.pause(call), value))
        elif state is None:
            self._run(call)
        else:
            name, value = state
            self._settle(call, name, self._attempt(call, name, value, "start"))

    def _run(self, call: Call) -> None:
        """Find the program and begin it; one that isn't there ends as a shell would say."""
        name, code = find_program(call)
        if name is None:
            self._end(call.key, call.parent, call.container.id, call.errand, code, "")
            return
        try:
            outcome = program_named(name).run(call)
        except OutOfMemory:
            outcome = self._killed_for_memory(call)
        self._settle(call, name, outcome)

    def _attempt(self, call: Call, name: str, state: Any, event: str) -> Outcome:
        try:
            return program_named(name).resume(call, state, event)
        except OutOfMemory:
            return self._killed_for_memory(call)

    def _killed_for_memory(self, call: Call) -> int:
        self.keeper.out_of_memory(call.container.id, call.key[1])
        return 137

    def _settle(self, call: Call, name: str, outcome: Outcome) -> None:
        """Freeze a process that waits, end one that has ended."""
        while isinstance(outcome, Replaced):
            call.argv, call.env, call.cwd, call.fds = outcome
            found, code = find_program(call)
            if found is None:
                outcome = code
                break
            name = found
            outcome = program_named(name).run(call)
        key = call.key
        if isinstance(outcome, Blocked):
            self._freeze(call, name, outcome)
            pending, call.pending = call.pending, []
            for signal in pending:
                self.signal(key, signal)
            return
        self._running.pop(key, None)
        self._end(key, call.parent, call.container.id, call.errand, outcome, "", call)

    def _freeze(self, call: Call, name: str, blocked: Blocked) -> None:
        key, wait = call.key, blocked.wait
        alarm = 0
        if wait.until is not None:
            delay = max(0, wait.until - self.world.now)
            alarm = self.world.after(delay, f"cri/{self.node}.wake", key)
        self._table[key] = Process(
            key, call.parent, call.container.id, name, call.argv, call.env, call.cwd, call.fds,
            blocked.state, wait, alarm, call.pipes, call.memory, call.errand,
        )  # fmt: skip
        self._running.pop(key, None)
        for place in wait.files:
            self.files.watch(place, (f"cri/{self.node}.file", key))
        if wait.pipe:
            self.pipes.await_text(wait.pipe, key)
        if wait.room:
            self.pipes.await_room(wait.room, key)

    def _thaw(self, process: Process) -> Call:
        """Take the process off the table to step it."""
        key, wait = process.key, process.wait
        del self._table[key]
        if process.alarm:
            self.world.cancel(process.alarm)
        for place in wait.files:
            self.files.unwatch(place, (f"cri/{self.node}.file", key))
        call = Call(
            self, self.containers[process.container], key, process.argv, process.env,
            process.cwd, process.fds, process.errand, process.parent,
        )  # fmt: skip
        call.pipes, call.memory, call.wait = process.pipes, process.memory, wait
        self._running[key] = call
        return call

    def _alarm(self, key: Key) -> None:
        process = self._table.get(key)
        if process is not None:
            self._table[key] = msgspec.structs.replace(process, alarm=0)
            self._wake(key, "time")
            self.drain()

    def _wake(self, key: Key, event: str) -> None:
        process = self._table.get(key)
        if process is None or process.container not in self.containers:
            return
        if event == "child" and not process.wait.child:
            return
        if self.trouble.holds(process, event):
            return
        call = self._thaw(process)
        self._settle(
            call, process.program, self._attempt(call, process.program, process.state, event)
        )

    def connect(self, key: Key) -> None:
        """Somebody opens a connection to the process."""
        self.world.after(0, f"cri/{self.node}.connect", key)

    def _connected(self, key: Key) -> None:
        self._wake(key, "connect")
        self.drain()

    def _file_changed(self, key: Key) -> None:
        self._wake(key, "file")
        self.drain()

    def _ready_key(self, key: Key) -> None:
        self._queue.append((key, "pipe"))

    def spend(self, call: Call, steps: int) -> bool:
        """Account for work at this moment; False when the container has used it up.

        A container that was cut short before gets less.
        """
        now, key = self.world.now, call.container.id
        moment, spent = self._steps.get(key, (now, 0))
        spent = steps if moment != now else spent + steps
        self._steps[key] = (now, spent)
        return spent < (STEPS_LATER if self._pauses.get(key) else STEPS_AT_ONCE)

    def pause(self, call: Call) -> Wait:
        """How long a container that used up its moment waits: ever longer, up to minutes."""
        now, key = self.world.now, call.container.id
        until, pauses = self._pauses.get(key, (now, 0))
        if until <= now:
            pauses = pauses + 1 if now - until <= LONGEST_PAUSE_MS else 0
            until = now + min(1000 << pauses, LONGEST_PAUSE_MS)
            self._pauses[key] = (until, pauses)
        return Wait(until=until)

    def charge(self, call: Call) -> None:
        """Raise OutOfMemory when the container's processes hold more than its limit."""
        container = call.container.id
        limit = call.container.memory_limit or NODE_MEMORY
        used = call.memory + self.memory_of(container) + self.trouble.leaked(container)
        if used > limit:
            raise OutOfMemory
        self.keeper.memory_taken()

    # Ending

    def _end(
        self,
        key: Key,
        parent: int,
        container: str,
        errand: str,
        code: int,
        signal: str,
        call: Call | None = None,
    ) -> None:
        self._running.pop(key, None)
        self._ignored.pop(key, None)
        self.trouble.forget(key)
        self.network.close(self.node, key)
        if call is not None:
            self.pipes.release(call.pipes, call.fds)
        record = self.containers.get(container)
        if record is not None and record.pid == key[1]:
            self.keeper.main_ended(container, code, signal)
        elif parent:
            if self.alive((key[0], parent)):
                self._codes[key] = code
            self._queue.append(((key[0], parent), "child"))
        else:
            self.keeper.exec_ended(key, code)

    def kill_all(self, container: str) -> None:
        """The container's processes are gone at once; nobody waits for them."""
        for key, process in list(self._table.items()):
            if process.container == container:
                self._thaw(process)
                self._running.pop(key, None)
                self._ignored.pop(key, None)
                self.pipes.release(process.pipes, process.fds)
                self.network.close(self.node, key)
                if not process.parent:
                    self.keeper.exec_ended(key, 137)

    def reap(self, key: Key) -> int | None:
        """The exit code of a child that has ended, which is then forgotten."""
        return self._codes.pop(key, None)

    def alive(self, key: Key) -> bool:
        """Whether there is such a process."""
        return (
            key in self._table
            or key in self._running
            or any(isinstance(item, Call) and item.key == key for item, _ in self._queue)
        )

    def of_space(self, space: str) -> list[Process]:
        """The waiting processes of a PID namespace, by number."""
        return [p for key, p in sorted(self._table.items()) if key[0] == space]

    # Trouble

    def deliver(self, key: Key, event: str) -> None:
        """What a process did not hear of while it hung reaches it now."""
        word, _, signal = event.partition(" ")
        if word == "signal":
            self.signal(key, signal, outside=True)
        else:
            self._queue.append((key, event))
        self.drain()

    def find(self, key: Key) -> Process | None:
        """The waiting process of that number."""
        return self._table.get(key)

    def memory_of(self, container: str) -> int:
        """What the container's processes hold."""
        return sum(p.memory for p in self._table.values() if p.container == container)

    def count_of(self, container: str) -> int:
        """How many processes the container has."""
        return sum(p.container == container for p in self._table.values())

    def kill_for_memory(self, key: Key) -> None:
        """The kernel ends a waiting process because its container passed its limit."""
        process = self._table.get(key)
        if process is not None:
            call = self._thaw(process)
            self._settle(call, process.program, self._killed_for_memory(call))
            self.drain()

    # Signals

    def signal(self, key: Key, signal: str, *, outside: bool = False) -> bool:
        """Send a signal; `outside` comes from the runtime, which a first process obeys.

        Returns whether there is such a process.
        """
        process = self._table.get(key)
        if process is None:
            return self._signal_running(key, signal)
        if signal != "KILL" and self.trouble.holds(process, f"signal {signal}"):
            return True
        if signal == "KILL":
            if key[1] != 1 or outside:
                self._thaw(process)
                self._die(process, signal)
            return True
        program = program_named(process.program)
        call = self._thaw(process)
        outcome = program.signal(call, process.state, signal)
        if outcome.ignored if isinstance(outcome, Blocked) else outcome is None:
            self.ignore(key, signal)
        if outcome is not None:
            self._settle(call, process.program, outcome)
        elif key[1] == 1 or signal in HARMLESS:
            self._freeze(call, process.program, Blocked(process.wait, process.state))
        else:
            self._die(process, signal)
        return True

    def ignore(self, key: Key, signal: str) -> None:
        """Nothing in the process takes notice of the signal."""
        self._ignored[key] = signal

    def ignored(self, key: Key) -> str:
        """The last signal of which the process took no notice, if there is one."""
        return self._ignored.get(key, "")

    def _signal_running(self, key: Key, signal: str) -> bool:
        call = self._running.get(key)
        if call is None:
            waiting = (c for c, _ in self._queue if isinstance(c, Call) and c.key == key)
            call = next(waiting, None)
        if call is not None:
            call.pending.append(signal)
        return call is not None

    def end(self, key: Key, code: int) -> None:
        """Make a waiting process exit with this code, as if by itself."""
        process = self._table.get(key)
        if process is not None:
            call = self._thaw(process)
            self._settle(call, process.program, code)
            self.drain()

    def _die(self, process: Process, signal: str) -> None:
        self.pipes.release(process.pipes, process.fds)
        code = 128 + SIGNALS[signal]
        self._end(process.key, process.parent, process.container, process.errand, code, signal)

    # Streams

    def write(self, call: Call, target: Target, text: str) -> None:
        """Write where a file descriptor leads."""
        kind = target[0]
        if kind == "log":
            self.logs.write(call.container, target[1], text)
        elif kind == "pipe":
            if not self.pipes.write(target[1], text):
                call.pending.append("PIPE")
        elif kind == "file":
            place = Place(target[1], target[2])
            file = self.files.get(place)
            if file is not None and not file.directory:
                self.files.put(place, appended(file, text, self.world.now))


def detached() -> dict[int, Target]:
    """The descriptors of a process that nobody listens to."""
    return {0: NULL, 1: NULL, 2: NULL}


__all__ = ["Processes", "Wait", "detached"]
