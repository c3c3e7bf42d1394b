"""The machine that steps through a script, until it ends or has to wait.

It is thawed from a `ShellState` and frozen into the next one; in between it may be changed
at will. Mappings are never changed in place, because a state may share them.

A loop that only sleeps, again and again from the same state, is parked: it needs no alarm
at all, and a signal computes in which round it arrives.
"""

from typing import Any

import msgspec

from lifecycle.engine.cri.call import Call
from lifecycle.engine.cri.process import (
    FOR_EVER,
    HARMLESS,
    SIGNALS,
    Blocked,
    Outcome,
    Replaced,
    Wait,
)
from lifecycle.engine.cri.shell.compiler import Code, compile_script
from lifecycle.engine.cri.shell.parameters import parameter
from lifecycle.engine.cri.shell.reading import read
from lifecycle.engine.cri.shell.redirections import redirect
from lifecycle.engine.cri.shell.state import (
    CallFrame,
    Frame,
    RedirectFrame,
    Scope,
    ShellState,
    SubshellFrame,
)
from lifecycle.engine.cri.shell.syntax import (
    Assignment,
    ExpansionFailure,
    Parameter,
    Redirect,
    ShellSyntaxError,
)
from lifecycle.engine.cri.shell.unwinding import Unwinding
from lifecycle.engine.cri.shell.variables import Variables
from lifecycle.engine.cri.shell.waiting import Busy, Foreground
from lifecycle.engine.cri.userland import is_busybox

STEPS_BETWEEN_CHECKS = 64
DEEPEST = 400
"""So many frames fit on the stack."""


