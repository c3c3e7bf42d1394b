"""A trace as the table of an incident review, in Markdown."""

import re
from collections.abc import Iterable, Iterator

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged, Record
from lifecycle.exports.text import moment, one_line
from lifecycle.sessions.podline import summary_of

MOST_ROWS = 500
_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#!~])")

Row = tuple[Millis, str, str, str]


def incident(records: Iterable[Record], until_ms: Millis, title: str = "") -> str:
    """When, what of what, and in which words; `MOST_ROWS` rows at most, and that is said."""
    rows = [row for row in _rows(records) if row[0] <= until_ms]
    lines = [f"# {_plain(title or 'Timeline')}", "", "| Time | What | Happened | In words |"]
    lines.append("|---:|---|---|---|")
    for at, about, what, words in rows[:MOST_ROWS]:
        cells = (moment(at), _plain(about), _plain(what), _plain(words))
        lines.append(f"| {' | '.join(cells)} |")
    if len(rows) > MOST_ROWS:
        lines += ["", f"{len(rows) - MOST_ROWS} later rows are left out."]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", one_line(text, 400))


def _rows(records: Iterable[Record]) -> Iterator[Row]:
    statuses: dict[str, str] = {}
    for record in records:
        if isinstance(record, InputTaken):
            yield record.t, "Command", record.line, record.output
        elif isinstance(record, ProcessChanged):
            if record.what in ("exit", "oom"):
                about = f"Container {record.pod}/{record.container}"
                what = "Out of memory" if record.what == "oom" else "Exit"
                yield record.t, about, f"{what}, code {record.exit_code}", ""
        elif isinstance(record, ObjectChanged):
            yield from _change(record, statuses)


def _change(record: ObjectChanged, statuses: dict[str, str]) -> Iterator[Row]:
    if record.kind == "Event" and record.verb != "deleted":
        event = record.object
        about = f"{event.involvedObject.kind} {event.involvedObject.name}"
        times = f" (×{event.count})" if (event.count or 1) > 1 else ""
        yield record.t, about, f"{event.type}: {event.reason}{times}", event.message or ""
    elif record.kind == "Pod":
        about = f"Pod {record.name}"
        if record.verb == "deleted":
            yield record.t, about, "Gone", ""
            return
        summary = summary_of(record)
        status = f"{summary.ready} {summary.status}"
        if statuses.get(record.uid) != status:
            statuses[record.uid] = status
            yield record.t, about, status, f"{summary.restarts} restarts"
