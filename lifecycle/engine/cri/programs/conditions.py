"""`test`, `[` and `expr`."""

import re
from typing import TYPE_CHECKING

from lifecycle.engine.cri.process import Outcome, Program
from lifecycle.engine.cri.regular import BadExpression, bounded, compiled
from lifecycle.engine.cri.shell.conditions import TestFailure, test

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _test(call: "Call") -> Outcome:
    name, *words = call.argv
    if name.endswith("["):
        if not words or words[-1] != "]":
            call.err("[: missing ]\n")
            return 2
        words.pop()
    try:
        return 0 if test(call, words) else 1
    except TestFailure as failure:
        call.err(f"sh: {failure}\n")
        return 2


def _expr(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    try:
        value, rest = _either(words)
    except (ValueError, IndexError, BadExpression):
        rest = ["error"]
        value = ""
    if rest or not words:
        call.err("expr: syntax error\n")
        return 2
    call.out(value + "\n")
    return 1 if value in ("", "0") else 0


_LEVELS = (
    ("|",),
    ("&",),
    ("=", "==", "!=", "<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/", "%"),
    (":",),
)


def _either(words: list[str], level: int = 0) -> tuple[str, list[str]]:
    """The value of the operators from this level on, and what is left of the words."""
    if level == len(_LEVELS):
        return _primary(words)
    value, rest = _either(words, level + 1)
    while rest and rest[0] in _LEVELS[level]:
        operator = rest[0]
        right, rest = _either(rest[1:], level + 1)
        value = _applied(value, operator, right)
    return value, rest


def _primary(words: list[str]) -> tuple[str, list[str]]:
    if words[0] == "(":
        value, rest = _either(words[1:])
        if rest[:1] != [")"]:
            raise ValueError
        return value, rest[1:]
    if words[0] == "length" and len(words) > 1:
        return str(len(words[1])), words[2:]
    if words[0] == "substr" and len(words) > 3:
        start = int(words[2]) - 1
        return words[1][start : start + int(words[3])], words[4:]
    return words[0], words[1:]


def _applied(left: str, operator: str, right: str) -> str:
    if operator == "|":
        return left if left not in ("", "0") else right
    if operator == "&":
        return left if left not in ("", "0") and right not in ("", "0") else "0"
    if operator == ":":
        pattern = compiled(right.removeprefix("^"), True)
        match = pattern.match(bounded(pattern, left))
        if pattern.groups:
            return (match[1] or "") if match else ""
        return str(match.end() if match else 0)
    if operator in ("+", "-", "*", "/", "%"):
        a, b = int(left[:40]), int(right[:40])
        if operator in "/%":
            quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1) if b else 0
            return str(quotient if operator == "/" else a - b * quotient)
        return str({"+": a + b, "-": a - b, "*": a * b}[operator])
    return str(int(_compared(left, operator, right)))


def _compared(left: str, operator: str, right: str) -> bool:
    number = re.compile(r"-?\d{1,40}")
    a, b = (left, right)
    if number.fullmatch(left) and number.fullmatch(right):
        a, b = int(left), int(right)
    return {
        "=": a == b, "==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b,
        ">=": a >= b,
    }[operator]  # fmt: skip


PROGRAMS = {
    "test": Program(_test),
    "[": Program(_test),
    "[[": Program(_test),
    "expr": Program(_expr),
}
