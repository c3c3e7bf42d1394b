"""Requests to a Service as claims ask of them: which were lost, answered or sent, and when."""

from collections.abc import Iterable, Iterator

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Lost, TrafficChanged

LOST, ANSWERED, SENT = "lost", "answered", "sent"
OUTCOMES = (
    *(LOST, ANSWERED, SENT, "refused", "reset", "timed-out", "unresolved"),
    *("500", "502", "503", "504"),
)
SECOND_MS = 1000


def requests(
    records: Iterable[TrafficChanged], outcome: str, until_ms: Millis
) -> Iterator[tuple[Millis, int]]:
    """The moment of each request that ended so, with the record that tells of it.

    A second of which nothing is told was as the one before it.
    """
    last: TrafficChanged | None = None
    for record in [r for r in records if r.what != "learn"]:
        if last is not None and last.what != "stop":
            yield from _steady(last, record.t, outcome)
        yield from _told(record, outcome)
        last = record
    if last is not None and last.what != "stop":
        yield from _steady(last, until_ms + 1, outcome)


def _told(record: TrafficChanged, outcome: str) -> Iterator[tuple[Millis, int]]:
    if outcome in (ANSWERED, SENT):
        count = dict(record.counts).get(ANSWERED, 0)
        yield from ((record.t, record.id) for _ in range(count))
    if outcome != ANSWERED:
        found = (lost for lost in record.lost if outcome in (LOST, SENT, lost.outcome))
        moments = sorted(moment for lost in found for moment in _spread(lost))
        yield from ((moment, record.id) for moment in moments)


def _steady(last: TrafficChanged, until_ms: Millis, outcome: str) -> Iterator[tuple[Millis, int]]:
    """The seconds between two records; in each of them all was answered."""
    if last.what != "second" or outcome not in (ANSWERED, SENT):
        return
    count = dict(last.counts).get(ANSWERED, 0)
    for moment in range(last.t + SECOND_MS, until_ms, SECOND_MS):
        yield from ((moment, last.id) for _ in range(count))


def _spread(lost: Lost) -> Iterator[Millis]:
    span, gaps = lost.last_ms - lost.first_ms, max(1, lost.count - 1)
    return (lost.first_ms + span * n // gaps for n in range(lost.count))
