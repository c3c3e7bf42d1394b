"""Leaving loops, functions, subshells and the shell itself: the frames of a machine.

Whoever leaves a frame puts back what it covered: descriptors, arguments, variables.
"""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.shell.compiler import Code
from lifecycle.engine.cri.shell.state import (
    CallFrame,
    Frame,
    LoopFrame,
    RedirectFrame,
    SubshellFrame,
)

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


class Unwinding:
    """The part of a machine that knows its frames."""

    call: "Call"
    code: Code
    at: int
    frames: list[Frame]
    captures: dict[int, str]
    traps: dict[str, str]
    positional: tuple[str, ...]
    status: int
    tested: bool
    done: int | None
    deferred: list[str]
    undo: Any
    unhide: Any
    enter: Any
    compiled: Any
    set_scope: Any

    def leave_code(self) -> None:
        """The last instruction of this code was done."""
        while self.frames:
            frame = self.frames.pop()
            if isinstance(frame, CallFrame):
                self.leave_call(frame)
                return
            if isinstance(frame, SubshellFrame):
                self.leave_subshell(frame)
                return
            self._drop(frame)
        self.exit(self.status)

    def leave_call(self, frame: CallFrame) -> None:
        """Back to where the function, file or trap was called."""
        self.code, self.at, self.tested = frame.code, frame.at, frame.tested
        if frame.kind == "function":
            self.positional = frame.positional
            self.unhide(frame.hidden)
        elif frame.kind == "trap":
            self.status = frame.status
        if frame.redirect is not None:
            self.undo(frame.redirect)

    def leave_subshell(self, frame: SubshellFrame) -> None:
        """Back in the shell that it was begun in; what it printed is kept in its slot."""
        status = self.status
        self.set_scope(frame.scope)
        self.code, self.at = frame.code, frame.leave
        self.captures = frame.captures
        if frame.slot:
            pipes = self.call.kernel.pipes
            text, _ = pipes.take(frame.pipe)
            pipes.close(frame.pipe)
            self.captures = {**frame.captures, frame.slot: text.rstrip("\n")}
        self.status = status
        if self.deferred:
            self.call.pending.extend(self.deferred)
            self.deferred = []

    def exit(self, status: int) -> None:
        """End the shell, or the subshell that it is in, running its EXIT trap."""
        self.status = status & 255
        while self.frames:
            frame = self.frames[-1]
            if isinstance(frame, SubshellFrame):
                if self._run_exit_trap():
                    return
                self.leave_subshell(self.frames.pop())
                return
            self._drop(self.frames.pop())
        if not self._run_exit_trap():
            self.done = self.status

    def _run_exit_trap(self) -> bool:
        action = self.traps.get("EXIT")
        if not action:
            return False
        self.traps = {name: what for name, what in self.traps.items() if name != "EXIT"}
        frame = CallFrame("trap", Code(()), 0, self.positional, self.tested, {}, self.status)
        self.enter(frame, self.compiled(action))
        return True

    def _drop(self, frame: Frame) -> None:
        """Leave a frame behind without going back to it."""
        if isinstance(frame, RedirectFrame):
            self.undo(frame)
        elif isinstance(frame, CallFrame):
            if frame.kind == "function":
                self.positional = frame.positional
                self.unhide(frame.hidden)
            if frame.redirect is not None:
                self.undo(frame.redirect)
            self.tested = frame.tested

    def leave_loops(self, count: int, *, again: bool) -> None:
        """`break` and `continue` out of so many loops; without one they do nothing."""
        loops = self._loops_here()
        if not loops:
            return
        count = min(count, loops)
        while count:
            frame = self.frames[-1]
            if isinstance(frame, LoopFrame):
                count -= 1
                if not count:
                    if again:
                        self.at = frame.again
                    else:
                        self.frames.pop()
                        self.at = frame.leave
                        self.status = 0
                    return
            self._drop(self.frames.pop())

    def _loops_here(self) -> int:
        loops = 0
        for frame in reversed(self.frames):
            if isinstance(frame, SubshellFrame | CallFrame):
                break
            loops += isinstance(frame, LoopFrame)
        return loops

    def leave_function(self, status: int) -> bool:
        """`return`; False where there is nothing to return from."""
        for frame in reversed(self.frames):
            if isinstance(frame, SubshellFrame):
                break
            if isinstance(frame, CallFrame):
                while self.frames[-1] is not frame:
                    self._drop(self.frames.pop())
                self.frames.pop()
                self.leave_call(frame)
                self.status = status
                return True
        return False
