"""`$(VAR)` in commands, arguments and variables, as the kubelet expands it.

Mirrors third_party/forked/golang/expansion/expand.go: `$$` is a dollar, a reference to an
unknown variable stays as it was written.
"""

from collections.abc import Mapping


def expand(text: str, variables: Mapping[str, str]) -> str:
    """The text with every reference to a known variable replaced."""
    if "$" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (dollar := text.find("$", at)) >= 0 and dollar + 1 < len(text):
        parts.append(text[at:dollar])
        piece, length = _reference(text, dollar + 1, variables)
        parts.append(piece)
        at = dollar + 1 + length
    parts.append(text[at:])
    return "".join(parts)


def _reference(text: str, at: int, variables: Mapping[str, str]) -> tuple[str, int]:
    """What stands for the text after a dollar, and how much of it was read."""
    if text[at] == "$":
        return "$", 1
    if text[at] != "(":
        return f"${text[at]}", 1
    end = text.find(")", at + 1)
    if end < 0:
        return "$(", 1
    name = text[at + 1 : end]
    value = variables.get(name)
    return (f"$({name})" if value is None else value), end - at + 1
