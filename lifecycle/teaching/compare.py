"""Two plays on one clock: where they part, and what that costs.

What is compared is what somebody who watches sees: the columns of each Pod, its containers'
states, its endpoints, Events by reason. Names that were generated differ from play to play,
so a Pod of a controller is known by its labels' owner and its place among its brothers.
"""

import difflib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from lifecycle.engine.apiserver.printers.pod import summarize_pod
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import ObjectChanged, ProcessChanged, Record, TrafficChanged
from lifecycle.sessions.podline import owner, pod_line

GONE = ""


class Change(NamedTuple):
    """From this moment on something has this value; "" is nothing."""

    t: Millis
    about: str
    what: str
    value: str
    record: int = 0


class Divergence(msgspec.Struct, frozen=True):
    """The first moment at which the two differ, and in what."""

    at_ms: Millis
    about: str
    what: str
    left: str
    right: str


class Cost(msgspec.Struct, frozen=True):
    """What a play came to: counts, and milliseconds summed over its Pods."""

    pods: int
    restarts: int
    not_ready_ms: Millis
    deleting_ms: Millis
    killed: int
    warnings: int
    lost: int = 0


def changes(records: Iterable[Record]) -> list[Change]:
    """All changes of what can be watched, in order of time."""
    watched = _Watched()
    for record in records:
        watched.take(record)
    return watched.changes


