"""A remedy: one change of the text that puts a complaint right, and what a button says of it.

Nothing is ever mended unasked: the API server's answer stands until somebody takes a remedy,
which then changes the text where everybody can see it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lifecycle.sentence import Sentence


class Edit(NamedTuple):
    """Put a text in the place of a stretch; lines and columns from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Remedy(NamedTuple):
    """`title` says what the edits do. They never overlap."""

    title: Sentence
    edits: tuple[Edit, ...]


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits; it is in plain lines, as the reader makes them."""
    starts = line_starts(text)
    for edit in sorted(edits, reverse=True):
        start = starts[edit.line - 1] + edit.column - 1
        end = starts[edit.end_line - 1] + edit.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return text


@lru_cache(maxsize=4)
def line_starts(text: str) -> tuple[int, ...]:
    """Where each line begins; asked for every document and complaint of the same text."""
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return tuple(starts)
