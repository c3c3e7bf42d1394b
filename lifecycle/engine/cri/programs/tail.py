"""`tail`, and following a file that grows: `tail -f`, `tail -F`."""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import NO_SUCH_FILE, File
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.streams import collecting

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _names(call: "Call") -> list[str]:
    words = tuple(w for w in call.argv[1:] if not (w[0:1] in "-+" and w[1:].isdigit()))
    return options(words, "nsc", ("pid", "lines")).operands


def _last(call: "Call", text: str) -> str:
    """The part of a text that is shown at first."""
    found = options(call.argv[1:], "nsc", ("pid", "lines"))
    count = found.values.get("n") or found.values.get("lines") or "10"
    for word in call.argv[1:]:
        if word[0:1] in ("-", "+") and word[1:].isdigit():
            count = word.removeprefix("-")
    if "c" in found.values:
        size = found.values["c"]
        number = int(size.lstrip("+-") or 0) if size.lstrip("+-").isdigit() else 0
        return text[number - 1 :] if size.startswith("+") else text[-number:] if number else ""
    lines = text.splitlines(keepends=True)
    number = int(count.lstrip("+-")) if count.lstrip("+-").isdigit() else 10
    if count.startswith("+"):
        return "".join(lines[max(number - 1, 0) :])
    return "".join(lines[-number:]) if number else ""


def _follows(call: "Call") -> bool:
    found = options(call.argv[1:], "nsc", ("pid", "lines"))
    return found.has("f") or found.has("F") or "follow" in found.values


def _retries(call: "Call") -> bool:
    found = options(call.argv[1:], "nsc", ("pid", "lines"))
    return found.has("F") or "retry" in found.values


def _tail(call: "Call") -> Outcome:
    names = _names(call)
    if not names:
        return _COLLECTED.run(call)
    sizes, status = [], 0
    for name in names:
        if name in ("/dev/null", "/dev/stdout"):
            sizes.append((name, 0))
            continue
        file = call.file(name)
        if file is None or file.directory:
            status = call.complain(f"can't open '{name}': {NO_SUCH_FILE}")
            if _retries(call):
                sizes.append((name, 0))
            continue
        if len(names) > 1:
            call.out(f"==> {name} <==\n")
        call.out(_last(call, file.text))
        sizes.append((name, file.size))
    if not _follows(call):
        return status
    if not sizes:
        call.err("tail: no files\n")
        return 1
    return _follow(call, tuple(sizes))


def _follow(call: "Call", sizes: tuple[tuple[str, int], ...]) -> Outcome:
    places = tuple(call.place(name) for name, _ in sizes if not name.startswith("/dev/"))
    return Blocked(Wait(files=places) if places else FOR_EVER, sizes)


def _resume(call: "Call", state: Any, event: str) -> Outcome:
    if state and isinstance(state[0], str):
        return _COLLECTED.resume(call, state, event)
    sizes = []
    for name, seen in state:
        file = call.file(name) if not name.startswith("/dev/") else None
        if file is None:
            sizes.append((name, 0 if _retries(call) else seen))
            continue
        if file.size < seen:
            seen = 0
        call.out(_grown(file, seen))
        sizes.append((name, file.size))
    if "PIPE" in call.pending:
        call.pending.clear()
        return 141
    return _follow(call, tuple(sizes))


def _grown(file: File, seen: int) -> str:
    """What came after the bytes that were seen."""
    begin = seen - file.dropped
    if begin <= 0:
        return file.text
    if file.text.isascii():
        return file.text[begin:]
    return file.text.encode(errors="replace")[begin:].decode(errors="replace")


def _collected(call: "Call", text: str) -> int:
    call.out(_last(call, text))
    return 0


_COLLECTED = collecting(lambda call: [], _collected)
PROGRAMS = {"tail": Program(_tail, _resume)}
