"""What a shell can be waiting for, and how it goes on when that has come."""

from typing import TYPE_CHECKING, Any

import msgspec

from lifecycle.engine.cri.process import Blocked, Target, Wait
from lifecycle.engine.cri.shell.state import RedirectFrame

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine


class Waiting(msgspec.Struct, frozen=True):
    """`resume` answers None when the shell goes on, or what it still waits for."""

    def resume(self, m: "Machine", event: str) -> Wait | None:
        raise NotImplementedError

    @property
    def interruptible(self) -> bool:
        """Whether a trap runs at once, and not only after this."""
        return False


class Foreground(Waiting, frozen=True):
    """A program that runs within the shell's process."""

    program: str
    argv: tuple[str, ...]
    environment: dict[str, str]
    fds: dict[int, Target]
    state: Any
    cleanup: RedirectFrame | None
    tested: bool

    def resume(self, m: "Machine", event: str) -> Wait | None:
        call = m.call.within(self.argv, self.environment, m.cwd, self.fds)
        outcome = call.program_named(self.program).resume(call, self.state, event)
        if isinstance(outcome, Blocked):
            m.waiting = msgspec.structs.replace(self, state=outcome.state)
            return outcome.wait
        m.undo(self.cleanup)
        m.check(outcome, self.tested)
        return None


class Children(Waiting, frozen=True):
    """Processes of a pipeline, or the one of a command; the last one's code counts."""

    pids: tuple[int, ...]
    tested: bool
    any_failure: bool = False
    codes: tuple[tuple[int, int], ...] = ()

    def resume(self, m: "Machine", event: str) -> Wait | None:
        codes = dict(self.codes)
        for pid in self.pids:
            if pid not in codes and (code := m.reap(pid)) is not None:
                codes[pid] = code
        if len(codes) < len(self.pids):
            m.waiting = msgspec.structs.replace(self, codes=tuple(codes.items()))
            return Wait(child=True)
        status = codes[self.pids[-1]]
        if self.any_failure:
            failures = [codes[pid] for pid in self.pids if codes[pid]]
            status = failures[-1] if failures else 0
        m.check(status, self.tested)
        return None


class Jobs(Waiting, frozen=True):
    """The `wait` builtin: for these, or (`every`) for all children."""

    pids: tuple[int, ...]
    every: bool
    status: int = 0

    @property
    def interruptible(self) -> bool:
        return True

    def resume(self, m: "Machine", event: str) -> Wait | None:
        left, status = [], self.status
        for pid in self.pids:
            code = m.reap(pid)
            if code is None:
                left.append(pid)
            else:
                status = code
        if left:
            m.waiting = msgspec.structs.replace(self, pids=tuple(left), status=status)
            return Wait(child=True)
        m.jobs = tuple(pid for pid in m.jobs if m.alive(pid))
        m.status = 0 if self.every else status
        return None


class Reading(Waiting, frozen=True):
    """The `read` builtin, with all that was said to it."""

    words: tuple[str, ...]
    fds: dict[int, Target]
    cleanup: RedirectFrame | None
    hidden: dict[str, Any]
    tested: bool
    until: int | None = None

    def resume(self, m: "Machine", event: str) -> Wait | None:
        before, m.fds = m.fds, self.fds
        result = m.read(self.words, self.until)
        m.fds = before
        if isinstance(result, Wait):
            m.waiting = self
            return result
        m.unhide(self.hidden)
        if self.cleanup is not None:
            m.close(self.cleanup.opened)
        m.check(result, self.tested)
        return None


class Room(Waiting, frozen=True):
    """A pipe that is full."""

    def resume(self, m: "Machine", event: str) -> Wait | None:
        return None


class Busy(Waiting, frozen=True):
    """The processor: a script that never sleeps gets less and less of it."""

    @property
    def interruptible(self) -> bool:
        return True

    def resume(self, m: "Machine", event: str) -> Wait | None:
        return None
