"""What came of one case: what was expected, what we answered, and where the two differ."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Case = dict[str, Any]
ABSENT = "(absent)"


class Answer(NamedTuple):
    """Both sides of one case, as JSON values that may be compared as they are."""

    expected: Any
    got: Any


Judge = Callable[[Case], Answer]
"""Asks our function what the case asks, and puts its answer into the case's own form."""


class Difference(NamedTuple):
    """One place in which the answers differ."""

    path: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.path or '(all)'}: expected {self.expected!r}, got {self.got!r}"


class Verdict(NamedTuple):
    """A judged case. `gap` is the reason why a difference is known and accepted, if it is."""

    file: str
    function: str
    id: str
    about: str
    answer: Answer
    differences: tuple[Difference, ...]
    gap: str = ""

    @property
    def agrees(self) -> bool:
        """Whether our answer is the expected one."""
        return not self.differences


def differences(expected: Any, got: Any, path: str = "") -> Iterator[Difference]:
    """Every place where two JSON values differ, deepest places first named."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key in sorted({*expected, *got}):
            inner = f"{path}.{key}" if path else str(key)
            yield from differences(expected.get(key, ABSENT), got.get(key, ABSENT), inner)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (left, right) in enumerate(zip(expected, got)):
            yield from differences(left, right, f"{path}[{index}]")
    elif type(expected) is not type(got) or expected != got:
        yield Difference(path, expected, got)
