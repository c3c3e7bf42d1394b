"""Splitting a command line into words, as a shell does with quotes and nothing else.

It is kinder than a shell to JSON that stands bare: that is one word and keeps its quotes.
"""

from json import JSONDecoder
from typing import NamedTuple

from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.sentence import Sentence

_BLANK = " \t\n"
_DECODER = JSONDecoder()
_WITH_VALUE = ("-n", "--namespace", "--context")


class Line(NamedTuple):
    """A command's name and its other words; `is_kubectl` if it began with kubectl."""

    is_kubectl: bool
    name: str
    words: list[str]


def recognise(text: str) -> Line:
    """Find the command in a line; flags may stand before its name, as kubectl allows."""
    words = split(text)
    if not words:
        raise Refusal(
            "error: there is no command", Sentence("Type for example kubectl delete pod web.")
        )
    if words[0] not in ("kubectl", "k"):
        return Line(False, words[0], words[1:])
    rest, before = words[1:], []
    while rest and rest[0].startswith("-"):
        count = 2 if rest[0] in _WITH_VALUE else 1
        before, rest = [*before, *rest[:count]], rest[count:]
    if not rest:
        raise Refusal(
            "error: kubectl needs a command", Sentence("Type for example kubectl get pods.")
        )
    return Line(True, rest[0], [*before, *rest[1:]])


def split(line: str) -> list[str]:
    """The words of a line; quotes hold blanks together, a backslash takes the next sign."""
    words: list[str] = []
    word: str | None = None
    at = 0
    while at < len(line):
        if line[at] in _BLANK:
            if word is not None:
                words.append(word)
                word = None
            at += 1
            continue
        piece, at = _json(line, at) if word is None else ("", at)
        if not piece:
            piece, at = _piece(line, at)
        word = (word or "") + piece
    if word is not None:
        words.append(word)
    return words


def _json(line: str, at: int) -> tuple[str, int]:
    """The JSON object or list that is the word here, or nothing."""
    if line[at] not in "{[":
        return "", at
    try:
        _, end = _DECODER.raw_decode(line, at)
    except (ValueError, RecursionError):
        return "", at
    is_word = line[end : end + 1] in ("", *_BLANK)
    return (line[at:end], end) if is_word else ("", at)


def _piece(line: str, at: int) -> tuple[str, int]:
    """What stands here, without its quotes, and where the line goes on."""
    sign = line[at]
    if sign == "\\":
        return line[at + 1 : at + 2], at + 2
    if sign not in "\"'":
        return sign, at + 1
    quoted, at = "", at + 1
    while at < len(line):
        inner, following = line[at], line[at + 1 : at + 2]
        if inner == sign:
            return quoted, at + 1
        if inner == "\\" and sign == '"':
            quoted += following if following in '"\\$`' else inner + following
            at += 2
        else:
            quoted += inner
            at += 1
    raise Refusal(f"unexpected end of line while looking for a closing {sign}")
