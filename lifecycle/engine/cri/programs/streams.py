"""Programs between pipes: how they read files or their input, all of it or as it comes.

A streaming program takes complete lines as they arrive, and remembers something between
them; a collecting one waits for the end of its input.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import FileError
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

Feed = Callable[["Call", Any, str], Any]
Finish = Callable[["Call", Any], int]


class Stop(Exception):
    """The program has seen enough; the argument is its exit code."""


def streaming(
    operands: Callable[["Call"], Sequence[str]], begin: Any, feed: Feed, finish: Finish,
    *, lines: bool = True,
) -> Program:  # fmt: skip
    """A program that feeds text through `feed`, which answers what it remembers."""

    def run(call: "Call") -> Outcome:
        names = operands(call)
        if not names or tuple(names) == ("-",):
            return resume(call, ("", begin), "start")
        memory, status = begin, 0
        try:
            for name in names:
                try:
                    memory = feed(call, memory, call.text(name))
                except FileError as error:
                    status = call.complain(f"can't open '{name}': {error.args[0]}")
            return finish(call, memory) or status
        except Stop as stop:
            return stop.args[0]

    def resume(call: "Call", state: Any, event: str) -> Outcome:
        carried, memory = state
        source = call.fds.get(0, ("null",))
        try:
            if source[0] == "stdin":
                return Blocked(FOR_EVER, state)
            text, ended = _taken(call, source)
            text = carried + text
            carried = ""
            if lines and not ended:
                text, carried = _complete(text)
            if text:
                memory = feed(call, memory, text)
            if ended:
                return finish(call, memory)
            if _closed(call):
                return 141
            return Blocked(Wait(pipe=source[1]), (carried, memory))
        except Stop as stop:
            return stop.args[0]

    return Program(run, resume)


def collecting(
    operands: Callable[["Call"], Sequence[str]], work: Callable[["Call", str], int]
) -> Program:
    """A program that needs the whole text before it does anything."""

    def feed(call: "Call", memory: str, text: str) -> str:
        return (memory + text)[:1_000_000]

    return streaming(operands, "", feed, work, lines=False)


def _taken(call: "Call", source: tuple) -> tuple[str, bool]:
    return call.kernel.pipes.take(source[1]) if source[0] == "pipe" else ("", True)


def _complete(text: str) -> tuple[str, str]:
    """The complete lines, and the beginning of the next."""
    end = text.rfind("\n") + 1
    return text[:end], text[end:]


def _closed(call: "Call") -> bool:
    """Whether nobody reads what the program writes any more."""
    if "PIPE" in call.pending:
        call.pending.clear()
        return True
    return False


def lines_of(text: str) -> list[str]:
    """The lines without their newlines."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines
