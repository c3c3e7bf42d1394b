"""Programs over files: touch, rm, mkdir, cp, mv, ls, ln, find, stat and the like."""

from typing import TYPE_CHECKING

from lifecycle.engine.cri.filesystem import (
    DIRECTORY,
    IS_A_DIRECTORY,
    NO_SUCH_FILE,
    File,
    FileError,
    Place,
    clean,
)
from lifecycle.engine.cri.process import Outcome, Program
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.shell.patterns import matches

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

LISTED_AT_MOST = 2000


def _touch(call: "Call") -> Outcome:
    found = options(call.argv[1:], "dtr")
    status = 0
    for name in found.operands:
        place = call.place(name)
        file = call.kernel.files.get(place)
        if file is None and found.has("c"):
            continue
        call.create(place)
        fresh = file or File()
        try:
            changed = File(fresh.text, fresh.mode, fresh.directory, fresh.dropped, call.now)
            call.kernel.files.put(place, changed)
        except FileError as error:
            status = call.complain(f"{name}: {error.args[0]}")
    return status


def _rm(call: "Call") -> Outcome:
    found = options(call.argv[1:])
    whole = found.has("r") or found.has("R")
    status = 0
    for name in found.operands:
        file = call.file(name)
        if file is None:
            if not found.has("f") and "force" not in found.values:
                status = call.complain(f"can't remove '{name}': {NO_SUCH_FILE}")
        elif file.directory and not whole:
            status = call.complain(f"can't remove '{name}': {IS_A_DIRECTORY}")
        else:
            status = _removed(call, name) or status
    return status


def _removed(call: "Call", name: str) -> int:
    place = call.place(name)
    if clean(name, call.cwd) in {m.path for m in call.container.view.mounts}:
        return call.complain(f"can't remove '{name}': Device or resource busy")
    try:
        call.kernel.files.remove(place)
    except FileError as error:
        return call.complain(f"can't remove '{name}': {error.args[0]}")
    return 0


def _mkdir(call: "Call") -> Outcome:
    found = options(call.argv[1:], "m")
    status = 0
    for name in found.operands:
        place = call.place(name)
        present = call.kernel.files.get(place)
        try:
            if present is not None and not (found.has("p") and present.directory):
                raise FileError("File exists")
            if found.has("p"):
                call.kernel.files.make_directories(place)
            elif present is None:
                call.kernel.files.put(place, DIRECTORY)
        except FileError as error:
            status = call.complain(f"can't create directory '{name}': {error.args[0]}")
    return status


def _rmdir(call: "Call") -> Outcome:
    status = 0
    for name in options(call.argv[1:]).operands:
        if call.file(name) is None:
            status = call.complain(f"'{name}': {NO_SUCH_FILE}")
        elif call.names(name):
            status = call.complain(f"'{name}': Directory not empty")
        else:
            status = _removed(call, name) or status
    return status


def _into(call: "Call", name: str, target: str) -> str:
    """Where a file goes: below the target if that is a directory."""
    file = call.file(target)
    if file is not None and file.directory:
        return f"{target.rstrip('/')}/{clean(name, call.cwd).rpartition('/')[2]}"
    return target


def _copy_tree(call: "Call", source: Place, target: Place) -> None:
    """Copy a file, or a directory with all in it."""
    files = call.kernel.files
    file = files.get(source)
    call.create(target)
    if file.directory:
        files.make_directories(target)
        for name in files.names(source)[:LISTED_AT_MOST]:
            below = f"/{name}"
            _copy_tree(
                call,
                Place(source.tree, source.path + below, source.read_only),
                Place(target.tree, target.path + below, target.read_only),
            )
    else:
        files.put(target, File(file.text, file.mode, False, file.dropped, call.now))


def _copy_or_move(call: "Call") -> Outcome:
    move = call.argv[0].rpartition("/")[2] == "mv"
    found = options(call.argv[1:], "tm")
    operands = found.operands
    if len(operands) < 2:
        return call.complain("missing file operand")
    *sources, target = operands
    whole = move or any(found.has(letter) for letter in "raR")
    status = 0
    for name in sources:
        if call.file(name) is None and call.brought(name):
            call.put(name, "")
        file = call.file(name)
        if file is None:
            what = "can't rename" if move else "can't stat"
            status = call.complain(f"{what} '{name}': {NO_SUCH_FILE}")
        elif file.directory and not whole:
            status = call.complain(f"omitting directory '{name}'")
        else:
            status = _carried(call, name, _into(call, name, target), move) or status
    return status


def _carried(call: "Call", name: str, target: str, move: bool) -> int:
    source, goal = call.place(name), call.place(target)
    if name.endswith("/."):
        goal = call.place(target.removesuffix("/."))
    if goal.tree == source.tree and (goal.path + "/").startswith(source.path + "/"):
        return (
            0
            if goal.path == source.path
            else call.complain(f"recursion detected, omitting '{name}'")
        )
    try:
        _copy_tree(call, source, goal)
        if move:
            call.kernel.files.remove(source)
    except FileError as error:
        return call.complain(f"can't create '{target}': {error.args[0]}")
    return 0


def _ln(call: "Call") -> Outcome:
    """A link is a copy: what it leads to is not followed later."""
    operands = options(call.argv[1:]).operands
    if len(operands) == 2 and call.file(operands[0]) is not None:
        target = _into(call, operands[0], operands[1])
        return _carried(call, operands[0], target, False)
    return 0


def _ls(call: "Call") -> Outcome:
    found = options(call.argv[1:], "wTI")
    names = found.operands or ["."]
    status = 0
    files, directories = [], []
    for name in names:
        file = call.file(name) if name != "." else DIRECTORY
        if file is None:
            call.err(f"ls: {name}: {NO_SUCH_FILE}\n")
            status = 1
        elif file.directory and not found.has("d"):
            directories.append(name)
        else:
            files.append((name, file))
    _show(call, files, found.letters)
    for name in directories:
        if len(names) > 1:
            call.out(f"{name}:\n")
        entries = call.names(name)
        if not found.has("a") and not found.has("A"):
            entries = [entry for entry in entries if entry[0] != "."]
        base = name.rstrip("/")
        listed = [(e, call.file(f"{base}/{e}") or DIRECTORY) for e in entries[:LISTED_AT_MOST]]
        if found.has("l"):
            call.out(f"total {4 * len(listed)}\n")
        _show(call, listed, found.letters)
    return status


def _show(call: "Call", entries: list[tuple[str, File]], letters: str) -> None:
    if "l" not in letters:
        call.out("".join(f"{name}\n" for name, _ in entries))
        return
    for name, file in entries:
        kind = "d" if file.directory else "-"
        size = 4096 if file.directory else file.size
        call.out(f"{kind}{_rights(file.mode)}    1 root     root  {size:12} Jan  1 00:00 {name}\n")


def _rights(mode: int) -> str:
    return "".join(
        letter if mode >> (8 - place) & 1 else "-" for place, letter in enumerate("rwxrwxrwx")
    )


def _chmod(call: "Call") -> Outcome:
    found = [word for word in call.argv[1:] if word not in ("-R", "-v", "-f")]
    if len(found) < 2:
        return call.complain("missing operand")
    mode, *names = found
    status = 0
    for name in names:
        place = call.place(name)
        file = call.kernel.files.get(place)
        if file is None:
            status = call.complain(f"{name}: {NO_SUCH_FILE}")
        elif place.path and not place.read_only:
            bits = int(mode, 8) if mode.isdigit() and max(mode) < "8" else file.mode | 0o111
            changed = File(file.text, bits & 0o7777, file.directory, file.dropped, call.now)
            call.kernel.files.put(place, changed)
    return status


def _exists(call: "Call") -> Outcome:
    """chown and chgrp: nobody's files are protected here."""
    status = 0
    for name in options(call.argv[1:]).operands[1:]:
        if call.file(name) is None:
            status = call.complain(f"{name}: {NO_SUCH_FILE}")
    return status


