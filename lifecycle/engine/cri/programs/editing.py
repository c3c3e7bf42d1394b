"""`sed` and `awk`, as far as one line of a script goes."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.streams import Stop, lines_of, streaming
from lifecycle.engine.cri.regular import BadExpression, bounded, compiled, search

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


class Edit(NamedTuple):
    """One command of a sed script: where it applies, and what it does."""

    letter: str
    first: int | re.Pattern[str] | None = None
    last: int | None = None
    pattern: re.Pattern[str] | None = None
    new: str = ""
    flags: str = ""


_EDIT = re.compile(r"\s*(?:(\d+|\$|/(?:[^/\\]|\\.)*/)(?:,(\d+|\$))?)?\s*([a-zA-Z])")


def _script(call: "Call") -> tuple[str, list[str]]:
    found = options(call.argv[1:], "ef")
    if "e" in found.values:
        words = call.argv[1:]
        parts = [words[i + 1] for i, w in enumerate(words[:-1]) if w == "-e"]
        return "\n".join(parts or [found.values["e"]]), found.operands
    return (found.operands[0], found.operands[1:]) if found.operands else ("", [])


def _edits(script: str, basic: bool) -> list[Edit]:
    """The commands of a script; raises BadExpression for what it can't read."""
    edits, at = [], 0
    while at < len(script):
        if script[at] in " \t\n;{}":
            at += 1
            continue
        match = _EDIT.match(script, at)
        if not match:
            raise BadExpression(script)
        first = _address(match[1], basic)
        last = None if match[2] is None else (10**9 if match[2] == "$" else int(match[2]))
        at = match.end()
        if match[3] in "sy":
            edit, at = _substitution(script, at, match[3], basic)
            edits.append(edit._replace(first=first, last=last))
        elif match[3] in "aic":
            end = script.find("\n", at)
            end = len(script) if end < 0 else end
            text = script[at:end].lstrip("\\ \t")
            edits.append(Edit(match[3], first, last, None, text))
            at = end
        else:
            edits.append(Edit(match[3], first, last))
    return edits


def _address(text: str | None, basic: bool) -> int | re.Pattern[str] | None:
    if text is None:
        return None
    if text == "$":
        return 10**9
    return int(text) if text.isdigit() else compiled(text[1:-1], basic)


def _substitution(script: str, at: int, letter: str, basic: bool) -> tuple[Edit, int]:
    mark = script[at : at + 1]
    pieces, piece, at = [], "", at + 1
    while at < len(script) and len(pieces) < 2:
        if script[at] == "\\" and script[at + 1 : at + 2] == mark:
            piece += mark
            at += 2
        elif script[at] == "\\":
            piece += script[at : at + 2]
            at += 2
        elif script[at] == mark:
            pieces.append(piece)
            piece, at = "", at + 1
        else:
            piece += script[at]
            at += 1
    flags = re.compile(r"[gpiI0-9]*").match(script, at)
    if len(pieces) < 2:
        raise BadExpression(script)
    pattern = compiled(pieces[0], basic, "i" in flags[0].lower())
    return Edit(letter, pattern=pattern, new=pieces[1], flags=flags[0]), flags.end()


def _new_text(template: str, match: re.Match[str]) -> str:
    def piece(found: re.Match[str]) -> str:
        text = found[0]
        if text == "&":
            return match[0]
        if text[1].isdigit():
            number = int(text[1])
            return (match[number] or "") if number <= (match.re.groups or 0) else ""
        return {"n": "\n", "t": "\t"}.get(text[1], text[1])

    return re.sub(r"&|\\.", piece, template)


def _sed(call: "Call", number: int, text: str) -> int:
    found = options(call.argv[1:], "ef")
    script, _ = _script(call)
    try:
        edits = _edits(script, not (found.has("r") or found.has("E")))
    except BadExpression:
        call.err(f"sed: unsupported command in '{script}'\n")
        raise Stop(1) from None
    out: list[str] = []
    for line in lines_of(text):
        number += 1
        stop = _edited(edits, line, number, found.has("n"), out)
        if stop:
            call.out("".join(out))
            raise Stop(0)
    if found.has("i"):
        for name in _script(call)[1]:
            call.put(name, "".join(out))
    else:
        call.out("".join(out))
    return number


