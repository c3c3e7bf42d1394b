"""`test`, `[` and `[[`: conditions over texts, numbers and files."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lifecycle.engine.cri.call import Call
from lifecycle.engine.cri.regular import BadExpression, compiled, search
from lifecycle.engine.cri.shell import patterns
from lifecycle.engine.cri.shell.arithmetic import ArithmeticFailure, evaluate
from lifecycle.engine.cri.shell.expander import pattern_of, text_of
from lifecycle.engine.cri.shell.syntax import Word

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine

FILE_TESTS = frozenset(
    [
        "-e",
        "-f",
        "-d",
        "-r",
        "-w",
        "-x",
        "-s",
        "-L",
        "-h",
        "-b",
        "-c",
        "-p",
        "-S",
        "-a",
        "-O",
        "-G",
        "-u",
        "-g",
        "-k",
    ]
)
_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b, "-ne": lambda a, b: a != b, "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b, "-gt": lambda a, b: a > b, "-ge": lambda a, b: a >= b,
}  # fmt: skip
_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda a, b: a == b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b, ">": lambda a, b: a > b,
}  # fmt: skip
_FILES = ("-nt", "-ot", "-ef")
_BINARY = frozenset([*_NUMBERS, *_TEXTS, *_FILES])


class TestFailure(Exception):
    """The condition can't be decided: exit code 2, and this message."""


def test(call: Call, words: Sequence[str]) -> bool:
    """`test WORDS`, decided by their number as POSIX says; raises TestFailure."""
    return _Test(call, words).whole()


class _Test:
    """A descent over the words of one test."""

    def __init__(self, call: Call, words: Sequence[str]) -> None:
        self.call, self.words, self.at = call, words, 0

    def whole(self) -> bool:
        words = self.words
        if not words:
            return False
        if len(words) == 1:
            return words[0] != ""
        if len(words) == 2 and words[0] != "!" and words[0] != "(":
            return self.unary(words[0], words[1])
        if len(words) == 3 and words[1] in _BINARY:
            return self.binary(*words)
        value = self.either()
        if self.at < len(words):
            raise TestFailure(f"{words[self.at]}: unexpected operator")
        return value

    def peek(self, ahead: int = 0) -> str | None:
        at = self.at + ahead
        return self.words[at] if at < len(self.words) else None

    def either(self) -> bool:
        value = self.both()
        while self.peek() == "-o":
            self.at += 1
            value = self.both() or value
        return value

    def both(self) -> bool:
        value = self.negation()
        while self.peek() == "-a":
            self.at += 1
            value = self.negation() and value
        return value

    def negation(self) -> bool:
        negated = False
        while self.peek() == "!" and self.peek(1) is not None and self.peek(1) not in _BINARY:
            self.at += 1
            negated = not negated
        return self.primary() != negated

    def primary(self) -> bool:
        word = self.peek()
        if word is None:
            raise TestFailure("argument expected")
        if self.peek(1) in _BINARY and self.peek(2) is not None:
            self.at += 3
            return self.binary(*self.words[self.at - 3 : self.at])
        if word == "(":
            self.at += 1
            value = self.either()
            if self.peek() != ")":
                raise TestFailure("closing paren expected")
            self.at += 1
            return value
        if len(word) == 2 and word[0] == "-" and self.peek(1) is not None:
            self.at += 2
            return self.unary(word, self.words[self.at - 1])
        self.at += 1
        return word != ""

    def unary(self, operator: str, word: str) -> bool:
        if operator == "-n":
            return word != ""
        if operator == "-z":
            return word == ""
        if operator in FILE_TESTS:
            return test_file(self.call, operator, word)
        if operator == "-t":
            return False
        if operator == "-v":
            return word in self.call.env
        raise TestFailure(f"{operator}: unknown operand")

    def binary(self, left: str, operator: str, right: str) -> bool:
        if operator in _NUMBERS:
            return _NUMBERS[operator](_whole(left), _whole(right))
        if operator in _FILES:
            return newer(self.call, left, operator, right)
        return _TEXTS[operator](left, right)


def _whole(text: str) -> int:
    stripped = text.strip()
    digits = stripped[1:] if stripped[:1] in ("-", "+") else stripped
    if not digits.isdigit() or not digits.isascii():
        raise TestFailure(f"{text}: bad number")
    return int(stripped[:40])


