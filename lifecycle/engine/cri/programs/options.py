"""Command lines of common programs: letters, letters with a value, and operands."""

from functools import lru_cache
from typing import NamedTuple


class Options(NamedTuple):
    """What was found; `values` maps a letter or long name to the text that follows it.

    It is kept for the next who asks about the same words, and never changed.
    """

    letters: str
    values: dict[str, str]
    operands: tuple[str, ...]

    def has(self, letter: str) -> bool:
        return letter in self.letters


@lru_cache(maxsize=2048)
def options(words: tuple[str, ...], valued: str = "", long_valued: tuple[str, ...] = ()) -> Options:
    """Read words as getopt does; `valued` are the letters that take a value."""
    letters: list[str] = []
    values: dict[str, str] = {}
    operands: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return Options("".join(letters), values, (*operands, *rest))
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if not equals and name in long_valued and rest:
                value = rest.pop(0)
            values[name] = value
        elif word.startswith("-") and len(word) > 1:
            for place, letter in enumerate(word[1:], 2):
                letters.append(letter)
                if letter in valued:
                    values[letter] = word[place:] or (rest.pop(0) if rest else "")
                    break
        else:
            operands.append(word)
    return Options("".join(letters), values, tuple(operands))
