"""The events of a stream of JSON values, in the shape of PyYAML's.

A text that begins with `{` is JSON for kubectl, and nothing else: comments are mistakes in
it, and several objects may follow each other without a separator.

Mirrors encoding/json's decoder; the messages are its own.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

_SPACE = re.compile(r"[ \t\r\n]*")
_OPEN_STRING = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*'
_STRING_SO_FAR = re.compile(_OPEN_STRING)
_SCALAR = re.compile(
    _OPEN_STRING + '"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null"
)


class Mark(NamedTuple):
    """A place in the text, counted from 0 as PyYAML's marks are."""

    line: int
    column: int


class JsonError(ValueError):
    """The text is not JSON; `mark` says where, the message as Go says it."""

    def __init__(self, message: str, mark: Mark) -> None:
        super().__init__(message)
        self.mark = mark


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def mark(self, offset: int) -> Mark:
        line = bisect_right(self.starts, offset) - 1
        return Mark(line, offset - self.starts[line])

    def peek(self) -> str:
        self.at = _SPACE.match(self.text, self.at).end()
        return self.text[self.at : self.at + 1]

    def event(self, make: Any, length: int, *args: Any, **options: Any) -> Any:
        start, self.at = self.at, self.at + length
        return make(*args, self.mark(start), self.mark(self.at), **options)

    def scalar(self, looking_for: str) -> Any:
        match = _SCALAR.match(self.text, self.at)
        if match is None:
            raise self.error(self._skip_string() or looking_for)
        token = match[0]
        if token[0] == '"':
            value = _without_half_surrogates(json.loads(token))
            return self.event(ScalarEvent, len(token), None, None, (False, True), value, style='"')
        return self.event(ScalarEvent, len(token), None, None, (True, False), token)

    def _skip_string(self) -> str:
        """Go on to where a string goes wrong, and say how it does."""
        match = _STRING_SO_FAR.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        if not self.text.startswith("\\", self.at):
            return "in string literal"
        self.at += 1
        return "in string escape code"

    def error(self, looking_for: str) -> JsonError:
        found = self.text[self.at : self.at + 1]
        message = "unexpected end of JSON input"
        if found:
            message = f"invalid character {_quoted(found)} {looking_for}"
        return JsonError(f"json: offset {self.at + 1}: {message}", self.mark(self.at))


def _without_half_surrogates(text: str) -> str:
    """Half a surrogate pair becomes the replacement character, as in Go."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _quoted(character: str) -> str:
    if character in "'\\":
        return f"'\\{character}'"
    return f"'{character}'" if character.isprintable() else repr(character)


def events(text: str) -> Iterator[Any]:
    """The events of all values; raises JsonError."""
    scanner = _Scanner(text)
    while scanner.peek():
        yield scanner.event(DocumentStartEvent, 0)
        yield from _value(scanner)
        yield scanner.event(DocumentEndEvent, 0)


_OPENED = {"{": (MappingStartEvent, "}"), "[": (SequenceStartEvent, "]")}
_CLOSED = {"}": MappingEndEvent, "]": SequenceEndEvent}


def _value(scanner: _Scanner) -> Iterator[Any]:
    """One value; containers lie on a list of closing brackets, not on the call stack."""
    closing: list[str] = []
    while True:
        found = scanner.peek()
        if found in _OPENED:
            make, end = _OPENED[found]
            yield scanner.event(make, 1, None, None, True)
            if scanner.peek() != end:
                closing.append(end)
                if end == "}":
                    yield _key(scanner, "looking for beginning of object key string")
                continue
            yield scanner.event(_CLOSED[end], 1)
        else:
            yield scanner.scalar("looking for beginning of value")
        yield from _after_value(scanner, closing)
        if not closing:
            return


def _after_value(scanner: _Scanner, closing: list[str]) -> Iterator[Any]:
    """Close what ends here, and begin the next member of what doesn't."""
    while closing:
        found, end = scanner.peek(), closing[-1]
        if found == ",":
            scanner.at += 1
            if end == "}":
                scanner.peek()
                yield _key(scanner, "looking for beginning of object key string")
            return
        if found != end:
            where = "object key:value pair" if end == "}" else "array element"
            raise scanner.error(f"after {where}")
        closing.pop()
        yield scanner.event(_CLOSED[end], 1)


def _key(scanner: _Scanner, looking_for: str) -> Any:
    if scanner.peek() != '"':
        raise scanner.error(looking_for)
    key = scanner.scalar("in string literal")
    if scanner.peek() != ":":
        raise scanner.error("after object key")
    scanner.at += 1
    return key
