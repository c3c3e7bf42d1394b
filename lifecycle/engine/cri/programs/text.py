"""cat, head, tail, grep, cut, tr, wc, sort, uniq, tee and other programs over lines."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import FileError
from lifecycle.engine.cri.process import Program
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.streams import Stop, collecting, lines_of, streaming
from lifecycle.engine.cri.regular import BadExpression, bounded, compiled, search

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _operands(valued: str = ""):
    return lambda call: options(call.argv[1:], valued).operands


def _nothing(call: "Call", memory: Any) -> int:
    return 0


def _copy(call: "Call", memory: Any, text: str) -> Any:
    if options(call.argv[1:]).has("n"):
        numbered = enumerate(lines_of(text), memory + 1)
        call.out("".join(f"{n:6}\t{line}\n" for n, line in numbered))
        return memory + len(lines_of(text))
    call.out(text)
    return memory


# grep


def _patterns(call: "Call") -> tuple[str, list[str]]:
    """The expression, and the files, of a grep."""
    found = options(call.argv[1:], "emABC")
    operands = found.operands
    if "e" in found.values:
        return found.values["e"], operands
    return (operands[0], operands[1:]) if operands else ("", [])


def _grep(call: "Call", memory: tuple[int, int], text: str) -> tuple[int, int]:
    found = options(call.argv[1:], "emABC")
    name = call.argv[0].rpartition("/")[2]
    expression, _ = _patterns(call)
    if found.has("F") or name == "fgrep":
        expression = re.escape(expression)
    basic = not (found.has("E") or found.has("F") or found.has("P") or name != "grep")
    try:
        pattern = compiled(expression, basic, found.has("i"))
    except BadExpression:
        call.err(f"grep: bad regex '{expression}'\n")
        raise Stop(2) from None
    seen, matched = memory
    most = int(found.values["m"]) if found.values.get("m", "").isdigit() else None
    for line in lines_of(text):
        seen += 1
        match = search(pattern, line)
        if found.has("w") and match:
            match = re.search(rf"\b(?:{pattern.pattern})\b", bounded(pattern, line))
        if found.has("x") and match:
            match = pattern.fullmatch(bounded(pattern, line))
        if bool(match) == found.has("v"):
            continue
        matched += 1
        if found.has("q"):
            raise Stop(0)
        _show_match(call, found.letters, line, match, seen)
        if most is not None and matched >= most:
            raise Stop(0)
    return seen, matched


def _show_match(
    call: "Call", letters: str, line: str, match: re.Match[str] | None, number: int
) -> None:
    if "c" in letters or "l" in letters:
        return
    text = match[0] if "o" in letters and match else line
    call.out(f"{number}:{text}\n" if "n" in letters else f"{text}\n")


def _grep_end(call: "Call", memory: tuple[int, int]) -> int:
    found = options(call.argv[1:], "emABC")
    if found.has("c"):
        call.out(f"{memory[1]}\n")
    if found.has("l") and memory[1]:
        call.out("".join(f"{name}\n" for name in _patterns(call)[1]))
    return 0 if memory[1] else 1


# cut, tr, rev


def _ranges(text: str) -> list[tuple[int, int]]:
    out = []
    for item in text.split(","):
        first, dash, last = item.partition("-")
        low = int(first) if first.isdigit() else 1
        high = int(last) if last.isdigit() else (10**9 if dash else low)
        out.append((low, high))
    return out


def _cut(call: "Call", memory: Any, text: str) -> Any:
    found = options(call.argv[1:], "dfcb")
    separator = found.values.get("d", "\t")
    out = []
    for line in lines_of(text):
        if "f" in found.values:
            if separator not in line:
                out += [] if found.has("s") else [line]
                continue
            fields = line.split(separator)
            wanted = _ranges(found.values["f"])
            chosen = [f for n, f in enumerate(fields, 1) if any(a <= n <= b for a, b in wanted)]
            out.append(separator.join(chosen))
        else:
            wanted = _ranges(found.values.get("c") or found.values.get("b") or "1-")
            chosen = [c for n, c in enumerate(line, 1) if any(a <= n <= b for a, b in wanted)]
            out.append("".join(chosen))
    call.out("".join(f"{line}\n" for line in out))
    return memory


_SETS = {
    "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
    "[:digit:]": "0123456789", "[:space:]": " \t\n\r\v\f",
    "[:punct:]": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
}  # fmt: skip


def _set(text: str) -> str:
    for name, characters in _SETS.items():
        text = text.replace(name, characters)
    text = text.replace("[:alpha:]", _SETS["[:upper:]"] + _SETS["[:lower:]"])
    text = text.replace("[:alnum:]", "a-zA-Z0-9")
    text = re.sub(r"\\([ntr\\])", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m[1], "\\"), text)
    text = re.sub(
        r"\\(\d{1,3})", lambda m: chr(int(m[1], 8) & 255) if max(m[1]) < "8" else "", text
    )

    def spread(match: re.Match[str]) -> str:
        low, high = ord(match[1]), ord(match[2])
        return "".join(map(chr, range(low, min(high, low + 255) + 1)))

    return re.sub(r"(.)-(.)", spread, text, flags=re.DOTALL)


def _tr(call: "Call", memory: Any, text: str) -> Any:
    found = options(call.argv[1:])
    sets = [_set(word) for word in found.operands]
    first = sets[0] if sets else ""
    if found.has("c") or found.has("C"):
        first = "".join(dict.fromkeys(c for c in text if c not in first))
    if found.has("d"):
        text = "".join(char for char in text if char not in first)
    elif len(sets) > 1 and sets[1]:
        second = sets[1] + sets[1][-1] * max(0, len(first) - len(sets[1]))
        text = text.translate(
            {ord(a): b for a, b in zip(reversed(first), reversed(second[: len(first)]))}
        )
    if found.has("s"):
        squeezed = sets[-1] if sets else ""
        text = "".join(
            char for place, char in enumerate(text)
            if not (place and char == text[place - 1] and char in squeezed)
        )  # fmt: skip
    call.out(text)
    return memory


def _rev(call: "Call", memory: Any, text: str) -> Any:
    call.out("".join(f"{line[::-1]}\n" for line in lines_of(text)))
    return memory


# tee, head


def _tee(call: "Call", memory: bool, text: str) -> bool:
    call.out(text)
    _tee_into_files(call, text, memory)
    return True


def _tee_end(call: "Call", memory: bool) -> int:
    return 0 if memory else _tee_into_files(call, "", memory)


def _tee_into_files(call: "Call", text: str, begun: bool) -> int:
    found, status = options(call.argv[1:]), 0
    for name in found.operands:
        try:
            call.put(name, text, append=begun or found.has("a"))
        except FileError as error:
            status = call.complain(f"{name}: {error.args[0]}")
    return status


def _count(call: "Call", letter: str = "n") -> int:
    words = [w for w in call.argv[1:] if re.fullmatch(r"-\d+", w)]
    if words:
        return int(words[0][1:])
    text = options(call.argv[1:], "nc").values.get(letter, "10")
    return int(text) if text.lstrip("-+").isdigit() else 10


def _head(call: "Call", memory: int, text: str) -> int:
    found = options(call.argv[1:], "nc")
    if "c" in found.values:
        left = _count(call, "c") - memory
        call.out(text[:left])
        memory += min(len(text), max(left, 0))
        if memory >= _count(call, "c"):
            raise Stop(0)
        return memory
    most = _count(call)
    lines = text.splitlines(keepends=True)
    taken = lines[: most - memory] if most >= 0 else lines[:most]
    call.out("".join(taken))
    if most >= 0 and memory + len(taken) >= most:
        raise Stop(0)
    return memory + len(taken)


def _numbers_aside(valued: str = ""):
    """Operands where `-5` is a count and no option."""

    def operands(call: "Call") -> tuple[str, ...]:
        words = tuple(word for word in call.argv[1:] if not re.fullmatch(r"-\d+", word))
        return options(words, valued).operands

    return operands


# Those that need everything


def _wc(call: "Call", text: str) -> int:
    found = options(call.argv[1:])
    counts = (
        ("l", text.count("\n")), ("w", len(text.split())),
        ("c", len(text.encode(errors="replace"))), ("m", len(text)),
    )  # fmt: skip
    letters = found.letters or "lwc"
    shown = [str(number) for letter, number in counts if letter in letters]
    names = found.operands
    width = 0 if len(shown) == 1 else 7
    numbers = " ".join(text.rjust(width) for text in shown)
    call.out(f"{numbers} {names[0]}\n" if names else f"{numbers}\n")
    return 0


def _sort(call: "Call", text: str) -> int:
    found = options(call.argv[1:], "ktoS")
    lines = lines_of(text)
    separator = found.values.get("t")
    place = re.match(r"(\d+)", found.values.get("k", ""))

    def key(line: str) -> tuple[float, str]:
        if place:
            fields = line.split(separator) if separator else line.split()
            number = int(place[1][:6]) - 1
            line = fields[number] if number < len(fields) else ""
        number = re.match(r"\s*(-?\d{1,18}(?:\.\d{1,18})?)", line) if "n" in found.letters else None
        value = float(number[1]) if number else 0.0
        return (value, line if "n" not in found.letters else "")

    lines.sort(key=key, reverse=found.has("r"))
    if found.has("u"):
        lines = list(dict.fromkeys(lines))
    call.out("".join(f"{line}\n" for line in lines))
    return 0


def _uniq(call: "Call", text: str) -> int:
    found = options(call.argv[1:])
    groups: list[tuple[str, int]] = []
    for line in lines_of(text):
        if groups and groups[-1][0] == line:
            groups[-1] = (line, groups[-1][1] + 1)
        else:
            groups.append((line, 1))
    if found.has("d"):
        groups = [(line, n) for line, n in groups if n > 1]
    shape = "{1:7} {0}\n" if found.has("c") else "{0}\n"
    call.out("".join(shape.format(line, n) for line, n in groups))
    return 0


def _tac(call: "Call", text: str) -> int:
    call.out("".join(f"{line}\n" for line in reversed(lines_of(text))))
    return 0


def _base64(call: "Call", text: str) -> int:
    import base64
    import binascii

    if options(call.argv[1:]).has("d"):
        try:
            call.out(base64.b64decode(text.strip()).decode(errors="replace"))
        except (binascii.Error, ValueError):
            call.err("base64: truncated input\n")
            return 1
    else:
        call.out(base64.b64encode(text.encode()).decode() + "\n")
    return 0


def _digest(call: "Call", text: str) -> int:
    import hashlib

    name = call.argv[0].rpartition("/")[2].removesuffix("sum")
    operands = options(call.argv[1:]).operands
    digest = hashlib.new(name, text.encode()).hexdigest()
    call.out(f"{digest}  {operands[0] if operands else '-'}\n")
    return 0


_GREP = streaming(lambda call: _patterns(call)[1], (0, 0), _grep, _grep_end)
_DIGEST = collecting(_operands(), _digest)
PROGRAMS: dict[str, Program] = {
    "cat": streaming(_operands(), 0, _copy, _nothing, lines=False),
    "zcat": streaming(_operands(), 0, _copy, _nothing, lines=False),
    "more": streaming(_operands(), 0, _copy, _nothing, lines=False),
    "less": streaming(_operands(), 0, _copy, _nothing, lines=False),
    "grep": _GREP,
    "egrep": _GREP,
    "fgrep": _GREP,
    "cut": streaming(_operands("dfcb"), None, _cut, _nothing),
    "tr": streaming(lambda call: [], None, _tr, _nothing, lines=False),
    "rev": streaming(_operands(), None, _rev, _nothing),
    "tee": streaming(lambda call: [], False, _tee, _tee_end, lines=False),
    "head": streaming(_numbers_aside("nc"), 0, _head, _nothing),
    "wc": collecting(_operands(), _wc),
    "sort": collecting(_operands("ktoS"), _sort),
    "uniq": collecting(_operands(), _uniq),
    "tac": collecting(_operands(), _tac),
    "base64": collecting(_operands("w"), _base64),
    "md5sum": _DIGEST,
    "sha1sum": _DIGEST,
    "sha256sum": _DIGEST,
}
