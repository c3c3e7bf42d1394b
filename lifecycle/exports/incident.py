"""A trace as the table of an incident review, in Markdown."""

import re
from collections.abc import Iterable, Iterator

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged, Record
from lifecycle.exports.text import moment, one_line
from lifecycle.sentence import Say, Sentence
from lifecycle.sessions.podline import summary_of

MOST_ROWS = 500
_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#!~])")

Row = tuple[Millis, str, str, str]


def incident(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """When, what of what, and in which words; `MOST_ROWS` rows at most, and that is said."""
    rows = [row for row in _rows(records) if row[0] <= until_ms]
    heads = (Sentence("Time"), Sentence("What"), Sentence("Happened"), Sentence("In words"))
    lines = [f"# {_plain(title or say(Sentence('Timeline')))}", ""]
    lines.append(f"| {' | '.join(map(say, heads))} |")
    lines.append("|---:|---|---|---|")
    for at, about, what, words in rows[:MOST_ROWS]:
        cells = (say(moment(at)), *(_plain(say(cell)) for cell in (about, what, words)))
        lines.append(f"| {' | '.join(cells)} |")
    if len(rows) > MOST_ROWS:
        left = Sentence("%(n)s later rows are left out.", n=len(rows) - MOST_ROWS)
        lines += ["", say(left)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", one_line(text, 400))


def _rows(records: Iterable[Record]) -> Iterator[Row]:
    statuses: dict[str, str] = {}
    for record in records:
        if isinstance(record, InputTaken):
            yield record.t, Sentence("Command"), record.line, record.output
        elif isinstance(record, ProcessChanged):
            if record.what in ("exit", "oom"):
                name = f"{record.pod}/{record.container}"
                yield record.t, Sentence("Container %(name)s", name=name), _ended(record), ""
        elif isinstance(record, ObjectChanged):
            yield from _change(record, statuses)


def _ended(record: ProcessChanged) -> Sentence:
    if record.what == "oom":
        return Sentence("Out of memory, code %(code)s", code=record.exit_code)
    return Sentence("Exit, code %(code)s", code=record.exit_code)


def _change(record: ObjectChanged, statuses: dict[str, str]) -> Iterator[Row]:
    if record.kind == "Event" and record.verb != "deleted":
        event = record.object
        about = f"{event.involvedObject.kind} {event.involvedObject.name}"
        times = f" (×{event.count})" if (event.count or 1) > 1 else ""
        yield record.t, about, f"{event.type}: {event.reason}{times}", event.message or ""
    elif record.kind == "Pod":
        about = f"Pod {record.name}"
        if record.verb == "deleted":
            yield record.t, about, Sentence("Gone"), ""
            return
        summary = summary_of(record)
        status = f"{summary.ready} {summary.status}"
        if statuses.get(record.uid) != status:
            statuses[record.uid] = status
            yield record.t, about, status, _restarts(summary.restarts)


def _restarts(count: int) -> Sentence:
    return Sentence("1 restart") if count == 1 else Sentence("%(n)s restarts", n=count)
