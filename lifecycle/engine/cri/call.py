"""A process while it is being stepped: what a program sees of its surroundings.

A `Call` lives from one moment's beginning to its end and is then frozen into a `Process`
or gone. The shell makes further calls for the programs that it runs within itself.
"""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import (
    IS_A_DIRECTORY,
    NO_SUCH_FILE,
    File,
    FileError,
    Place,
    appended,
    clean,
)
from lifecycle.engine.cri.process import FOR_EVER, Key, Program, Target
from lifecycle.engine.cri.userland import has_program

if TYPE_CHECKING:
    from lifecycle.engine.cri.container import Container
    from lifecycle.engine.cri.processes import Processes

NULL: Target = ("null",)


class OutOfMemory(Exception):
    """The container's memory limit is passed; the kernel kills the process."""


class Call:
    """One program at work. `pending` holds the signals that came while it ran, `wait` what
    it waited for before it was woken."""

    __slots__ = (
        "argv", "container", "cwd", "env", "errand", "fds", "kernel", "key", "memory",
        "parent", "pending", "pipes", "wait",
    )  # fmt: skip

    def __init__(
        self,
        kernel: "Processes",
        container: "Container",
        key: Key,
        argv: tuple[str, ...],
        env: dict[str, str],
        cwd: str,
        fds: dict[int, Target],
        errand: str,
        parent: int = 0,
    ) -> None:
        self.kernel, self.container, self.key, self.argv = kernel, container, key, argv
        self.env, self.cwd, self.fds, self.errand, self.parent = env, cwd, fds, errand, parent
        self.pending: list[str] = []
        self.pipes: tuple[int, ...] = ()
        self.memory = 0
        self.wait = FOR_EVER

    def within(
        self, argv: tuple[str, ...], env: dict[str, str], cwd: str, fds: dict[int, Target]
    ) -> "Call":
        """The same process running another program inside itself."""
        call = Call(
            self.kernel, self.container, self.key, argv, env, cwd, fds, self.errand, self.parent
        )
        call.pending, call.memory = self.pending, self.memory
        return call

    @property
    def now(self) -> int:
        """The time in milliseconds."""
        return self.kernel.world.now

    # Streams

    def out(self, text: str) -> None:
        """Write to standard output."""
        self.kernel.write(self, self.fds.get(1, NULL), text)

    def err(self, text: str) -> None:
        """Write to standard error."""
        self.kernel.write(self, self.fds.get(2, NULL), text)

    def complain(self, text: str) -> int:
        """Say what went wrong as the program does, and return exit code 1."""
        self.err(f"{self.argv[0].rpartition('/')[2]}: {text}\n")
        return 1

    # Files

    def place(self, path: str) -> Place:
        """Where a path leads in this container."""
        return self.container.view.place(clean(path, self.cwd))

    def file(self, path: str) -> File | None:
        """The file or directory at the path, or None."""
        return self.kernel.files.get(self.place(path))

    def text(self, path: str) -> str:
        """What the file holds; raises FileError."""
        if special := _DEVICES.get(path):
            return special
        file = self.file(path)
        if file is None:
            raise FileError(NO_SUCH_FILE)
        if file.directory:
            raise FileError(IS_A_DIRECTORY)
        return file.text

    def put(self, path: str, text: str, *, append: bool = False) -> None:
        """Write the text as the file, or at its end; raises FileError."""
        place = self.place(path)
        self.create(place)
        files = self.kernel.files
        file = files.get(place)
        if file is not None and file.directory:
            raise FileError(IS_A_DIRECTORY)
        if append and file is not None:
            files.put(place, appended(file, text, self.now))
        else:
            files.put(place, appended(File(mode=file.mode if file else 0o644), text, self.now))

    def create(self, place: Place) -> None:
        """Make room for a file there where nobody knows the image's directories."""
        view = self.container.view
        if view.open_ended and place.tree == view.layer and not place.read_only:
            self.kernel.files.make_directories(Place(place.tree, place.path.rpartition("/")[0]))

    def brought(self, path: str) -> bool:
        """Whether the file may be one that came with an image that nobody knows."""
        view, place = self.container.view, self.place(path)
        own = view.open_ended and place.tree == view.layer
        return own and place.path.split("/")[1:2] not in (["tmp"], ["run"], ["dev"])

    def names(self, path: str) -> list[str]:
        """The names in a directory, mount points included."""
        where = clean(path, self.cwd)
        view = self.container.view
        names = self.kernel.files.names(view.place(where))
        points = view.mount_points(where)
        return sorted({*names, *points}) if points else names

    # Programs

    def find_program(self) -> tuple[str | None, int]:
        """The program of `argv[0]`; or None, and the exit code that a shell gives."""
        return self.kernel.find_program(self)

    def program_named(self, name: str) -> Program:
        """The program of that name."""
        return self.kernel.program_named(name)

    def has_program(self, word: str) -> bool:
        """Whether the image holds the program."""
        return has_program(self.container.image, word)

    # Memory

    def use_memory(self, size: int) -> None:
        """Hold so many bytes from now on; raises OutOfMemory beyond the limit."""
        self.memory = size
        self.kernel.charge(self)


_DEVICES: dict[str, Any] = {"/dev/zero": "\0", "/dev/random": "~", "/dev/urandom": "~"}