class Machine(Unwinding, Variables):
    """One shell at work. `tested` says that failures are looked at by a caller."""

    def __init__(self, call: Call, state: ShellState) -> None:
        self.call = call
        self.origin = state
        self.code, self.at, self.name, self.bash = state.code, state.at, state.name, state.bash
        self.set_scope(state.scope)
        self.frames: list[Frame] = list(state.frames)
        self.captures, self.status, self.tested = state.captures, state.status, state.tested
        self.jobs, self.background = state.jobs, state.background
        self.shell_pid = state.shell_pid or call.key[1]
        self.began_ms = state.began_ms
        self.waiting = state.waiting
        call.pending[:0] = state.pending
        self.deferred: list[str] = []
        self.done: int | None = None
        self.replaced: Replaced | None = None
        self.impure = False
        self.taken = 0
        self.cleanup: RedirectFrame | None = None
        self.tested_now = False
        self.hidden_meanwhile: dict[str, Any] = {}

    # Scope

    def scope(self) -> Scope:
        """All that a subshell gets a copy of."""
        return Scope(
            self.variables, self.exported, self.functions, self.traps, self.positional,
            self.options, self.cwd, self.fds,
        )  # fmt: skip

    def set_scope(self, scope: Scope) -> None:
        """Become that again."""
        self.variables, self.exported = scope.variables, scope.exported
        self.functions, self.traps = scope.functions, scope.traps
        self.positional, self.options = scope.positional, scope.options
        self.cwd, self.fds = scope.cwd, scope.fds

    @property
    def cwd(self) -> str:
        return self.call.cwd

    @cwd.setter
    def cwd(self, path: str) -> None:
        self.call.cwd = path

    @property
    def files(self) -> Call:
        """Through which file names are looked up."""
        return self.call

    def looked(self) -> None:
        """The script saw something of the world outside."""
        self.impure = True

    # Stepping

    def resume(self, event: str) -> Outcome:
        """Go on after what was waited for."""
        if self.waiting is not None:
            waiting, self.waiting = self.waiting, None
            wait = waiting.resume(self, event)
            if wait is not None:
                return self.block(wait)
        return self.run()

    def run(self) -> Outcome:
        """Step until the shell ends, is replaced or has to wait."""
        pending = self.call.pending
        while True:
            if pending and (ended := self.take_signals()) is not None:
                return ended
            if self.done is not None:
                return self.done
            if self.replaced is not None:
                return self.replaced
            steps = self.code.steps
            if self.at >= len(steps):
                self.leave_code()
                continue
            self.taken += 1
            if self.taken >= STEPS_BETWEEN_CHECKS:
                taken, self.taken = self.taken, 0
                if not self.call.kernel.spend(self.call, taken):
                    return self.busy()
            instruction = steps[self.at]
            self.at += 1
            try:
                wait = instruction.step(self)
            except ExpansionFailure as failure:
                self.err(str(failure))
                self.exit(failure.code)
                continue
            if wait is not None:
                return self.block(wait)

    def block(self, wait: Wait) -> Blocked:
        """Freeze; a loop that came round to the same sleep is parked."""
        state = self.freeze()
        if not self.impure and wait.until is not None and self._came_round(state):
            period = wait.until - self.call.now
            return Blocked(FOR_EVER, msgspec.structs.replace(state, round=(self.call.now, period)))
        return Blocked(wait, state)

    def _came_round(self, state: ShellState) -> bool:
        waiting, before = state.waiting, self.origin.waiting
        if not isinstance(waiting, Foreground) or not isinstance(before, Foreground):
            return False
        return (
            waiting.program == before.program == "sleep"
            and waiting.argv == before.argv
            and state.at == self.origin.at
            and msgspec.structs.replace(state, waiting=before) == self.origin
        )

    def busy(self) -> Blocked:
        """The script used up this moment: it goes on later, ever less often."""
        self.waiting = Busy()
        return Blocked(self.call.kernel.pause(self.call), self.freeze())

    def freeze(self) -> ShellState:
        """The machine as a value."""
        pending = (*self.deferred, *self.call.pending)
        self.call.pending.clear()
        return ShellState(
            self.code, self.at, self.name, self.scope(), self.bash, tuple(self.frames),
            self.captures, self.status, self.tested, self.jobs, self.background,
            self.shell_pid, self.waiting, pending, self.began_ms,
        )  # fmt: skip

    def check(self, status: int, tested: bool) -> None:
        """A command has ended with this status; `set -e` may end the shell."""
        self.status = status
        if status and "e" in self.options and not tested and not self.tested:
            self.exit(status)

    # Code

    def compiled(self, source: str) -> Code:
        """The code of a text; a syntax error is reported and exits with 2 when reached."""
        try:
            return compile_script(source, self.bash, is_busybox(self.call.container.image))
        except ShellSyntaxError as error:
            self.err(str(error))
            return compile_script("exit 2")

    def run_text(self, source: str, kind: str = "eval") -> None:
        """Go on with a text, and then where we were."""
        frame = CallFrame(kind, self.code, self.at, self.positional, self.tested, {}, self.status)
        self.enter(frame, self.compiled(source))

    def enter(self, frame: CallFrame, code: Code) -> None:
        """Go on with other code, and then where the frame says; too deep is a crash."""
        if len(self.frames) > DEEPEST:
            self.done = 128 + SIGNALS["SEGV"]
        self.frames.append(frame)
        self.code, self.at = code, 0

    # Signals

    def take_signals(self) -> int | None:
        """Act on signals that came; the answer is an exit code if one was fatal."""
        pending = self.call.pending
        inside = any(isinstance(frame, SubshellFrame) for frame in self.frames)
        while pending:
            signal = pending.pop(0)
            action = self.traps.get(signal)
            if action is None and inside and signal in self.outer_traps():
                self.deferred.append(signal)
            elif action is not None and signal != "KILL":
                if action:
                    self.run_text(action, "trap")
            elif signal not in HARMLESS and self.call.key[1] != 1:
                return 128 + SIGNALS[signal]
        return None

    def outer_traps(self) -> dict[str, str]:
        """The traps of the shell itself, while it is in a subshell."""
        frame = next(f for f in self.frames if isinstance(f, SubshellFrame))
        return frame.scope.traps

    # Children

    def fork(self, code: Code, fds: dict[int, Any]) -> int | None:
        """A subshell in a process of its own; its number, or None."""
        traps = {name: action for name, action in self.traps.items() if not action}
        scope = msgspec.structs.replace(self.scope(), fds=fds, traps=traps)
        state = ShellState(
            code, 0, self.name, scope, self.bash, status=self.status,
            background=self.background, shell_pid=self.shell_pid, began_ms=self.began_ms,
        )  # fmt: skip
        kernel = self.call.kernel
        return kernel.fork(self.call, self.call.argv, fds, self.call.env, self.cwd, ("sh", state))

    def reap(self, pid: int) -> int | None:
        """The exit code of a child that has ended; 127 for one that never was."""
        kernel, key = self.call.kernel, (self.call.key[0], pid)
        code = kernel.reap(key)
        if code is None and not kernel.alive(key):
            return 127
        return code

    def alive(self, pid: int) -> bool:
        """Whether the child runs, or its exit code waits to be asked for."""
        return self.call.kernel.alive((self.call.key[0], pid))

    # Streams

    def write(self, fd: int, text: str) -> None:
        """Write to one of the shell's descriptors."""
        target = self.fds.get(fd)
        if target is not None:
            self.call.kernel.write(self.call, target, text)

    def err(self, message: str) -> None:
        """A message of the shell itself."""
        self.impure = True
        self.write(2, f"{self.name}: {message}\n")

    def complain_not_found(self, word: str, code: int, fds: dict[int, Any]) -> None:
        """A program isn't there, or can't be run."""
        if code == 126:
            message = "Permission denied"
        elif self.bash and "/" not in word:
            message = "command not found"
        elif "/" in word and self.bash:
            message = "No such file or directory"
        else:
            message = "not found"
        prefix = f"{self.name}: line 1: " if self.bash else f"{self.name}: "
        target = fds.get(2)
        if target is not None:
            self.call.kernel.write(self.call, target, f"{prefix}{word}: {message}\n")

    def trace(self, assignments: tuple[Assignment, ...], words: list[str]) -> None:
        """`set -x`."""
        if "x" in self.options:
            texts = [f"{a.name}={self.variables.get(a.name, '')}" for a in assignments]
            self.write(2, f"+ {' '.join([*texts, *words])}\n")

    def redirected(
        self, redirects: tuple[Redirect, ...]
    ) -> tuple[dict[int, Any], tuple[int, ...], str]:
        """The descriptors with the redirections, the pipes opened for them, an error."""
        return redirect(self, redirects)

    def undo(self, frame: RedirectFrame | None) -> None:
        """The descriptors as they were before redirections."""
        if frame is not None:
            self.fds = frame.fds
            self.close(frame.opened)

    def close(self, opened: tuple[int, ...]) -> None:
        """Texts that were opened for reading are read no more."""
        for number in opened:
            self.call.kernel.pipes.close(number)

    def read(self, words: tuple[str, ...], until: int | None) -> int | Wait:
        """The `read` builtin."""
        return read(self, words, until)

    def parameter(self, part: Parameter) -> list[str]:
        """What a parameter expands to."""
        return parameter(self, part)
