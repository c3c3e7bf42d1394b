"""A shell that waits, as a value; and the frames of what it is in the middle of."""

from typing import TYPE_CHECKING

import msgspec

from lifecycle.engine.cri.process import Target

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.compiler import Code
    from lifecycle.engine.cri.shell.waiting import Waiting

Value = str | tuple[str, ...]
"""A variable's text, or the items of an array."""


class Scope(msgspec.Struct, frozen=True):
    """What a subshell may change without its parent seeing it.

    `options` are the letters of `set`; `pipefail` stands among them as "p".
    """

    variables: dict[str, Value]
    exported: dict[str, bool]
    functions: dict[str, "Code"]
    traps: dict[str, str]
    positional: tuple[str, ...]
    options: str
    cwd: str
    fds: dict[int, Target]


class LoopFrame(msgspec.Struct, frozen=True):
    """A while, until or for loop; a for has come to `place` in its `values`."""

    leave: int
    again: int
    status: int = 0
    name: str = ""
    values: tuple[str, ...] = ()
    place: int = 0


class SubshellFrame(msgspec.Struct, frozen=True):
    """`( … )` or, with a pipe, `$( … )`: at `leave` everything is as it was."""

    scope: Scope
    leave: int
    code: "Code"
    captures: dict[int, str]
    slot: int = 0
    pipe: int = 0


class RedirectFrame(msgspec.Struct, frozen=True):
    """A compound command with redirections; `opened` are pipes to close after it."""

    fds: dict[int, Target]
    opened: tuple[int, ...]


class CallFrame(msgspec.Struct, frozen=True):
    """A function, `.` or eval, or a trap's action: where to go on after it.

    `status` is what a trap leaves unchanged; `hidden` are variables that `local` covers.
    """

    kind: str
    code: "Code"
    at: int
    positional: tuple[str, ...]
    tested: bool
    hidden: dict[str, Value | None]
    status: int = 0
    redirect: RedirectFrame | None = None


class CaseFrame(msgspec.Struct, frozen=True):
    """The word that a case statement compares."""

    subject: str


Frame = LoopFrame | SubshellFrame | RedirectFrame | CallFrame | CaseFrame


class ShellState(msgspec.Struct, frozen=True):
    """Everything of a shell that waits: see `machine.Machine` for what the fields mean.

    `round` belongs to a loop that only sleeps: since when, and how long each round is.
    """

    code: "Code"
    at: int
    name: str
    scope: Scope
    bash: bool = False
    frames: tuple[Frame, ...] = ()
    captures: dict[int, str] = {}
    status: int = 0
    tested: bool = False
    jobs: tuple[int, ...] = ()
    background: int = 0
    shell_pid: int = 0
    waiting: "Waiting | None" = None
    pending: tuple[str, ...] = ()
    began_ms: int = 0
    round: tuple[int, int] | None = None
