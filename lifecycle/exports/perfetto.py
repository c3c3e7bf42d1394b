"""A trace in Chrome's JSON trace format, which ui.perfetto.dev opens.

A Pod is a process, a lane a thread, a state a slice (`X`) and a mark an instant (`i`);
times are microseconds.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, Record
from lifecycle.exports.lanes import PodLanes, pod_lanes
from lifecycle.sentence import Say, Sentence

CLUSTER = 0
"""The process that holds what belongs to no Pod: commands and events."""


def perfetto(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The trace as one JSON object."""
    records = list(records)
    events = [_name("process_name", CLUSTER, 0, title or say(Sentence("cluster")))]
    events += _cluster(records, until_ms, say)
    for number, pod in enumerate(pod_lanes(records, until_ms, say), 1):
        events += _pod(number, pod)
    return json.dumps({"displayTimeUnit": "ms", "traceEvents": events}) + "\n"


def _cluster(records: list[Record], until_ms: Millis, say: Say) -> Iterator[dict[str, Any]]:
    yield _name("thread_name", CLUSTER, 1, say(Sentence("commands")))
    yield _name("thread_name", CLUSTER, 2, say(Sentence("events")))
    for record in records:
        if record.t > until_ms:
            return
        if isinstance(record, InputTaken):
            yield _instant(record.t, CLUSTER, 1, record.line, {"output": record.output})
        elif isinstance(record, ObjectChanged) and record.kind == "Event":
            event = record.object
            about = f"{event.involvedObject.kind}/{event.involvedObject.name}"
            told = {"about": about, "message": event.message, "type": event.type}
            yield _instant(record.t, CLUSTER, 2, event.reason, told)


def _pod(number: int, pod: PodLanes) -> Iterator[dict[str, Any]]:
    yield _name("process_name", number, 0, f"{pod.namespace}/{pod.name}")
    for thread, lane in enumerate(pod.lanes, 1):
        yield _name("thread_name", number, thread, lane.name)
        for stretch in lane.stretches:
            yield {
                "ph": "X",
                "name": stretch.text,
                "cat": stretch.tone,
                "pid": number,
                "tid": thread,
                "ts": stretch.start * 1000,
                "dur": (stretch.end - stretch.start) * 1000,
            }
        for mark in lane.marks:
            yield _instant(mark.at, number, thread, mark.text, {"tone": mark.tone})


def _name(what: str, pid: int, tid: int, name: str) -> dict[str, Any]:
    return {"ph": "M", "name": what, "pid": pid, "tid": tid, "args": {"name": name}}


def _instant(at: Millis, pid: int, tid: int, name: str, args: dict[str, Any]) -> dict[str, Any]:
    place = {"pid": pid, "tid": tid, "ts": at * 1000}
    return {"ph": "i", "s": "t", "name": name, **place, "args": args}
