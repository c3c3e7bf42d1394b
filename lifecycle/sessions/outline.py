"""How a branch stands at a moment, in outline: so that branches can be held side by side."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec

from lifecycle.engine.records import ObjectChanged
from lifecycle.sessions.podline import summary_of

MOST_PODS = 12


class PodEnd(msgspec.Struct, frozen=True):
    """A Pod as `kubectl get pods` prints it."""

    namespace: str
    name: str
    ready: str
    status: str
    restarts: int


class Outline(msgspec.Struct, frozen=True):
    """The Pods that there are, some of them by name; what was restarted and warned of so far."""

    pods: tuple[PodEnd, ...] = ()
    count: int = 0
    restarts: int = 0
    warnings: int = 0


def outline(records: Sequence[Any], count: int) -> Outline:
    """What the first `count` records come to."""
    pods: dict[tuple[str, str], ObjectChanged] = {}
    warnings = 0
    for record in islice(records, count):
        if not isinstance(record, ObjectChanged):
            continue
        key = (record.namespace, record.name)
        if record.kind == "Event":
            warnings += record.verb != "deleted" and record.object.type == "Warning"
        elif record.kind == "Pod" and record.verb == "deleted":
            pods.pop(key, None)
        elif record.kind == "Pod":
            pods[key] = record
    ends = [_end(record) for record in pods.values()]
    restarts = sum(end.restarts for end in ends)
    return Outline(tuple(ends[:MOST_PODS]), len(ends), restarts, warnings)


def _end(record: ObjectChanged) -> PodEnd:
    summary = summary_of(record)
    restarts = int(summary.restarts)
    return PodEnd(record.namespace, record.name, summary.ready, summary.status, restarts)
