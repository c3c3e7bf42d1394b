"""What programs do, one small file for each kind; found by name as execvp(3) would.

A program that stands in no file here is assumed: see `assumed`.
"""

from typing import TYPE_CHECKING

from lifecycle.engine.cri.process import Program
from lifecycle.engine.cri.programs import (
    assumed,
    conditions,
    control,
    demos,
    editing,
    facts,
    fetching,
    files,
    installing,
    languages,
    memory,
    network,
    output,
    serving,
    sleeping,
    tail,
    text,
)
from lifecycle.engine.cri.shell import interpreter
from lifecycle.engine.cri.userland import has_program

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

NOT_FOUND, NOT_EXECUTABLE = 127, 126
LOOKING = frozenset(
    ("[", "cat", "echo", "egrep", "false", "fgrep", "grep", "head", "test", "true", "wc")
)
"""Programs that read files and print, and nothing else: asked again in a container whose
files are still the same, they say the same."""

_TABLE: dict[str, Program] = {}
for _module in (
    assumed, conditions, control, demos, editing, facts, fetching, files, installing, interpreter,
    languages, memory, network, output, serving, sleeping, tail, text,
):  # fmt: skip
    _TABLE.update(_module.PROGRAMS)


def program_named(name: str) -> Program:
    """The program that a process remembers by this name."""
    return _TABLE[name]


def is_known(word: str) -> bool:
    """Whether something is known of a program of that name."""
    return word.rpartition("/")[2] in _TABLE


def find_program(call: "Call") -> tuple[str | None, int]:
    """The program of `call.argv[0]`; or None, and the exit code that a shell gives."""
    word = call.argv[0]
    name = word
    if "/" in word:
        file = call.file(word)
        if file is not None and (file.size or not has_program(call.container.image, word)):
            return (None, NOT_EXECUTABLE) if file.directory else ("script", 0)
        name = word.rpartition("/")[2]
        place = call.place(word)
        if place.tree != call.container.view.layer:
            return (_known(name), 0) if place.tree.startswith("host/") else (None, NOT_FOUND)
    if not has_program(call.container.image, word):
        return None, NOT_FOUND
    return _known(name), 0


def _known(name: str) -> str:
    return name if name in _TABLE else "assumed"