def test_file(call: Call, operator: str, path: str) -> bool:
    """Whether the file at the path is what the operator asks."""
    if path in ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/zero"):
        return operator in ("-e", "-r", "-w", "-c", "-a")
    file = call.file(path) if path else None
    if file is None:
        return operator == "-x" and path.startswith("/bin/") and call.has_program(path)
    if operator == "-f":
        return not file.directory
    if operator == "-d":
        return file.directory
    if operator == "-s":
        return file.directory or file.size > 0
    if operator == "-x":
        return file.directory or bool(file.mode & 0o111)
    if operator == "-w":
        return not call.place(path).read_only
    return operator in ("-e", "-r", "-a", "-O", "-G")


def newer(call: Call, left: str, operator: str, right: str) -> bool:
    """`-nt`, `-ot`, `-ef`."""
    a, b = call.file(left), call.file(right)
    if operator == "-ef":
        return a is not None and call.place(left) == call.place(right)
    if operator == "-ot":
        a, b = b, a
    return a is not None and (b is None or a.changed_ms > b.changed_ms)


def evaluate_condition(m: "Machine", words: tuple[Word, ...]) -> int:
    """`[[ WORDS ]]`: 0, 1, or 2 for one that can't be decided."""
    try:
        condition = _Condition(m, words)
        value = condition.either()
        if condition.at < len(words):
            raise TestFailure(f"{words[condition.at].raw}: unexpected operator")
        return int(not value)
    except (TestFailure, ArithmeticFailure) as failure:
        m.err(str(failure))
        return 2


class _Condition:
    """A descent over the words between `[[` and `]]`, which are not split."""

    def __init__(self, m: "Machine", words: tuple[Word, ...]) -> None:
        self.m, self.words, self.at = m, words, 0

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.words[at].raw if at < len(self.words) else ""

    def either(self) -> bool:
        value = self.both()
        while self.peek() == "||":
            self.at += 1
            value = self.both() or value
        return value

    def both(self) -> bool:
        value = self.primary()
        while self.peek() == "&&":
            self.at += 1
            value = self.primary() and value
        return value

    def primary(self) -> bool:
        if self.at >= len(self.words):
            raise TestFailure("syntax error")
        word = self.peek()
        if word == "!":
            self.at += 1
            return not self.primary()
        if word == "(":
            self.at += 1
            value = self.either()
            if self.peek() != ")":
                raise TestFailure("closing paren expected")
            self.at += 1
            return value
        operator = self.peek(1)
        if (operator in _BINARY or operator == "=~") and self.at + 2 < len(self.words):
            self.at += 3
            return self.compare(self.words[self.at - 3], operator, self.words[self.at - 1])
        if len(word) == 2 and word[0] == "-" and self.at + 1 < len(self.words):
            self.at += 2
            return self.unary(word, self.words[self.at - 1])
        self.at += 1
        return text_of(self.m, self.words[self.at - 1]) != ""

    def unary(self, operator: str, word: Word) -> bool:
        text = text_of(self.m, word)
        if operator in FILE_TESTS:
            self.m.looked()
        if operator == "-v":
            return self.m.value(text) is not None
        return _Test(self.m.call, ()).unary(operator, text)

    def compare(self, left: Word, operator: str, right: Word) -> bool:
        m = self.m
        text = text_of(m, left)
        if operator == "=~":
            return _matches(m, text, text_of(m, right))
        if operator in ("=", "==", "!="):
            return patterns.matches(pattern_of(m, right), text) != (operator == "!=")
        if operator in _NUMBERS:
            values = (evaluate(t, m.arithmetic_value, m.assign) for t in (text, text_of(m, right)))
            return _NUMBERS[operator](*values)
        if operator in _FILES:
            m.looked()
            return newer(m.call, text, operator, text_of(m, right))
        return _TEXTS[operator](text, text_of(m, right))


def _matches(m: "Machine", text: str, expression: str) -> bool:
    try:
        match = search(compiled(expression), text)
    except BadExpression:
        raise TestFailure(f"bad regex '{expression}'") from None
    if match is not None:
        m.assign_items("BASH_REMATCH", (match[0], *(group or "" for group in match.groups())))
    return match is not None
