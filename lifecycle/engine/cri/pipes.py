"""Pipes: text between processes, and text that a process was given to read."""

from collections.abc import Callable

import msgspec

from lifecycle.engine.cri.process import PIPE_HOLDS, PIPE_ROOM, Key, Pipe, Target
from lifecycle.engine.kernel.world import World


class Pipes:
    """All pipes of a node by number; `ready` is told who may go on."""

    def __init__(self, world: World, node: str, ready: Callable[[Key], None]) -> None:
        self._table: dict[int, Pipe] = world.table(f"pipes/{node}")
        self._last: dict[str, int] = world.table(f"pipe-numbers/{node}")
        self._ready = ready

    def open(self, text: str = "", *, readers: int = 1, roomy: bool = False) -> int:
        """A new pipe that holds this text; without writers it is just the text to read."""
        number = self._last["last"] = self._last.get("last", 0) + 1
        self._table[number] = Pipe(text, readers=readers, roomy=roomy)
        return number

    def hold(self, fds: dict[int, Target]) -> tuple[int, ...]:
        """Count a new process as reader and writer of the pipes among its descriptors."""
        source = fds.get(0)
        if source is not None and source[0] == "pipe" and (pipe := self._table.get(source[1])):
            self._table[source[1]] = msgspec.structs.replace(pipe, readers=pipe.readers + 1)
        held = tuple(
            sorted({t[1] for fd, t in fds.items() if fd and t[0] == "pipe" and t[1] in self._table})
        )
        for number in held:
            pipe = self._table[number]
            self._table[number] = msgspec.structs.replace(pipe, writers=pipe.writers + 1)
        return held

    def release(self, held: tuple[int, ...], fds: dict[int, Target]) -> None:
        """A process has ended: its pipes lose a writer, and perhaps their reader."""
        for number in held:
            self._lose_writer(number)
        source = fds.get(0)
        if source is not None and source[0] == "pipe":
            self.close(source[1])

    def _lose_writer(self, number: int) -> None:
        pipe = self._table.get(number)
        if pipe is None:
            return
        pipe = msgspec.structs.replace(pipe, writers=pipe.writers - 1)
        self._table[number] = pipe
        if pipe.writers <= 0 and pipe.reader is not None:
            self._ready(pipe.reader)

    def close(self, number: int) -> None:
        """One reader less; without any the pipe is gone."""
        pipe = self._table.get(number)
        if pipe is None:
            return
        if pipe.readers > 1:
            self._table[number] = msgspec.structs.replace(pipe, readers=pipe.readers - 1)
            return
        del self._table[number]
        for key in pipe.stuck:
            self._ready(key)

    def write(self, number: int, text: str) -> bool:
        """Add text; False when nobody can read it."""
        pipe = self._table.get(number)
        if pipe is None:
            return False
        whole = (pipe.text + text)[:PIPE_HOLDS]
        self._table[number] = msgspec.structs.replace(pipe, text=whole, reader=None)
        if pipe.reader is not None:
            self._ready(pipe.reader)
        return True

    def full(self, number: int) -> bool:
        """Whether a writer had better wait."""
        pipe = self._table.get(number)
        return pipe is not None and not pipe.roomy and len(pipe.text) > PIPE_ROOM

    def peek(self, number: int) -> tuple[str, bool]:
        """The unread text, and whether nothing can follow it."""
        pipe = self._table.get(number)
        return (pipe.text, pipe.writers <= 0) if pipe is not None else ("", True)

    def take(self, number: int, length: int | None = None) -> tuple[str, bool]:
        """Read so many characters, or all; and whether nothing can follow."""
        pipe = self._table.get(number)
        if pipe is None:
            return "", True
        text = pipe.text if length is None else pipe.text[:length]
        self._table[number] = msgspec.structs.replace(pipe, text=pipe.text[len(text) :], stuck=())
        for key in pipe.stuck:
            self._ready(key)
        return text, pipe.writers <= 0 and len(text) == len(pipe.text)

    def await_text(self, number: int, key: Key) -> None:
        """Tell this reader when text or the end comes."""
        if pipe := self._table.get(number):
            self._table[number] = msgspec.structs.replace(pipe, reader=key)

    def await_room(self, number: int, key: Key) -> None:
        """Tell this writer when the pipe was read."""
        if pipe := self._table.get(number):
            self._table[number] = msgspec.structs.replace(pipe, stuck=(*pipe.stuck, key))
