"""What `kubectl get pods -w` and `kubectl get events -w` print, on one clock.

Each line begins with its moment, which kubectl would leave to whoever watches.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lightkube.models.core_v1 import Event

from lifecycle.engine.apiserver.printers.durations import human_duration
from lifecycle.engine.apiserver.printers.pod import print_pod
from lifecycle.engine.kernel.clock import Millis, millis
from lifecycle.engine.records import InputTaken, ObjectChanged

GAP = 3
POD_HEAD = ("NAME", "READY", "STATUS", "RESTARTS", "AGE")
EVENT_HEAD = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")

Row = tuple[str, ...]


def watch(records: Iterable[Any]) -> Iterator[str]:
    """The lines, in order; a head stands before the first line of each kind."""
    shown = list(_rows(records))
    several = len({namespace for _, _, namespace, _ in shown if namespace}) > 1
    tables = {
        head: _Table([_with_namespace(head, "NAMESPACE", several)])
        for head in (POD_HEAD, EVENT_HEAD)
    }
    for _, head, namespace, row in shown:
        if head is not None:
            tables[head].add(_with_namespace(row, namespace, several))
    for at_ms, head, _, row in shown:
        if head is None:
            yield from (f"{_moment(at_ms)}  {line}".rstrip() for line in row)
        else:
            yield from (f"{_moment(at_ms)}  {line}" for line in tables[head].next_lines())


def _rows(records: Iterable[Any]) -> Iterator[tuple[Millis, Row | None, str, Row]]:
    for record in records:
        if isinstance(record, InputTaken):
            yield record.t, None, "", (f"$ {record.line}", *record.output.splitlines())
        elif isinstance(record, ObjectChanged) and record.kind == "Pod":
            yield record.t, POD_HEAD, record.namespace, print_pod(record.object, record.t)[:5]
        elif _is_event(record):
            yield record.t, EVENT_HEAD, record.namespace, _event(record.object, record.t)


def _is_event(record: Any) -> bool:
    is_change = isinstance(record, ObjectChanged) and record.verb != "deleted"
    return is_change and record.kind == "Event"


def _event(event: Event, now_ms: Millis) -> Row:
    involved, seen = event.involvedObject, "0s"
    if (event.count or 1) > 1 and event.firstTimestamp is not None:
        over = human_duration(now_ms - millis(event.firstTimestamp))
        seen = f"0s (x{event.count} over {over})"
    name = f"{(involved.kind or '').lower()}/{involved.name}"
    return seen, event.type or "", event.reason or "", name, " ".join((event.message or "").split())


def _with_namespace(row: Row, namespace: str, several: bool) -> Row:
    return (namespace, *row) if several else row


class _Table:
    """Rows under a head, in columns that are as wide as their widest cell."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._widths = [len(cell) for cell in rows[0]]
        self._next = 0

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._widths = [max(width, len(cell)) for width, cell in zip(self._widths, row)]

    def next_lines(self) -> Iterator[str]:
        """The next row; before the first one, the head."""
        upto = self._next + 1 if self._next else 2
        for row in self._rows[self._next : upto]:
            cells = (cell.ljust(width + GAP) for cell, width in zip(row, self._widths))
            yield "".join(cells).rstrip()
        self._next = upto


def _moment(at_ms: Millis) -> str:
    return f"{at_ms / 1000:9.3f}"
