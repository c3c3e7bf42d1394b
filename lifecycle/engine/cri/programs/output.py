"""Programs that only print: echo, printf, seq, yes."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.shell.scanner import ansi_escape

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

LONGEST_OUTPUT = 1 << 18
_DIRECTIVE = re.compile(r"%(%|([-+ #0]*)(\*|\d{1,4})?(?:\.(\*|\d{0,3}))?([a-zA-Z]))")


def _echo(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    newline, escapes = True, False
    while words and re.fullmatch(r"-[neE]+", words[0]):
        for letter in words.pop(0)[1:]:
            newline = newline and letter != "n"
            escapes = {"e": True, "E": False}.get(letter, escapes)
    text = " ".join(words)
    if escapes and "\\" in text:
        text, stopped = unescaped(text)
        newline = newline and not stopped
    call.out(text + "\n" if newline else text)
    return 0


def unescaped(text: str) -> tuple[str, bool]:
    """The text with its backslash escapes; and whether `\\c` cut it short."""
    out: list[str] = []
    at = 0
    while (found := text.find("\\", at)) >= 0:
        out.append(text[at:found])
        if text[found + 1 : found + 2] == "c":
            return "".join(out), True
        start = found + 1
        if text[start : start + 1] == "0" and text[start + 1 : start + 2] in "01234567":
            start += 1
        piece, length = ansi_escape(text, start)
        out.append(piece)
        at = start + length
    out.append(text[at:])
    return "".join(out), False


def _printf(call: "Call") -> Outcome:
    words = call.argv[1:]
    if words and words[0] == "--":
        words = words[1:]
    if not words:
        call.err("printf: usage: printf format [arguments]\n")
        return 2
    template, arguments = words[0], list(words[1:])
    out: list[str] = []
    status = 0
    while True:
        before = len(arguments)
        text, bad = _formatted(template, arguments)
        out.append(text)
        status = status or bad
        if not arguments or len(arguments) == before or sum(map(len, out)) > LONGEST_OUTPUT:
            break
    call.out("".join(out))
    return status


def _formatted(template: str, arguments: list[str]) -> tuple[str, int]:
    """The template once, taking its arguments off the list."""
    out: list[str] = []
    at = status = 0
    for match in _DIRECTIVE.finditer(template):
        out.append(unescaped(template[at : match.start()])[0])
        at = match.end()
        if match[1] == "%":
            out.append("%")
            continue
        text, bad = _converted(match, arguments)
        out.append(text)
        status = status or bad
    out.append(unescaped(template[at:])[0])
    return "".join(out), status


def _converted(match: re.Match[str], arguments: list[str]) -> tuple[str, int]:
    flags, width, precision, kind = match[2], match[3], match[4], match[5]
    if width == "*":
        width = arguments.pop(0) if arguments else ""
    word = arguments.pop(0) if arguments else None
    size = int(width) if width and width.lstrip("-").isdigit() else 0
    if kind in "sbc":
        text = word or ""
        if kind == "b":
            text = unescaped(text)[0]
        if kind == "c":
            text = text[:1]
        if precision:
            text = text[: int(precision or 0)]
        return (text.ljust(size) if "-" in flags else text.rjust(size)), 0
    value, bad = _number(word or "0")
    try:
        shape = (
            f"%{flags}{size or ''}{'.' + precision if precision else ''}{kind.replace('i', 'd')}"
        )
        return shape % (float(value) if kind in "eEfFgG" else int(value)), bad
    except (ValueError, TypeError):
        return "", 1


def _number(word: str) -> tuple[float | int, int]:
    if word[:1] in ("'", '"'):
        return (ord(word[1]) if word[1:] else 0), 0
    try:
        return int(word[:40], 0), 0
    except ValueError:
        pass
    try:
        return float(word[:40]), 0
    except ValueError:
        return 0, 1


def _seq(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    separator, width = "\n", False
    while words and words[0][:1] == "-" and not words[0][1:2].isdigit():
        option = words.pop(0)
        if option == "-s" and words:
            separator = words.pop(0)
        width = width or option == "-w"
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return call.complain(f"invalid number '{words[0]}'")
    if not 1 <= len(numbers) <= 3:
        return call.complain("missing operand")
    first, step, last = (1.0, 1.0, *numbers) if len(numbers) == 1 else (
        (numbers[0], 1.0, numbers[1]) if len(numbers) == 2 else tuple(numbers)
    )  # fmt: skip
    if not step:
        return call.complain("invalid Zero increment value")
    whole = all(number.is_integer() for number in (first, step))
    count = max(0, int((last - first) / step) + 1) if abs(last) < 1e15 else 0
    values = [first + step * index for index in range(min(count, 20_000))]
    texts = [str(int(value)) if whole else f"{value:.{_places(words)}f}" for value in values]
    if width and texts:
        size = max(len(text) for text in texts)
        texts = [text.zfill(size) for text in texts]
    if texts:
        call.out(separator.join(texts) + "\n")
    return 0


def _places(words: list[str]) -> int:
    return max(len(word.partition(".")[2]) for word in words)


def _yes(call: "Call") -> Outcome:
    line = " ".join(call.argv[1:]) or "y"
    call.out((line + "\n") * 64)
    target = call.fds.get(1, ("null",))
    if target[0] == "pipe":
        if call.pending:
            return 141
        if call.kernel.pipes.full(target[1]):
            return Blocked(Wait(room=target[1]))
    return Blocked(call.kernel.pause(call))


def _yes_again(call: "Call", state: Any, event: str) -> Outcome:
    return _yes(call)


PROGRAMS = {
    "echo": Program(_echo),
    "printf": Program(_printf),
    "seq": Program(_seq),
    "yes": Program(_yes, _yes_again),
}
