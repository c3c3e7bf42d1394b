"""A process as a value: what runs, what it waits for, and how it takes signals.

A program is three functions over plain values, so that a process can be frozen at any
moment and go on from a copy: `run` begins it, `resume` continues it when what it waited
for has come, `signal` says what a signal does. Each answers with an exit code, with
`Blocked` (wait for this, remember that) or with `Replaced` (execve).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from lifecycle.engine.cri.filesystem import Place
from lifecycle.engine.kernel.clock import Millis

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

SIGNALS = {
    "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8,
    "KILL": 9, "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15,
    "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23,
    "WINCH": 28, "IO": 29, "PWR": 30, "SYS": 31,
}  # fmt: skip
_NAMES = {number: name for name, number in SIGNALS.items()}
HARMLESS = ("CHLD", "CONT", "URG", "WINCH", "STOP", "TSTP", "TTIN", "TTOU")
"""Signals that do not end a process by default."""

Key = tuple[str, int]
"""A PID namespace and the number in it."""

PAUSE_PID = 1
"""The first process of a PID namespace that the containers of a Pod share."""

Target = tuple[Any, ...]
"""Where a file descriptor leads: ("null",), ("log", stream), ("pipe", id), ("stdin",),
or ("file", tree, path)."""


NULL_INPUT: Target = ("null",)


def signal_name(word: str) -> str | None:
    """TERM for "TERM", "SIGTERM", "term" and "15"; None for what is no signal."""
    if word.isdigit():
        return _NAMES.get(int(word))
    name = word.upper().removeprefix("SIG")
    return name if name in SIGNALS else None


class Wait(msgspec.Struct, frozen=True):
    """What a process waits for; any of these wakes it, and none of them means for ever."""

    until: Millis | None = None
    pipe: int = 0
    room: int = 0
    files: tuple[Place, ...] = ()
    child: bool = False
    port: int = 0


FOR_EVER = Wait()


class Blocked(NamedTuple):
    """The program waits, and goes on from `state`; `ignored`: it took no notice of a signal."""

    wait: Wait
    state: Any = None
    ignored: bool = False


class Replaced(NamedTuple):
    """The program gave its process to another one, as `exec` does."""

    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    fds: dict[int, Target]


Outcome = int | Blocked | Replaced


def _no_resume(call: "Call", state: Any, event: str) -> Outcome:
    raise AssertionError(f"{call.argv[0]} does not wait")


def _by_default(call: "Call", state: Any, signal: str) -> Outcome | None:
    return None


class Program(NamedTuple):
    """How a program begins, continues, and takes a signal (None: as the kernel would).

    An `inline` one runs within the process of a shell that calls it.
    """

    run: Callable[["Call"], Outcome]
    resume: Callable[["Call", Any, str], Outcome] = _no_resume
    signal: Callable[["Call", Any, str], Outcome | None] = _by_default
    inline: bool = True


class Process(msgspec.Struct, frozen=True, gc=False):
    """A process that waits. What runs through at once never becomes one.

    `pipes` are the pipes whose writing end it holds, `memory` the bytes beyond those that
    every program has. `alarm` is the one that wakes it at `wait.until`.
    """

    key: Key
    parent: int
    container: str
    program: str
    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    fds: dict[int, Target]
    state: Any = None
    wait: Wait = FOR_EVER
    alarm: int = 0
    pipes: tuple[int, ...] = ()
    memory: int = 0
    errand: str = "main"


class Pipe(msgspec.Struct, frozen=True):
    """Text between processes; without writers its end is the end of the file.

    `reader` waits for text, `stuck` are writers that wait for room; a `roomy` pipe takes
    everything, because nobody reads it before its writers are done.
    """

    text: str = ""
    writers: int = 0
    readers: int = 1
    reader: Key | None = None
    stuck: tuple[Key, ...] = ()
    roomy: bool = False


PIPE_ROOM = 1 << 16
"""A writer waits while so much text lies unread in a pipe."""
PIPE_HOLDS = 1 << 20
"""More than this is dropped."""
