"""Edits of a manifest's text, made from paths: leave a field out, rename it, put one in.

The text keeps its own shape, block style, flow style or JSON, and its comments wherever they
do not stand in what is taken out.
"""

import json
import re
from bisect import bisect_right
from typing import Any

import yaml

from lifecycle.manifests.document import Document, Path, Position, child, join, split
from lifecycle.manifests.remedy import Edit, line_starts
from lifecycle.manifests.scalars import resolve

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]*")
_OBJECT = re.compile(r"\s*\{")
_COMMENT = re.compile(r"[ \t]+#[^\n]*")


OPERATIONS = 40
"""Complaints about one document for which remedies are looked for."""


class Surgery:
    """What can be done to one document of a text (in plain lines, as the reader makes them)."""

    def __init__(self, text: str, document: Document) -> None:
        self.text, self.document = text, document
        self.is_json = _OBJECT.match(text) is not None
        self._starts = line_starts(text)
        self._operations = 0

    def has_time(self) -> bool:
        """Whether one complaint more of this document gets remedies: each looks at all fields."""
        self._operations += 1
        return self._operations <= OPERATIONS

    def value(self, path: Path) -> Any:
        """What stands at a path; None where nothing does."""
        found: Any = self.document.value
        for step in split(path):
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def has(self, path: Path) -> bool:
        """Whether the field is written in the text."""
        return path in self.document.positions and path in self.document.values

    def leave_out(self, path: Path) -> tuple[Edit, ...]:
        """Take a field away, and nothing around it."""
        if not self.has(path) or isinstance(split(path)[-1], int):
            return ()
        siblings = self._siblings(path)
        at = siblings.index(path)
        start, end = self._start(path), self._end(path)
        if at + 1 < len(siblings):
            return (self._edit(start, self._start(siblings[at + 1]), ""),)
        if self._is_flow(_parent(path)):
            return (self._edit(self._end_before(start) if at else start, end, ""),)
        if (comment := _COMMENT.match(self.text, end)) is not None:
            end = comment.end()
        if at == 0:
            return (self._edit(start, end, "{}"),)
        return (self._edit(self._end_before(start), end, ""),)

    def rename(self, path: Path, name: str) -> tuple[Edit, ...]:
        """Write another key, over the same value."""
        position = self.document.positions.get(path)
        if position is None:
            return ()
        return (Edit(*position, json.dumps(name) if self.is_json else name),)

    def write(self, path: Path, value: Any) -> tuple[Edit, ...]:
        """Put a scalar in the place of what stands there."""
        if path not in self.document.values:
            return ()
        at, end = self._offset(self.document.values[path]), self._end(path)
        return (self._edit(at, end, self._scalar(value)),)

    def put(self, path: Path, value: Any) -> tuple[Edit, ...]:
        """Add a field, or write over it; what must be around it is added as well."""
        if self.has(path):
            return self.write(path, value) if not isinstance(value, dict | list) else ()
        steps = split(path)
        for depth in range(len(steps) - 1, -1, -1):
            around = join(steps[:depth])
            inner = value
            for step in reversed(steps[depth + 1 :]):
                inner = {step: inner}
            if isinstance(self.value(around), dict):
                return self._insert(around, str(steps[depth]), inner)
            if depth and self.has(around) and self.value(around) is None:
                return self._fill(around, {steps[depth]: inner})
        return ()

    def make_list(self, path: Path) -> tuple[Edit, ...]:
        """Make what stands there the only member of a list."""
        if path not in self.document.values:
            return ()
        start, end = self._offset(self.document.values[path]), self._end(path)
        first, _ = self._place(start)
        last, _ = self._place(end)
        if first == last or self._is_flow(path):
            return (self._edit(start, start, "["), self._edit(end, end, "]"))
        deeper = [Edit(line, 1, line, 1, "  ") for line in range(first + 1, last + 1)]
        return (self._edit(start, start, "- "), *deeper)

    def before_everything(self, document: dict[str, Any]) -> tuple[Edit, ...]:
        """One object more, at the head of the text."""
        if self.is_json:
            return (Edit(1, 1, 1, 1, json.dumps(document, indent=2) + "\n"),)
        return (Edit(1, 1, 1, 1, f"{_dumped(document)}---\n"),)

    def write_all(self, document: dict[str, Any]) -> tuple[Edit, ...]:
        """Another object in the place of this one."""
        text = json.dumps(document, indent=2) if self.is_json else _dumped(document).rstrip("\n")
        return tuple(edit._replace(text=text) for edit in self.leave_all_out())

    def leave_all_out(self) -> tuple[Edit, ...]:
        """Take the whole object away."""
        whole = self.document.values.get("")
        if whole is None:
            return ()
        return (self._edit(self._offset(whole), self._end(""), ""),)

    # Where things are

    def _insert(self, around: Path, name: str, value: Any) -> tuple[Edit, ...]:
        first = next(iter(self._children(around)), None)
        if self._is_flow(around):
            at = self._offset(self.document.values[around]) + 1
            text = json.dumps({name: value})[1:-1] + (", " if first else "")
            return (self._edit(at, at, text),)
        if first is None:
            return ()
        position = self.document.positions[first]
        indent = "\n" + " " * (position.column - 1)
        text = _dumped({name: value}).rstrip("\n").replace("\n", indent) + indent
        return (Edit(position.line, position.column, position.line, position.column, text),)

    def _fill(self, path: Path, value: Any) -> tuple[Edit, ...]:
        """Give a key that has no value one, in the line's own style."""
        position = self.document.positions[path]
        end = self._offset(Position(*position[2:], 0, 0))
        colon = self.text.find(":", end)
        return (self._edit(colon + 1, max(colon + 1, self._end(path)), f" {json.dumps(value)}"),)

    def _siblings(self, path: Path) -> list[Path]:
        return self._children(_parent(path))

    def _children(self, path: Path) -> list[Path]:
        """The fields of a mapping that are written in it, in their order."""
        value = self.value(path) if path else self.document.value
        if not isinstance(value, dict):
            return []
        found = [child(path, str(key)) for key in value]
        found = [one for one in found if self.has(one)]
        return sorted(found, key=lambda one: self.document.positions[one][:2])

    def _is_flow(self, path: Path) -> bool:
        position = self.document.values.get(path)
        return position is not None and self.text[self._offset(position)] == "{"

    def _start(self, path: Path) -> int:
        return self._offset(self.document.positions[path])

    def _end(self, path: Path) -> int:
        """Where the value ends, without the space and the comments that follow it."""
        _, _, line, column = self.document.values[path]
        end = min(self._starts[min(line, len(self._starts)) - 1] + column - 1, len(self.text))
        start = self._offset(self.document.values[path])
        while end > start:
            line_at = self._starts[bisect_right(self._starts, end - 1) - 1]
            rest = self.text[max(line_at, start) : end]
            bare = rest.rstrip()
            if bare and not (line_at >= start and bare.lstrip().startswith("#")):
                return end - len(rest) + len(bare)
            end = max(line_at, start)
        return end

    def _end_before(self, offset: int) -> int:
        """Where what stands before a field ends: its comma and the line break go as well."""
        bare = self.text[:offset].rstrip()
        return len(bare) - 1 if bare.endswith(",") else len(bare)

    def _offset(self, position: Position) -> int:
        return self._starts[position.line - 1] + position.column - 1

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(*self._place(start), *self._place(end), text)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _scalar(self, value: Any) -> str:
        return json.dumps(value) if self.is_json else scalar(value)


def scalar(value: Any) -> str:
    """A scalar as one would write it: words without quotes where they are read as such."""
    if isinstance(value, str) and _WORD.fullmatch(value) and resolve(value) == value:
        return value
    return json.dumps(value)


def _parent(path: Path) -> Path:
    return join(split(path)[:-1])


def _dumped(value: dict[str, Any]) -> str:
    return yaml.safe_dump(value, default_flow_style=False, sort_keys=False, allow_unicode=True)
