"""What `kubectl get pods -w` and `kubectl get events -w` print, on one clock.

Each line begins with its moment, which kubectl would leave to whoever watches.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lifecycle.engine.api.version import VERSIONS
from lifecycle.engine.apiserver.printers.tables import table_of
from lifecycle.engine.records import InputTaken, ObjectChanged, Printed

GAP = 3
KINDS = ("Pod", "Event")

Row = tuple[str, ...]


def watch(records: Iterable[Any]) -> Iterator[str]:
    """The lines, in order; a head stands before the first line of each kind."""
    shown = [record for record in records if _is_shown(record)]
    namespaces = {record.namespace for record in shown if isinstance(record, ObjectChanged)}
    tables = {kind: _Table(_head(kind, len(namespaces) > 1)) for kind in KINDS}
    for record in shown:
        if isinstance(record, ObjectChanged):
            tables[record.kind].add(_row(record, len(namespaces) > 1))
    for record in shown:
        if isinstance(record, ObjectChanged):
            lines = tables[record.kind].next_lines()
        elif isinstance(record, Printed):
            lines = iter(record.text.splitlines())
        else:
            lines = iter([f"$ {record.line}", *record.output.splitlines()])
        yield from (f"{record.t / 1000:9.3f}  {line}".rstrip() for line in lines)


def _is_shown(record: Any) -> bool:
    if isinstance(record, ObjectChanged):
        return record.kind == "Pod" or (record.kind == "Event" and record.verb != "deleted")
    return isinstance(record, InputTaken | Printed)


def _head(kind: str, several: bool) -> Row:
    names = tuple(name.upper() for name in table_of(kind).header(wide=False))
    return ("NAMESPACE", *names) if several else names


def _row(record: ObjectChanged, several: bool) -> Row:
    printer = table_of(record.kind, VERSIONS[record.kubernetes])
    cells = printer.row(record.object, record.t, wide=False)
    cells = tuple(" ".join(cell.split()) for cell in cells)
    return (record.namespace, *cells) if several else cells


class _Table:
    """Rows under a head, in columns that are as wide as their widest cell."""

    def __init__(self, head: Row) -> None:
        self._rows = [head]
        self._widths = [len(cell) for cell in head]
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