class _Watched:
    """Follows a trace and notes each change of a value."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._values: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {}
        self._brothers: dict[str, int] = {}

    def take(self, record: Record) -> None:
        if isinstance(record, ObjectChanged):
            if record.kind == "Pod":
                self._pod(record)
            elif record.kind == "Event" and record.verb != "deleted":
                self._event(record)
        elif isinstance(record, ProcessChanged) and record.what == "signal" and record.container:
            about = self._names.get(record.uid)
            if about:
                key = (about, f"{record.container} {record.signal}")
                self._note(record, *key, str(int(self._values.get(key) or 0) + 1))

    def _name(self, record: ObjectChanged) -> str:
        if record.uid not in self._names:
            name = owner(record.object.metadata) or f"Pod/{record.name}"
            if name.startswith("ReplicaSet/"):
                name = name.rpartition("-")[0] or name
            number = self._brothers[name] = self._brothers.get(name, 0) + 1
            own = name.startswith("Pod/")
            self._names[record.uid] = name if own and number == 1 else f"{name} #{number}"
        return self._names[record.uid]

    def _pod(self, record: ObjectChanged) -> None:
        about = self._name(record)
        if record.verb == "deleted":
            for known, what in list(self._values):
                if known == about:
                    self._note(record, about, what, GONE)
            return
        summary = summarize_pod(record.object)
        self._note(record, about, "STATUS", summary.status)
        self._note(record, about, "READY", summary.ready)
        self._note(record, about, "RESTARTS", str(summary.restarts))
        for container in pod_line(record.object)["containers"]:
            state = container["reason"] or container["state"]
            self._note(record, about, container["name"], state)

    def _event(self, record: ObjectChanged) -> None:
        involved = record.object.involvedObject
        about = self._names.get(involved.uid or "", f"{involved.kind}/")
        if involved.kind == "Pod" and about != "Pod/":
            times = (record.object.series and record.object.series.count) or record.object.count
            self._note(record, about, f"event {record.object.reason}", str(times or 1))

    def _note(self, record: Record, about: str, what: str, value: str) -> None:
        if self._values.get((about, what), GONE) != value:
            self._values[about, what] = value
            self.changes.append(Change(record.t, about, what, value, record.id))


def first_divergence(
    left: list[Change], right: list[Change], until_ms: Millis
) -> Divergence | None:
    """Where the two part; None if they are the same up to that moment."""
    states: tuple[dict[tuple[str, str], str], ...] = ({}, {})
    sides, at = (left, right), [0, 0]
    while True:
        moments = [side[at[n]].t for n, side in enumerate(sides) if at[n] < len(side)]
        if not moments or min(moments) > until_ms:
            return None
        now, touched = min(moments), []
        for n, side in enumerate(sides):
            while at[n] < len(side) and side[at[n]].t == now:
                change = side[at[n]]
                states[n][change.about, change.what] = change.value
                touched.append((change.about, change.what))
                at[n] += 1
        for key in touched:
            one, other = (state.get(key, GONE) for state in states)
            if one != other:
                return Divergence(now, *key, one, other)


def cost(records: Iterable[Record], until_ms: Millis) -> Cost:
    """What a play came to."""
    pods: dict[str, _Life] = {}
    killed = 0
    warnings = 0
    lost = 0
    for record in records:
        if record.t > until_ms:
            break
        if isinstance(record, ObjectChanged) and record.kind == "Pod":
            pods.setdefault(record.uid, _Life(record.t)).take(record)
        elif isinstance(record, ObjectChanged) and record.kind == "Event":
            warnings += record.verb != "deleted" and record.object.type == "Warning"
        elif isinstance(record, ProcessChanged) and record.what == "signal":
            killed += record.signal == "KILL"
        elif isinstance(record, TrafficChanged):
            lost += sum(one.count for one in record.lost)
    lives = pods.values()
    return Cost(
        pods=len(pods),
        restarts=sum(life.restarts for life in lives),
        not_ready_ms=sum(life.not_ready(until_ms) for life in lives),
        deleting_ms=sum(life.deleting(until_ms) for life in lives),
        killed=killed,
        warnings=warnings,
        lost=lost,
    )


class _Life:
    """One Pod, summed up."""

    def __init__(self, born: Millis) -> None:
        self.restarts = 0
        self._since: Millis | None = born
        self._unready: Millis = 0
        self._marked: Millis | None = None
        self._gone: Millis | None = None

    def take(self, record: ObjectChanged) -> None:
        if record.verb == "deleted":
            self._settle(record.t)
            self._gone, self._since = record.t, None
            return
        pod = record.object
        self.restarts = max(self.restarts, summarize_pod(pod).restarts)
        if self._marked is None and pod.metadata.deletionTimestamp is not None:
            self._marked = record.t
        over = pod.status is not None and pod.status.phase in ("Succeeded", "Failed")
        ready = over or any(
            condition.type == "Ready" and condition.status == "True"
            for condition in (pod.status and pod.status.conditions) or ()
        )
        self._settle(record.t)
        self._since = None if ready else record.t

    def _settle(self, now: Millis) -> None:
        if self._since is not None:
            self._unready += now - self._since
            self._since = None

    def not_ready(self, until_ms: Millis) -> Millis:
        rest = 0 if self._since is None else until_ms - self._since
        return self._unready + max(0, rest)

    def deleting(self, until_ms: Millis) -> Millis:
        if self._marked is None:
            return 0
        return (until_ms if self._gone is None else self._gone) - self._marked


class Segment(NamedTuple):
    """A stretch of a lane with one value."""

    start: Millis
    end: Millis
    value: str


def lanes(found: list[Change], until_ms: Millis) -> Iterator[tuple[str, str, list[Segment]]]:
    """What to draw: for each Pod its STATUS, READY and containers, as stretches of time."""
    open_: dict[tuple[str, str], Change] = {}
    drawn: dict[tuple[str, str], list[Segment]] = {}
    for change in found:
        key = (change.about, change.what)
        if change.t > until_ms or change.what.startswith("event ") or " " in change.what:
            continue
        before = open_.pop(key, None)
        if before is not None and change.t > before.t:
            drawn.setdefault(key, []).append(Segment(before.t, change.t, before.value))
        drawn.setdefault(key, [])
        if change.value:
            open_[key] = change
    for key, change in open_.items():
        drawn[key].append(Segment(change.t, until_ms, change.value))
    for (about, what), segments in drawn.items():
        yield about, what, sorted(segments)


def difference(left: str, right: str) -> list[tuple[str, str]]:
    """The two manifests, line by line: " " both, "-" the first only, "+" the second only."""
    lines = difflib.unified_diff(
        left.splitlines(), right.splitlines(), lineterm="", n=3, fromfile="a", tofile="b"
    )
    shown = [(line[:1], line[1:]) for line in lines if not line.startswith(("---", "+++"))]
    return [("@", "") if sign == "@" else (sign, text) for sign, text in shown]
