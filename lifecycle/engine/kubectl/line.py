"""Splitting a command line into words, as a shell does with quotes and nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.engine.kubectl.refusal import Refusal

_BLANK = " \t\n"
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
        raise Refusal("error: there is no command", "Type for example kubectl delete pod web.")
    if words[0] not in ("kubectl", "k"):
        return Line(False, words[0], words[1:])
    rest, before = words[1:], []
    while rest and rest[0].startswith("-"):
        count = 2 if rest[0] in _WITH_VALUE else 1
        before, rest = [*before, *rest[:count]], rest[count:]
    if not rest:
        raise Refusal("error: kubectl needs a command", "Type for example kubectl get pods.")
    return Line(True, rest[0], [*before, *rest[1:]])


def split(line: str) -> list[str]:
    """The words of a line; quotes hold blanks together, a backslash takes the next sign."""
    words: list[str] = []
    word: str | None = None
    signs = iter(line)
    for sign in signs:
        if sign in _BLANK:
            if word is not None:
                words.append(word)
                word = None
            continue
        word = (word or "") + _piece(sign, signs)
    if word is not None:
        words.append(word)
    return words


def _piece(sign: str, rest: Iterator[str]) -> str:
    if sign == "\\":
        return next(rest, "")
    if sign not in "\"'":
        return sign
    quoted = ""
    for inner in rest:
        if inner == sign:
            return quoted
        if inner == "\\" and sign == '"':
            following = next(rest, "")
            quoted += following if following in '"\\$`' else inner + following
        else:
            quoted += inner
    raise Refusal(f"unexpected end of line while looking for a closing {sign}")
