"""`$name`, `${name…}`, and the special parameters."""

import re
from typing import TYPE_CHECKING

from lifecycle.engine.cri.shell import patterns
from lifecycle.engine.cri.shell.arithmetic import ArithmeticFailure, evaluate
from lifecycle.engine.cri.shell.expander import arithmetic, pattern_of, text_of
from lifecycle.engine.cri.shell.syntax import ExpansionFailure, Parameter, Word

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine


def parameter(m: "Machine", part: Parameter) -> list[str]:
    """The texts that it stands for; more than one only for `$@`, `$*` and arrays."""
    name, operator = part.name, part.operator
    if name.startswith("!") and len(name) > 1:
        name = m.value(name[1:]) or ""
    if operator == "[]":
        return _indexed(m, part)
    if operator == "#length":
        return [str(_length(m, name))]
    if operator == "#items":
        return [str(len(m.items(name)))]
    values = _of(m, name, part.quoted)
    if not operator:
        if values is None:
            if "u" in m.options and name not in "@*":
                raise ExpansionFailure(f"{name}: parameter not set")
            return [] if name in "@*" else [""]
        return values
    return _operated(m, name, operator, part.words[0], values, part.quoted)


def _of(m: "Machine", name: str, quoted: bool) -> list[str] | None:
    if name == "@":
        return list(m.positional) if m.positional else None
    if name == "*":
        separator = m.value("IFS")
        joiner = " " if separator is None else separator[:1]
        if not m.positional:
            return None
        return [joiner.join(m.positional)] if quoted else list(m.positional)
    value = m.value(name)
    return None if value is None else [value]


def _length(m: "Machine", name: str) -> int:
    if name in "@*":
        return len(m.positional)
    return len(m.value(name) or "")


def _indexed(m: "Machine", part: Parameter) -> list[str]:
    items = m.items(part.name)
    index = part.words[0]
    if index.raw in ("@", "*"):
        return [" ".join(items)] if index.raw == "*" and part.quoted else list(items)
    number = arithmetic(m, index)
    return [items[number]] if -len(items) <= number < len(items) else [""]


def _operated(
    m: "Machine", name: str, operator: str, word: Word, values: list[str] | None, quoted: bool
) -> list[str]:
    kind = operator.lstrip(":")
    if kind and kind in "-=?+":
        empty = values is None or (operator[0] == ":" and not any(values))
        if kind == "+":
            return [""] if empty else [text_of(m, word)]
        if not empty:
            return values
        if kind == "?":
            text = text_of(m, word) or "parameter not set"
            raise ExpansionFailure(f"{name}: {text}")
        text = text_of(m, word)
        if kind == "=":
            m.assign(name, text)
        return [text]
    values = values if values is not None else [""]
    if operator in ("#", "##", "%", "%%"):
        pattern = pattern_of(m, word)
        end, longest = operator[0] == "%", len(operator) == 2
        return [patterns.strip(v, pattern, end=end, longest=longest) for v in values]
    if operator in ("/", "//"):
        return [_replaced(m, v, operator, word) for v in values]
    if operator == ":":
        return _sliced(m, name, text_of(m, word), values)
    return [_cased(v, operator) for v in values]


def _replaced(m: "Machine", text: str, operator: str, word: Word) -> str:
    pattern, _, new = pattern_of(m, word).partition("/")
    new = patterns.unquote(new)
    anchor = pattern[:1] if pattern[:1] in ("#", "%") else ""
    expression = patterns.regex_of(pattern[len(anchor) :]).pattern
    if anchor:
        expression = f"^{expression}" if anchor == "#" else f"{expression}$"
    count = 0 if operator == "//" else 1
    return re.sub(expression, lambda _: new, text[:10_000], count=count) if expression else text


def _sliced(m: "Machine", name: str, text: str, values: list[str]) -> list[str]:
    first, colon, second = text.partition(":")
    try:
        offset = evaluate(first, m.arithmetic_value, m.assign)
        length = evaluate(second, m.arithmetic_value, m.assign) if colon else None
    except ArithmeticFailure as failure:
        raise ExpansionFailure(str(failure)) from None
    if name in "@*":
        rest = values[max(offset - 1, 0) :]
        return rest if length is None else rest[:length]
    value = values[0]
    begin = offset if offset >= 0 else max(len(value) + offset, 0)
    if length is None:
        return [value[begin:]]
    return [value[begin : begin + length if length >= 0 else len(value) + length]]


def _cased(text: str, operator: str) -> str:
    if operator in ("^^", ",,"):
        return text.upper() if operator == "^^" else text.lower()
    if operator in ("^", ","):
        first = text[:1].upper() if operator == "^" else text[:1].lower()
        return first + text[1:]
    return text