def _stat(call: "Call") -> Outcome:
    found = options(call.argv[1:], "c")
    status = 0
    for name in found.operands:
        file = call.file(name)
        if file is None:
            status = call.complain(f"can't stat '{name}': {NO_SUCH_FILE}")
            continue
        shape = found.values.get("c", "  File: %n\n  Size: %s")
        for code, value in (
            ("%n", name), ("%s", str(file.size)), ("%a", f"{file.mode:o}"), ("%U", "root"),
            ("%F", "directory" if file.directory else "regular file"),
            ("%Y", str(file.changed_ms // 1000)),
        ):  # fmt: skip
            shape = shape.replace(code, value)
        call.out(shape + "\n")
    return status


def _find(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    roots = []
    while words and words[0][0:1] not in ("-", "(", "!"):
        roots.append(words.pop(0))
    tests = dict(zip(words[::2], words[1::2]))
    status = 0
    delete = "-delete" in words
    for root in roots or ["."]:
        if call.file(root) is None and root != ".":
            status = call.complain(f"{root}: {NO_SUCH_FILE}")
            continue
        found = [p for p in _below(call, root, 0) if _chosen(call, p, tests)]
        if delete:
            for path in reversed(found):
                _removed(call, path)
        else:
            call.out("".join(f"{path}\n" for path in found))
    return status


def _below(call: "Call", path: str, depth: int) -> list[str]:
    file = call.file(path) or DIRECTORY
    out = [path]
    if file.directory and depth < 12:
        for name in call.names(path):
            if len(out) > LISTED_AT_MOST:
                break
            out += _below(call, f"{path.rstrip('/')}/{name}", depth + 1)
    return out


def _chosen(call: "Call", path: str, tests: dict[str, str]) -> bool:
    file = call.file(path) or DIRECTORY
    kind = tests.get("-type")
    if kind in ("f", "d") and file.directory != (kind == "d"):
        return False
    name = tests.get("-name")
    return name is None or matches(name, path.rstrip("/").rpartition("/")[2])


def _path(call: "Call") -> Outcome:
    """basename, dirname, realpath and readlink."""
    name = call.argv[0].rpartition("/")[2]
    operands = options(call.argv[1:], "s").operands
    if not operands:
        return call.complain("missing operand")
    path = operands[0]
    if name == "basename":
        text = path.rstrip("/").rpartition("/")[2] or "/"
        if len(operands) > 1 and text != operands[1]:
            text = text.removesuffix(operands[1])
    elif name == "dirname":
        text = path.rstrip("/").rpartition("/")[0] or ("/" if path.startswith("/") else ".")
    else:
        text = clean(path, call.cwd) or "/"
    call.out(text + "\n")
    return 0


def _mktemp(call: "Call") -> Outcome:
    found = options(call.argv[1:], "p")
    share = call.kernel.world.draw("mktemp", *call.key, call.now)
    name = f"/tmp/tmp.{round(share * 36**6):06x}"[:15]
    call.kernel.files.make_directories(call.place("/tmp"))
    call.kernel.files.put(call.place(name), DIRECTORY if found.has("d") else File())
    call.out(name + "\n")
    return 0


def _dd(call: "Call") -> Outcome:
    facts = dict(word.partition("=")[::2] for word in call.argv[1:])
    size = _bytes(facts.get("bs", "512")) * (
        int(facts["count"]) if facts.get("count", "").isdigit() else 1
    )
    target = facts.get("of")
    try:
        text = call.text(facts["if"]) if facts.get("if", "/dev/zero") not in _ENDLESS else ""
        if target and target != "/dev/null":
            place = call.place(target)
            call.create(place)
            dropped = 0 if text else size
            call.kernel.files.put(place, File(text, 0o644, False, dropped, call.now))
    except FileError as error:
        return call.complain(f"can't open '{target or facts.get('if')}': {error.args[0]}")
    call.err(f"{facts.get('count', '0')}+0 records in\n{facts.get('count', '0')}+0 records out\n")
    return 0


_ENDLESS = ("/dev/zero", "/dev/urandom", "/dev/random")
_UNITS = {
    "k": 1 << 10,
    "M": 1 << 20,
    "G": 1 << 30,
    "kB": 1000,
    "MB": 10**6,
    "GB": 10**9,
    "": 1,
    "K": 1 << 10,
}


def _bytes(text: str) -> int:
    digits = "".join(char for char in text if char.isdigit())
    return int(digits[:12] or 1) * _UNITS.get(text[len(digits) :], 1)


def _truncate(call: "Call") -> Outcome:
    found = options(call.argv[1:], "s")
    for name in found.operands:
        call.kernel.files.put(
            call.place(name), File("", dropped=_bytes(found.values.get("s", "0")))
        )
    return 0


def _disk(call: "Call") -> Outcome:
    name = call.argv[0].rpartition("/")[2]
    if name == "du":
        for path in options(call.argv[1:], "d").operands or ["."]:
            call.out(f"{4}\t{path}\n")
    else:
        call.out(
            "Filesystem           1K-blocks      Used Available Use% Mounted on\n"
            "overlay               61255492  21479004  36632556  37% /\n"
        )
    return 0


def _silent(call: "Call") -> Outcome:
    return 0


PROGRAMS = {
    "touch": Program(_touch), "rm": Program(_rm), "unlink": Program(_rm), "mkdir": Program(_mkdir),
    "rmdir": Program(_rmdir), "cp": Program(_copy_or_move), "mv": Program(_copy_or_move),
    "install": Program(_copy_or_move), "ln": Program(_ln), "ls": Program(_ls),
    "chmod": Program(_chmod), "chown": Program(_exists), "chgrp": Program(_exists),
    "stat": Program(_stat), "find": Program(_find), "basename": Program(_path),
    "dirname": Program(_path), "realpath": Program(_path), "readlink": Program(_path),
    "mktemp": Program(_mktemp), "dd": Program(_dd), "truncate": Program(_truncate),
    "df": Program(_disk), "du": Program(_disk), "sync": Program(_silent),
    "mkfifo": Program(_touch), "mknod": Program(_silent), "fsync": Program(_silent),
}  # fmt: skip
