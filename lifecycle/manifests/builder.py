"""From events to a document: its value, and where every field of it stands.

Nothing here recurses, and what would grow too deep or too large is refused before it is
built. An alias is the anchor's own value again, counted in full each time.
"""

from collections.abc import Iterator
from typing import Any

from yaml import events as yaml_events

from lifecycle.manifests.complaint import ERROR, Complaint, Refusal
from lifecycle.manifests.document import Position, child
from lifecycle.manifests.limits import MAX_COMPLAINTS, MAX_DEPTH, MAX_NODES
from lifecycle.manifests.scalars import TagError, as_key, resolve, resolve_tagged
from lifecycle.manifests.yamlevents import without_stand_in
from lifecycle.sentence import Sentence

_MERGE = object()
_DUPLICATE_HINT = Sentence(
    "It is already on line %(line)s. YAML allows each key once: kubectl would silently keep the "
    "last one. Put the entries together under one key."
)


class _Collection:
    """A mapping or a list that is being filled."""

    __slots__ = ("anchor", "key", "nodes_before", "path", "seen", "value")

    def __init__(self, value: Any, path: str, anchor: str | None, nodes_before: int) -> None:
        self.value, self.path, self.anchor = value, path, anchor
        self.nodes_before = nodes_before
        self.key: Any = None
        self.seen: set[str] = set()


