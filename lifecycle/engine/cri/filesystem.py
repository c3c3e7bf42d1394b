"""What processes read and write: trees of files, seen through a container's mounts.

A tree is one file system of the node: a container's writable layer, a volume, the host's
own disk. Trees live in the table "files", each an immutable mapping from path to `File`;
writing puts the next mapping in its place. A container's layer is lost with the container,
a volume's tree with the Pod, the host's never.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World

KEPT_TEXT = 1 << 16
"""Of a file that grows beyond twice this, only the last so many characters are kept."""

NO_SUCH_FILE = "No such file or directory"
IS_A_DIRECTORY = "Is a directory"
NOT_A_DIRECTORY = "Not a directory"
READ_ONLY = "Read-only file system"


class File(msgspec.Struct, frozen=True):
    """A file or directory; `dropped` counts the bytes before `text` that are not kept."""

    text: str = ""
    mode: int = 0o644
    directory: bool = False
    dropped: int = 0
    changed_ms: Millis = 0

    @property
    def size(self) -> int:
        """How many bytes the file holds."""
        text = self.text
        return self.dropped + (len(text) if text.isascii() else len(text.encode(errors="replace")))


DIRECTORY = File(mode=0o755, directory=True)


class Mount(msgspec.Struct, frozen=True):
    """A tree, or the part of it below `sub_path`, seen at `path` in a container.

    `file` says that one single file is mounted (a subPath that names a file).
    """

    path: str
    tree: str
    sub_path: str = ""
    read_only: bool = False
    file: bool = False


class Place(NamedTuple):
    """Where a path leads: a tree, and the path in that tree ("" is the tree's root)."""

    tree: str
    path: str
    read_only: bool = False


class FileError(Exception):
    """A file operation failed; the argument is what strerror(3) would say."""


def clean(path: str, cwd: str = "/") -> str:
    """The absolute path without ".", ".." and doubled slashes; the root is ""."""
    if not path.startswith("/"):
        path = f"{cwd}/{path}"
    if "//" not in path and "/." not in path and path[-1] != "/":
        return path
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def parent(path: str) -> str:
    """The directory that holds a clean path."""
    return path.rpartition("/")[0]


class Files:
    """All trees of the world; paths in them are clean and begin with a slash."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._trees: dict[str, Mapping[str, File]] = world.table("files")
        # Only to be faster: a tree that is the same object has the same listings.
        self._listings: dict[str, tuple[Mapping[str, File], dict[str, list[str]]]] = {}
        self._changes: dict[str, int] = world.table("file-changes")
        self._watchers: dict[tuple[str, str], tuple[Callback, ...]] = world.table("file-watchers")

    # Trees

    def plant(self, tree: str, files: Mapping[str, File] | None = None) -> None:
        """Make a tree with these files if there is none of that name."""
        if tree not in self._trees:
            self._set(tree, files if files is not None else {})

    def replace(self, tree: str, texts: Mapping[str, str], mode: int = 0o644) -> None:
        """Make the tree hold exactly these texts by path, as volume plugins write them."""
        now = self._world.now
        files: dict[str, File] = {}
        for path, text in texts.items():
            path = clean(path)
            for above in _directories_above(path):
                files.setdefault(above, DIRECTORY)
            files[path] = File(text, mode, changed_ms=now)
        self._set(tree, files)
        for path in texts:
            self._touch(Place(tree, clean(path)))

    def fell(self, tree: str) -> None:
        """Drop the tree with all its files."""
        self._trees.pop(tree, None)
        self._listings.pop(tree, None)
        self._changes["all"] = self.changes + 1

    def usage(self, tree: str) -> int:
        """How many bytes the tree's files hold."""
        return sum(f.size for f in self._trees.get(tree, {}).values() if not f.directory)

    @property
    def changes(self) -> int:
        """How often any tree has changed: as long as it is the same number, none has."""
        return self._changes.get("all", 0)

    def _set(self, tree: str, files: Mapping[str, File]) -> None:
        self._trees[tree] = files
        self._changes["all"] = self.changes + 1

    # Files of a tree

    def get(self, place: Place) -> File | None:
        """The file or directory there, or None."""
        if not place.path:
            return DIRECTORY
        return self._trees.get(place.tree, {}).get(place.path)

    def put(self, place: Place, file: File) -> None:
        """Put the file there; its directory must exist."""
        if place.read_only:
            raise FileError(READ_ONLY)
        tree = self._trees.get(place.tree, {})
        above = parent(place.path)
        if above:
            holder = tree.get(above)
            if holder is None:
                raise FileError(NO_SUCH_FILE)
            if not holder.directory:
                raise FileError(NOT_A_DIRECTORY)
        self._set(place.tree, {**tree, place.path: file})
        self._touch(place)

    def make_directories(self, place: Place) -> None:
        """Make the directory and those above it, as `mkdir -p` does."""
        if place.read_only:
            raise FileError(READ_ONLY)
        tree = self._trees.get(place.tree, {})
        missing = {
            path: DIRECTORY
            for path in (*_directories_above(place.path), place.path)
            if path and path not in tree
        }
        if missing:
            self._set(place.tree, {**tree, **missing})

    def remove(self, place: Place) -> None:
        """Remove the file, or the directory with all that is in it."""
        if place.read_only:
            raise FileError(READ_ONLY)
        below = place.path + "/"
        tree = self._trees.get(place.tree, {})
        left = {
            path: file
            for path, file in tree.items()
            if path != place.path and not path.startswith(below)
        }
        self._set(place.tree, left)
        self._touch(place)

    def names(self, place: Place) -> list[str]:
        """The names in the directory, sorted."""
        tree = self._trees.get(place.tree)
        if tree is None:
            return []
        listed = self._listings.get(place.tree)
        if listed is None or listed[0] is not tree:
            listed = self._listings[place.tree] = (tree, _listing(tree))
        return listed[1].get(place.path, [])

    def seen_by(self, view: "View") -> tuple[Mapping[str, File] | None, ...]:
        """All trees of the view as they are now; they stay equal as long as no file changes."""
        trees = self._trees
        if not view.mounts:
            return (trees.get(view.layer),)
        return (trees.get(view.layer), *[trees.get(mount.tree) for mount in view.mounts])

    # Those who follow a file's growth

    def watch(self, place: Place, then: Callback) -> None:
        """Call as soon as the file changes."""
        key = (place.tree, place.path)
        present = self._watchers.get(key, ())
        if then not in present:
            self._watchers[key] = (*present, then)

    def unwatch(self, place: Place, then: Callback) -> None:
        """Call no more."""
        key = (place.tree, place.path)
        rest = tuple(other for other in self._watchers.get(key, ()) if other != then)
        if rest:
            self._watchers[key] = rest
        else:
            self._watchers.pop(key, None)

    def _touch(self, place: Place) -> None:
        for then in self._watchers.get((place.tree, place.path), ()):
            self._world.call(then)


class View(msgspec.Struct, frozen=True):
    """The files as one container sees them: its own layer, and what is mounted over it.

    `open_ended` says that nobody knows the image's directories: each that is written to
    is then taken to exist.
    """

    layer: str
    mounts: tuple[Mount, ...] = ()
    read_only: bool = False
    open_ended: bool = False

    def place(self, path: str) -> Place:
        """Where a clean path leads; the longest mount that covers it decides."""
        for mount in self.mounts:
            at = mount.path
            if path.startswith(at) and (len(path) == len(at) or path[len(at)] == "/"):
                return Place(mount.tree, mount.sub_path + path[len(at) :], mount.read_only)
        return Place(self.layer, path, self.read_only)

    def mount_points(self, directory: str) -> list[str]:
        """The names right below the directory at which something is mounted."""
        below = directory + "/"
        names = (m.path[len(below) :] for m in self.mounts if m.path.startswith(below))
        return sorted({name.partition("/")[0] for name in names})


def view(layer: str, mounts: Iterable[Mount], *, read_only: bool, open_ended: bool) -> View:
    """A container's view of files; of mounts that cover each other the deeper one wins."""
    cleaned = [msgspec.structs.replace(m, path=clean(m.path)) for m in mounts]
    deepest_first = sorted(cleaned, key=lambda m: (-len(m.path), m.path))
    return View(layer, tuple(deepest_first), read_only, open_ended)


def appended(file: File, text: str, now: Millis) -> File:
    """The file with the text added at its end; of long files only the end is kept."""
    whole, dropped = file.text + text, file.dropped
    if len(whole) > 2 * KEPT_TEXT:
        dropped += len(whole[:-KEPT_TEXT].encode(errors="replace"))
        whole = whole[-KEPT_TEXT:]
    return File(whole, file.mode, False, dropped, now)


def _directories_above(path: str) -> list[str]:
    parts = path.split("/")[1:-1]
    return ["/" + "/".join(parts[: i + 1]) for i in range(len(parts))]


def _listing(tree: Mapping[str, File]) -> dict[str, list[str]]:
    """The sorted names in each directory of the tree."""
    names: dict[str, list[str]] = {}
    for path in sorted(tree):
        above, _, name = path.rpartition("/")
        if name:
            names.setdefault(above, []).append(name)
    return names