def _edited(edits: list[Edit], line: str, number: int, silent: bool, out: list[str]) -> bool:
    """Apply the commands to one line; True when the script quits here."""
    after = []
    for edit in edits:
        if not _applies(edit, line, number):
            continue
        if edit.letter == "s":
            counts = 0 if "g" in edit.flags else 1
            found = bounded(edit.pattern, line)
            new, times = edit.pattern.subn(lambda m, e=edit: _new_text(e.new, m), found, counts)
            line = new + line[len(found) :]
            if times and "p" in edit.flags:
                out.append(line + "\n")
        elif edit.letter == "d":
            return False
        elif edit.letter == "p":
            out.append(line + "\n")
        elif edit.letter == "a":
            after.append(edit.new + "\n")
        elif edit.letter == "i":
            out.append(edit.new + "\n")
        elif edit.letter == "c":
            line = edit.new
        elif edit.letter == "q":
            out.append(line + "\n")
            return True
    if not silent:
        out.append(line + "\n")
    out += after
    return False


def _applies(edit: Edit, line: str, number: int) -> bool:
    if edit.first is None:
        return True
    if isinstance(edit.first, int):
        last = edit.first if edit.last is None else edit.last
        return edit.first <= number <= last
    return search(edit.first, line) is not None


def _nothing(call: "Call", memory: Any) -> int:
    return 0


# awk

_RULE = re.compile(r"\s*(BEGIN|END|/(?:[^/\\]|\\.)*/|NR\s*[=><]=?\s*\d+)?\s*\{([^{}]*)\}")
_PRINT = re.compile(r"print(?:\s+(.*))?$", re.DOTALL)
_ITEM = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\$NF|\$\d{1,4}|NR|NF|[A-Za-z_]\w*|-?\d{1,15})')


def _awk_words(call: "Call") -> tuple[str, list[str], str | None]:
    found = options(call.argv[1:], "Fv")
    program = found.operands[0] if found.operands else ""
    return program, found.operands[1:], found.values.get("F")


def _awk(call: "Call", number: int, text: str) -> int:
    program, _, separator = _awk_words(call)
    for line in lines_of(text):
        number += 1
        fields = line.split() if separator in (None, " ") else line.split(separator)
        for match in _RULE.finditer(program):
            if _rule_applies(match[1], line, number):
                _act(call, match[2], [line, *fields], number)
    return number


def _awk_end(call: "Call", number: int) -> int:
    for match in _RULE.finditer(_awk_words(call)[0]):
        if match[1] in ("END", "BEGIN"):
            _act(call, match[2], [""], number)
    return 0


def _rule_applies(pattern: str | None, line: str, number: int) -> bool:
    if not pattern:
        return True
    if pattern in ("BEGIN", "END"):
        return False
    if pattern.startswith("/"):
        try:
            return search(compiled(pattern[1:-1]), line) is not None
        except BadExpression:
            return False
    operator, value = re.match(r"NR\s*([=><]=?)\s*(\d+)", pattern).groups()
    wanted = int(value)
    return {
        "==": number == wanted, "=": number == wanted, ">": number > wanted,
        "<": number < wanted, ">=": number >= wanted, "<=": number <= wanted,
    }[operator]  # fmt: skip


def _act(call: "Call", body: str, fields: list[str], number: int) -> None:
    for statement in body.split(";"):
        match = _PRINT.match(statement.strip())
        if not match:
            continue
        groups = (match[1] or "$0").split(",")
        texts = []
        for group in groups:
            items = _ITEM.findall(group)
            texts.append("".join(_item(item, fields, number) for item in items))
        call.out(" ".join(texts) + "\n")


def _item(item: str, fields: list[str], number: int) -> str:
    if item.startswith('"'):
        return item[1:-1].replace("\\n", "\n").replace("\\t", "\t")
    if item == "$NF":
        return fields[-1]
    if item.startswith("$"):
        place = int(item[1:])
        return fields[place] if place < len(fields) else ""
    if item in ("NR", "NF"):
        return str(number if item == "NR" else len(fields) - 1)
    return item if item.lstrip("-").isdigit() else ""


_AWK = streaming(lambda call: _awk_words(call)[1], 0, _awk, _awk_end)
PROGRAMS = {
    "sed": streaming(lambda call: _script(call)[1], 0, _sed, _nothing),
    "awk": _AWK,
    "gawk": _AWK,
    "mawk": _AWK,
}
