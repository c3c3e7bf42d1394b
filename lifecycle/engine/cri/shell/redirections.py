"""`<`, `>`, `>>`, `2>&1`, here-documents: from words to what descriptors lead to."""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import (
    IS_A_DIRECTORY,
    NO_SUCH_FILE,
    File,
    FileError,
)
from lifecycle.engine.cri.process import NULL_INPUT, Target
from lifecycle.engine.cri.shell.expander import text_of
from lifecycle.engine.cri.shell.syntax import Redirect

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine

_LOGS = {
    "/proc/1/fd/1": ("log", "stdout"), "/proc/1/fd/2": ("log", "stderr"),
}  # fmt: skip
_OWN = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}


class _Redirecting:
    """The descriptors as they become, one redirection after the other."""

    def __init__(self, m: "Machine") -> None:
        self.m = m
        self.fds: dict[int, Target] = dict(m.fds)
        self.opened: list[int] = []

    def apply(self, redirect: Redirect) -> None:
        fd, operator, word = redirect
        text = text_of(self.m, word)
        if operator in ("<<", "<<<"):
            self.fds[fd] = self.source(text + "\n" if operator == "<<<" else text)
        elif operator in ("<&", ">&") and (text.isdigit() or text == "-"):
            self.duplicate(fd, text)
        elif operator == "<" or operator == "<>":
            self.fds[fd] = self.input(text)
        else:
            append = operator.endswith(">>")
            self.fds[fd] = target = self.output(text, append)
            if operator in ("&>", "&>>", ">&"):
                self.fds[1] = self.fds[2] = target

    def duplicate(self, fd: int, text: str) -> None:
        if text == "-":
            self.fds[fd] = NULL_INPUT
        elif int(text) in self.fds:
            self.fds[fd] = self.fds[int(text)]
        else:
            raise FileError(f"{text}: Bad file descriptor")

    def source(self, text: str) -> Target:
        number = self.m.call.kernel.pipes.open(text)
        self.opened.append(number)
        return ("pipe", number)

    def input(self, path: str) -> Target:
        if path in _OWN:
            return self.fds.get(_OWN[path], NULL_INPUT)
        if path in ("/dev/null", "/dev/tty"):
            return NULL_INPUT
        try:
            return self.source(self.m.call.text(path))
        except FileError as error:
            if error.args[0] == NO_SUCH_FILE:
                raise FileError(f"can't open {path}: no such file") from None
            raise FileError(f"can't open {path}: {error.args[0]}") from None

    def output(self, path: str, append: bool) -> Target:
        special = path.replace("/proc/self/fd/", "/dev/fd/").replace("/dev/fd/", "/dev/fd/")
        if path in _OWN or special in ("/dev/fd/1", "/dev/fd/2"):
            return self.fds.get(_OWN.get(path, int(special[-1]) if special[-1].isdigit() else 1))
        if path in _LOGS:
            return _LOGS[path]
        if path in ("/dev/null", "/dev/tty", "/dev/full"):
            return NULL_INPUT
        if not path:
            raise FileError("can't create : nonexistent directory")
        return self.file(path, append)

    def file(self, path: str, append: bool) -> Target:
        call = self.m.call
        place = call.place(path)
        call.create(place)
        files = call.kernel.files
        present = files.get(place)
        if present is not None and present.directory:
            raise FileError(f"can't create {path}: {IS_A_DIRECTORY}")
        try:
            if present is None or not append or place.read_only:
                mode = present.mode if present is not None else 0o644
                files.put(place, File("", mode, changed_ms=call.now))
        except FileError as error:
            why = error.args[0]
            if why == NO_SUCH_FILE:
                why = "nonexistent directory"
            raise FileError(f"can't create {path}: {why}") from None
        return ("file", place.tree, place.path)


def redirect(
    m: "Machine", redirects: tuple[Redirect, ...]
) -> tuple[dict[int, Any], tuple[int, ...], str]:
    """The new descriptors, the texts opened for reading, and what went wrong."""
    work = _Redirecting(m)
    try:
        for item in redirects:
            work.apply(item)
    except FileError as error:
        m.close(tuple(work.opened))
        return m.fds, (), error.args[0]
    return work.fds, tuple(work.opened), ""
