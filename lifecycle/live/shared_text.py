"""A frame that is the same for all viewers, encoded for the first of them only."""

from collections.abc import Callable
from typing import Any


class SharedText:
    """The text about some values, made anew when one of them is another object."""

    def __init__(self, make: Callable[..., str]) -> None:
        self._make = make
        self._values: tuple[Any, ...] = ()
        self._text = ""

    def of(self, *values: Any) -> str:
        """The text about these values."""
        last = self._values
        if len(last) != len(values) or any(a is not b for a, b in zip(last, values, strict=True)):
            self._values, self._text = values, self._make(*values)
        return self._text
