"""A document that was read, and where in the text each of its fields stands."""

import re
from typing import Any, NamedTuple

from lifecycle.manifests.complaint import ERROR, Complaint

Path = str
"""A field path in the API server's spelling: `spec.containers[0].resources.limits[cpu]`."""

_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
_SEGMENT = re.compile(r"\[([^\]]*)\]|([^.\[]+)")


class Position(NamedTuple):
    """A stretch of text; lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Document(NamedTuple):
    """One object of a manifest.

    `positions` has the key of each field, and the start of each member of a list;
    `values` the stretch of each value.
    """

    value: dict[str, Any]
    line: int
    positions: dict[Path, Position]
    values: dict[Path, Position]

    def locate(self, path: Path) -> Position:
        """Where a field stands; what is absent is found at the nearest thing around it."""
        segments = split(path)
        while segments:
            if (position := self.positions.get(join(segments))) is not None:
                return position
            segments.pop()
        return Position(self.line, 1, self.line, 1)


class Reading(NamedTuple):
    """What was made of a text: its objects in order, and what is wrong with it."""

    documents: tuple[Document, ...]
    complaints: tuple[Complaint, ...]

    @property
    def ok(self) -> bool:
        """Whether everything could be read."""
        return all(complaint.severity != ERROR for complaint in self.complaints)


def child(path: Path, key: str) -> Path:
    """The path of a member of a mapping; keys that are no names stand in brackets."""
    if not _PLAIN_KEY.fullmatch(key):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def split(path: Path) -> list[str | int]:
    """The steps of a path, however its map keys are written: `limits.cpu`, `limits[cpu]`."""
    steps: list[str | int] = []
    for match in _SEGMENT.finditer(path):
        bracketed = match[1]
        if bracketed is None:
            steps.append(match[2])
        else:
            steps.append(int(bracketed) if bracketed.isdecimal() else bracketed)
    return steps


def join(steps: list[str | int]) -> Path:
    """The one spelling of a path by which positions are kept."""
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else child(path, step)
    return path
