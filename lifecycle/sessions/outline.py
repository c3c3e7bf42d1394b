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


class PodGone(msgspec.Struct, frozen=True):
    """A Pod that has left the API: its phase at the last, and the exit codes of its containers."""

    namespace: str
    name: str
    phase: str
    restarts: int
    codes: tuple[int, ...] = ()


class Outline(msgspec.Struct, frozen=True, rename="camel"):
    """The Pods that there are and those that are gone, some of them by name.

    `restarts` and `warnings` count all that were so far.
    """

    pods: tuple[PodEnd, ...] = ()
    count: int = 0
    gone: tuple[PodGone, ...] = ()
    gone_count: int = 0
    restarts: int = 0
    warnings: int = 0


def outline(records: Sequence[Any], count: int) -> Outline:
    """What the first `count` records come to."""
    pods: dict[tuple[str, str], ObjectChanged] = {}
    gone: dict[tuple[str, str], ObjectChanged] = {}
    warnings = restarted = 0
    for record in islice(records, count):
        if not isinstance(record, ObjectChanged):
            continue
        key = (record.namespace, record.name)
        if record.kind == "Event":
            warnings += record.verb != "deleted" and record.object.type == "Warning"
        elif record.kind == "Pod" and record.verb == "deleted":
            pods.pop(key, None)
            gone[key] = record
            restarted += int(summary_of(record).restarts)
        elif record.kind == "Pod":
            # A StatefulSet's next Pod has the name of the one before.
            gone.pop(key, None)
            pods[key] = record
    ends = [_end(record) for record in pods.values()]
    return Outline(
        pods=tuple(ends[:MOST_PODS]),
        count=len(ends),
        gone=tuple(_gone(record) for record in islice(gone.values(), MOST_PODS)),
        gone_count=len(gone),
        restarts=restarted + sum(end.restarts for end in ends),
        warnings=warnings,
    )


def _end(record: ObjectChanged) -> PodEnd:
    summary = summary_of(record)
    restarts = int(summary.restarts)
    return PodEnd(record.namespace, record.name, summary.ready, summary.status, restarts)


def _gone(record: ObjectChanged) -> PodGone:
    status = record.object.status
    states = (one.state for one in status.containerStatuses or ())
    codes = tuple(s.terminated.exitCode for s in states if s is not None and s.terminated)
    restarts = int(summary_of(record).restarts)
    return PodGone(record.namespace, record.name, status.phase or "", restarts, codes)