class Builder:
    """Builds one document; `first_line` is the line of the text on which its events begin."""

    def __init__(self, first_line: int, nodes_left: int = MAX_NODES) -> None:
        self.value: Any = None
        self.line = first_line
        self.nodes = 0
        self.positions: dict[str, Position] = {}
        self.values: dict[str, Position] = {}
        self.complaints: list[Complaint] = []
        self._first_line = first_line
        self._nodes_left = nodes_left
        self._open: list[_Collection] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def build(self, events: Iterator[Any]) -> Any:
        """Take the events up to the document's end, and return the event that ended it.

        None means that there was no document.
        """
        for event in events:
            kind = type(event)
            if kind is yaml_events.ScalarEvent:
                self._scalar(event)
            elif kind is yaml_events.MappingStartEvent:
                self._start({}, event)
            elif kind is yaml_events.SequenceStartEvent:
                self._start([], event)
            elif kind in (yaml_events.MappingEndEvent, yaml_events.SequenceEndEvent):
                self._end(event)
            elif kind is yaml_events.AliasEvent:
                self._alias(event)
            elif kind is yaml_events.DocumentEndEvent:
                return event
        return None

    def _position(self, start: Any, end: Any) -> Position:
        first = self._first_line
        return Position(first + start.line, start.column + 1, first + end.line, end.column + 1)

    def _complaint(self, event: Any, message: str, hint: str = "") -> Complaint:
        position = self._position(event.start_mark, event.end_mark)
        path = self._open[-1].path if self._open else ""
        return Complaint(*position, path, message, hint, ERROR)

    def _count(self, event: Any, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > self._nodes_left:
            hint = Sentence("Nothing that Kubernetes takes is so large; do aliases multiply it?")
            message = Sentence("yaml: more than %(most)s values", most=f"{MAX_NODES:,}")
            raise Refusal(self._complaint(event, message, hint))

    def _scalar(self, event: Any) -> None:
        self._count(event, 1)
        parent = self._open[-1] if self._open else None
        if parent is not None and type(parent.value) is dict and parent.key is None:
            self._take_key(parent, event)
            return
        value = self._resolved(event)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._take(value, event, self._position(event.start_mark, event.end_mark))

    def _resolved(self, event: Any) -> Any:
        text = event.value
        if event.implicit[0]:
            return resolve(text)
        if event.style == '"':
            text = without_stand_in(text)
        if event.tag is None or event.implicit[1]:
            return text
        try:
            return resolve_tagged(text, event.tag)
        except TagError as error:
            raise Refusal(self._complaint(event, f"yaml: {error}")) from None

    def _take_key(self, parent: _Collection, event: Any) -> None:
        if event.value == "<<" and event.implicit[0]:
            parent.key = _MERGE
            return
        key = as_key(self._resolved(event))
        if key is None:
            hint = Sentence("Write the key in quotes if it is meant.")
            message = Sentence("yaml: null is no key of a mapping")
            raise Refusal(self._complaint(event, message, hint))
        path = child(parent.path, key)
        if key in parent.seen:
            self._duplicate(event, key, path)
        parent.key = key
        parent.seen.add(key)
        self.positions[path] = self._position(event.start_mark, event.end_mark)
        if event.anchor:
            self._anchors[event.anchor] = (key, 1)

    def _duplicate(self, event: Any, key: str, path: str) -> None:
        if len(self.complaints) >= MAX_COMPLAINTS:
            return
        first = self.positions[path].line
        found = self._complaint(event, f'yaml: key "{key}" already set in map')
        hint = Sentence(_DUPLICATE_HINT, line=first)
        self.complaints.append(found._replace(path=path, hint=hint))

    def _start(self, value: Any, event: Any) -> None:
        self._count(event, 1)
        parent = self._open[-1] if self._open else None
        if parent is not None and type(parent.value) is dict and parent.key is None:
            hint = Sentence("A key is one word; a value that begins with { or [ stands in quotes.")
            raise Refusal(self._complaint(event, "yaml: invalid map key", hint))
        if len(self._open) >= MAX_DEPTH:
            message = Sentence("yaml: nested deeper than %(most)s levels", most=MAX_DEPTH)
            hint = Sentence("Kubernetes' objects need about twenty levels; is a bracket left open?")
            raise Refusal(self._complaint(event, message, hint))
        if parent is None:
            self.line = self._first_line + event.start_mark.line
        path = "" if parent is None else self._next_path(parent)
        self._open.append(_Collection(value, path, event.anchor, self.nodes - 1))
        self.values[path] = self._position(event.start_mark, event.end_mark)

    def _next_path(self, parent: _Collection) -> str:
        if type(parent.value) is list:
            return f"{parent.path}[{len(parent.value)}]"
        return parent.path if parent.key is _MERGE else child(parent.path, parent.key)

    def _end(self, event: Any) -> None:
        closed = self._open.pop()
        start = self.values[closed.path]
        position = start._replace(
            end_line=self._first_line + event.end_mark.line, end_column=event.end_mark.column + 1
        )
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.value, self.nodes - closed.nodes_before)
        self._take(closed.value, event, position)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            hint = Sentence("Anchors do not reach from one document into another.")
            message = f"yaml: unknown anchor '{event.anchor}' referenced"
            raise Refusal(self._complaint(event, message, hint))
        value, nodes = self._anchors[event.anchor]
        self._count(event, nodes)
        parent = self._open[-1] if self._open else None
        position = self._position(event.start_mark, event.end_mark)
        if parent is not None and type(parent.value) is dict and parent.key is None:
            key = as_key(value) if not isinstance(value, dict | list) else None
            if key is None:
                raise Refusal(self._complaint(event, "yaml: invalid map key"))
            parent.key = key
            self.positions[child(parent.path, key)] = position
            return
        self._take(value, event, position)

    def _take(self, value: Any, event: Any, position: Position) -> None:
        """Put a finished value where it belongs."""
        if isinstance(value, float) and value - value != 0:
            message = "json: unsupported value: NaN or infinity"
            raise Refusal(self._complaint(event, message, Sentence("Put it in quotes.")))
        if not self._open:
            self.value = value
            self.values[""] = position
            return
        parent = self._open[-1]
        if type(parent.value) is list:
            path = f"{parent.path}[{len(parent.value)}]"
            self.positions[path] = self.values[path] = position
            parent.value.append(value)
        elif parent.key is _MERGE:
            self._merge(parent.value, value, event)
            parent.key = None
        else:
            self.values[child(parent.path, parent.key)] = position
            parent.value[parent.key] = value
            parent.key = None

    def _merge(self, target: dict[str, Any], value: Any, event: Any) -> None:
        """`<<`: one mapping or several, of which the first counts most."""
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            message = "yaml: map merge requires map or sequence of maps as the value"
            raise Refusal(self._complaint(event, message))
        for source in reversed(sources):
            self._count(event, len(source))
            target.update(source)
