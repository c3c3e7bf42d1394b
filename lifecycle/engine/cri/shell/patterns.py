"""Shell patterns: in case, in `[[ ]]`, in `${v#p}` and for file names."""

import re
from functools import lru_cache

from lifecycle.engine.cri.call import Call
from lifecycle.engine.cri.filesystem import clean

MAGIC = frozenset("*?[")
MATCHES_AT_MOST = 2000
_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z",
    "space": r"\s", "blank": r" \t", "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9a-fA-F",
}  # fmt: skip


@lru_cache(maxsize=1024)
def regex_of(pattern: str) -> re.Pattern[str]:
    """A compiled expression for the pattern; a backslash quotes what follows it."""
    segments: list[list[str]] = [[]]
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            segments.append([])
        elif char == "?":
            segments[-1].append(r"[\s\S]")
        elif char == "[" and (bracket := _bracket(pattern, at)):
            expression, at = bracket
            segments[-1].append(expression)
        elif char == "\\" and at < len(pattern):
            segments[-1].append(re.escape(pattern[at]))
            at += 1
        else:
            segments[-1].append(re.escape(char))
    return _compiled(["".join(segment) for segment in segments], pattern)


def _compiled(segments: list[str], pattern: str) -> re.Pattern[str]:
    """What stands after a star is taken where it first fits, without ever going back."""
    first, *others = segments
    inner = [segment for segment in others[:-1] if segment]
    expression = first + "".join(rf"(?>[\s\S]*?{segment})" for segment in inner)
    if others:
        expression += rf"[\s\S]*{others[-1]}"
    try:
        return re.compile(expression)
    except re.error:
        return re.compile(re.escape(pattern))


def _bracket(pattern: str, at: int) -> tuple[str, int] | None:
    """The set that begins at `at`, and where it ends; None if it never does."""
    begin = at
    if pattern[at : at + 1] in ("!", "^"):
        at += 1
    first = at
    inner: list[str] = []
    while at < len(pattern):
        if pattern[at] == "]" and at > first:
            negated = "^" if pattern[begin] in "!^" else ""
            return f"[{negated}{''.join(inner)}]", at + 1
        if match := re.compile(r"\[:(\w+):\]").match(pattern, at):
            inner.append(_CLASSES.get(match[1], ""))
            at = match.end()
            continue
        char = pattern[at]
        inner.append("\\" + char if char in "\\]^[&~|" else char)
        at += 1
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is of the pattern."""
    return regex_of(pattern).fullmatch(text[:10_000]) is not None


def quote(text: str) -> str:
    """The text as a pattern that only it matches."""
    return re.sub(r"([*?\[\\\]])", r"\\\1", text)


def unquote(pattern: str) -> str:
    """The text of a pattern that turned out not to be one."""
    return re.sub(r"\\([\s\S])", r"\1", pattern)


def strip(text: str, pattern: str, *, end: bool, longest: bool) -> str:
    """The text without what matches at its beginning or end."""
    regex = regex_of(pattern)
    sizes = range(min(len(text), 10_000) + 1)
    for size in reversed(sizes) if longest else sizes:
        part = text[len(text) - size :] if end else text[:size]
        if regex.fullmatch(part):
            return text[: len(text) - size] if end else text[size:]
    return text


def file_names(call: Call, pattern: str) -> list[str]:
    """The files that match, sorted; a leading dot must be matched by a dot."""
    found = ["/"] if pattern.startswith("/") else [""]
    for part in pattern.strip("/").split("/"):
        if not MAGIC.intersection(part):
            found = [f"{base}{unquote(part)}" for base in found]
            found = [path for path in found if call.file(path) is not None]
        else:
            regex = regex_of(part)
            found = [
                base + name
                for base in found
                for name in call.names(clean(base or ".", call.cwd) or "/")
                if regex.fullmatch(name) and (name[0] != "." or part[0] == ".")
            ]
        found = [f"{path}/" for path in found[:MATCHES_AT_MOST]]
    return sorted(path[:-1] for path in found)
