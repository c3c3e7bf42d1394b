"""What a machine can do in one step. Each answers None, or what it has to wait for."""

from typing import TYPE_CHECKING

import msgspec

from lifecycle.engine.cri.process import NULL_INPUT, Wait
from lifecycle.engine.cri.shell import patterns
from lifecycle.engine.cri.shell.conditions import evaluate_condition
from lifecycle.engine.cri.shell.expander import arithmetic, fields, pattern_of, text_of
from lifecycle.engine.cri.shell.running import run_command, run_pipeline
from lifecycle.engine.cri.shell.state import (
    CaseFrame,
    LoopFrame,
    RedirectFrame,
    SubshellFrame,
)
from lifecycle.engine.cri.shell.syntax import Assignment, Redirect, Word

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.compiler import Code
    from lifecycle.engine.cri.shell.machine import Machine


class Instruction(msgspec.Struct, frozen=True, eq=False):
    """One step; `m.at` already points to the next."""

    def step(self, m: "Machine") -> Wait | None:
        raise NotImplementedError


class Run(Instruction, frozen=True, eq=False):
    """A simple command."""

    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    tested: bool
    captured: bool

    def step(self, m: "Machine") -> Wait | None:
        return run_command(m, self, fields(m, self.words))


class Pipe(Instruction, frozen=True, eq=False):
    codes: tuple["Code", ...]
    tested: bool

    def step(self, m: "Machine") -> Wait | None:
        return run_pipeline(m, self.codes, self.tested)


class Background(Instruction, frozen=True, eq=False):
    code: "Code"

    def step(self, m: "Machine") -> Wait | None:
        m.impure = True
        child = m.fork(self.code, {**m.fds, 0: NULL_INPUT})
        if child is None:
            m.err("can't fork: Resource temporarily unavailable")
            m.exit(2)
        else:
            m.background = child
            m.jobs = (*m.jobs, child)
            m.status = 0
        return None


class Jump(Instruction, frozen=True, eq=False):
    to: int = 0

    def step(self, m: "Machine") -> Wait | None:
        m.at = self.to
        return None


class JumpIf(Instruction, frozen=True, eq=False):
    """Jump where the last command succeeded, or where it did not."""

    success: bool
    to: int = 0

    def step(self, m: "Machine") -> Wait | None:
        if (m.status == 0) == self.success:
            m.at = self.to
        return None


class SetStatus(Instruction, frozen=True, eq=False):
    status: int

    def step(self, m: "Machine") -> Wait | None:
        m.status = self.status
        return None


class Negate(Instruction, frozen=True, eq=False):
    def step(self, m: "Machine") -> Wait | None:
        m.status = int(not m.status)
        return None


class LoopBegin(Instruction, frozen=True, eq=False):
    leave: int = 0
    again: int = 0

    def step(self, m: "Machine") -> Wait | None:
        m.frames.append(LoopFrame(self.leave, self.again))
        return None


class LoopAgain(Instruction, frozen=True, eq=False):
    """The body ended: its status is the loop's so far."""

    def step(self, m: "Machine") -> Wait | None:
        frame = m.frames[-1]
        if frame.status != m.status:
            m.frames[-1] = msgspec.structs.replace(frame, status=m.status)
        m.at = frame.again
        return None


class LoopEnd(Instruction, frozen=True, eq=False):
    def step(self, m: "Machine") -> Wait | None:
        m.status = m.frames.pop().status
        return None


class ForBegin(Instruction, frozen=True, eq=False):
    name: str
    words: tuple[Word, ...] | None
    leave: int = 0
    again: int = 0

    def step(self, m: "Machine") -> Wait | None:
        values = m.positional if self.words is None else tuple(fields(m, self.words))
        m.taken += len(values) >> 3
        m.frames.append(LoopFrame(self.leave, self.again, 0, self.name, values))
        return None


class ForNext(Instruction, frozen=True, eq=False):
    done: int = 0

    def step(self, m: "Machine") -> Wait | None:
        frame = m.frames[-1]
        if frame.place >= len(frame.values):
            m.at = self.done
            return None
        m.assign(frame.name, frame.values[frame.place])
        m.frames[-1] = msgspec.structs.replace(frame, place=frame.place + 1)
        return None


class CaseBegin(Instruction, frozen=True, eq=False):
    subject: Word

    def step(self, m: "Machine") -> Wait | None:
        m.frames.append(CaseFrame(text_of(m, self.subject)))
        m.status = 0
        return None


class CaseTest(Instruction, frozen=True, eq=False):
    patterns: tuple[Word, ...]
    otherwise: int = 0

    def step(self, m: "Machine") -> Wait | None:
        subject = m.frames[-1].subject
        if not any(patterns.matches(pattern_of(m, word), subject) for word in self.patterns):
            m.at = self.otherwise
        return None


class CaseEnd(Instruction, frozen=True, eq=False):
    def step(self, m: "Machine") -> Wait | None:
        m.frames.pop()
        return None


class SubshellBegin(Instruction, frozen=True, eq=False):
    """With a slot its output is caught: `$( … )`."""

    leave: int = 0
    slot: int = 0

    def step(self, m: "Machine") -> Wait | None:
        pipe = 0
        scope = m.scope()
        if self.slot:
            pipe = m.call.kernel.pipes.open(roomy=True)
            m.fds = {**m.fds, 1: ("pipe", pipe)}
        m.frames.append(SubshellFrame(scope, self.leave, m.code, m.captures, self.slot, pipe))
        m.traps = {name: action for name, action in m.traps.items() if not action}
        return None


class SubshellEnd(Instruction, frozen=True, eq=False):
    tested: bool = True

    def step(self, m: "Machine") -> Wait | None:
        if "EXIT" in m.traps:
            m.exit(m.status)
            return None
        m.leave_subshell(m.frames.pop())
        m.check(m.status, self.tested)
        return None


class RedirectBegin(Instruction, frozen=True, eq=False):
    redirects: tuple[Redirect, ...]
    tested: bool
    leave: int = 0

    def step(self, m: "Machine") -> Wait | None:
        fds, opened, error = m.redirected(self.redirects)
        if error:
            m.err(error)
            m.at = self.leave
            m.check(1, self.tested)
            return None
        m.frames.append(RedirectFrame(m.fds, opened))
        m.fds = fds
        m.impure = True
        return None


class RedirectEnd(Instruction, frozen=True, eq=False):
    def step(self, m: "Machine") -> Wait | None:
        m.undo(m.frames.pop())
        return None


class Define(Instruction, frozen=True, eq=False):
    name: str
    code: "Code"

    def step(self, m: "Machine") -> Wait | None:
        m.functions = {**m.functions, self.name: self.code}
        m.status = 0
        return None


class Calculate(Instruction, frozen=True, eq=False):
    """`(( … ))`; `empty` says that no expression counts as a true one."""

    expression: Word
    tested: bool
    empty: bool = False

    def step(self, m: "Machine") -> Wait | None:
        if self.empty and not self.expression.raw:
            m.status = 0
        else:
            m.check(int(arithmetic(m, self.expression) == 0), self.tested)
        return None


class Test(Instruction, frozen=True, eq=False):
    """`[[ … ]]`."""

    words: tuple[Word, ...]
    tested: bool

    def step(self, m: "Machine") -> Wait | None:
        m.check(evaluate_condition(m, self.words), self.tested)
        return None
