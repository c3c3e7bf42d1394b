"""Regular expressions of users, with an end to how long they may take.

A hostile expression can make a backtracking matcher run for years, so the text is cut to a
length at which the number of unbounded repeats can do no harm.
"""

import re
from functools import lru_cache

_STEPS = 2_000_000
_GROUP = re.compile(r"\(([^()]*)\)[+*{]")
_REPEATED_DEEP = re.compile(r"\)[^()]*\)[+*{]")
_LITERAL = re.compile(r"[A-Za-z0-9 _,;:/<>=!@#%&~'\"-]")
_NESTED_LENGTH = 18
_CLASS = re.compile(r"\[:(\w+):\]")
_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z",
    "space": r"\s", "blank": r" \t", "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9a-fA-F",
}  # fmt: skip
_SWAPPED = re.compile(r"\\?[(){}+?|]|\[[^\]]*\]|\\.|[\s\S]")


class BadExpression(ValueError):
    """The expression can't be compiled."""


@lru_cache(maxsize=512)
def compiled(expression: str, basic: bool = False, ignore_case: bool = False) -> re.Pattern[str]:
    """A POSIX extended (or basic) expression; raises BadExpression."""
    if basic:
        expression = "".join(_from_basic(match[0]) for match in _SWAPPED.finditer(expression))
    expression = _CLASS.sub(lambda match: _CLASSES.get(match[1], ""), expression)
    try:
        return re.compile(expression, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError):
        raise BadExpression(expression) from None


def _from_basic(token: str) -> str:
    """In a basic expression `\\(` groups and `(` is a character."""
    if token in ("(", ")", "{", "}", "+", "?", "|"):
        return "\\" + token
    if token[1:] and token[0] == "\\" and token[1] in "(){}+?|":
        return token[1:]
    return token


def bounded(pattern: re.Pattern[str], text: str) -> str:
    """As much of the text as can be searched in good time."""
    repeats = sum(pattern.pattern.count(char) for char in "*+{")
    if not repeats:
        return text
    if _is_ambiguous(pattern.pattern):
        return text[:_NESTED_LENGTH]
    return text[: max(_NESTED_LENGTH, int(_STEPS ** (1 / (repeats + 1))))]


@lru_cache(maxsize=512)
def _is_ambiguous(expression: str) -> bool:
    """Whether a repeated group can match the same text in several ways, and so take for ever."""
    if _REPEATED_DEEP.search(expression):
        return True
    return any(_may_overlap(match[1]) for match in _GROUP.finditer(expression))


def _may_overlap(group: str) -> bool:
    """Whether a group holds repeats, or alternatives that may begin with the same character."""
    if any(char in group for char in "+*?{."):
        return True
    begins = [alternative[:1] for alternative in group.removeprefix("?:").split("|")]
    if len(begins) == 1:
        return False
    return len({*begins}) < len(begins) or not all(map(_LITERAL.match, begins))


def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match within what can be searched."""
    return pattern.search(bounded(pattern, text))
