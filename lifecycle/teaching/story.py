"""A trace as claims ask of it: when something happened, and what a value was when."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.apiserver.printers.pod import summarize_pod
from lifecycle.engine.apiserver.printers.tables import columns_of
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import (
    InputTaken,
    Logged,
    ObjectChanged,
    ProcessChanged,
    Record,
    TrafficChanged,
)
from lifecycle.sessions.podline import pod_line
from lifecycle.teaching.claim import At, Becoming, Happening, Measure, Moment, Subject
from lifecycle.teaching.requests import requests


class Seen(NamedTuple):
    """Something at a moment, with the record that shows it."""

    t: Millis
    record: int
    value: str = ""


OPENING = ("kubectl apply -f -", "kubectl create -f -")


class Story:
    """The records of a branch, asked by claims; answers are kept."""

    def __init__(self, records: Iterable[Record], until_ms: Millis) -> None:
        self.until_ms = until_ms
        self.records = [record for record in records if record.t <= until_ms]
        self._objects: dict[str, list[ObjectChanged]] = {}
        self._processes: dict[str, list[ProcessChanged]] = {}
        self._rest: list[Record] = []
        for record in self.records:
            if isinstance(record, ObjectChanged):
                self._objects.setdefault(record.kind, []).append(record)
            elif isinstance(record, ProcessChanged):
                self._processes.setdefault(record.what, []).append(record)
            else:
                self._rest.append(record)
        self._happened: dict[Happening, list[Seen]] = {}
        self._values: dict[Measure, list[Seen]] = {}

    def when(self, moment: Moment) -> Seen | None:
        """The moment that words speak of; None where it never comes."""
        if isinstance(moment, At):
            return Seen(self.until_ms if moment.ms is None else moment.ms, 0)
        found = self.happened(moment) if isinstance(moment, Happening) else self.becomings(moment)
        number = (moment.number or 1) - 1
        return found[number] if number < len(found) else None

    def becomings(self, becoming: Becoming) -> list[Seen]:
        """Each time that a measure takes a value."""
        series, last, found = self.values(becoming.measure), None, []
        for seen in series:
            if seen.value == becoming.value != last:
                found.append(seen)
            last = seen.value
        return found

    def happened(self, happening: Happening) -> list[Seen]:
        """Each time that something happens, in order; its number is not looked at."""
        key = Happening(happening.what, happening.subject, happening.detail)
        if key not in self._happened:
            self._happened[key] = list(_HAPPENINGS[key.what](self, key))
        return self._happened[key]

    def values(self, measure: Measure) -> list[Seen]:
        """A measure's values from the moment that it has one, each until the next."""
        if measure not in self._values:
            series: list[Seen] = []
            for seen in _MEASURES[measure.what](self, measure):
                if not series or series[-1].value != seen.value:
                    series.append(seen)
            self._values[measure] = series
        return self._values[measure]

    def value_at(self, measure: Measure, t: Millis) -> Seen | None:
        """What a measure is at a moment, after all that happens in it."""
        series = self.values(measure)
        at = bisect_right(series, t, key=lambda seen: seen.t)
        return series[at - 1] if at else None

    # Who is meant

    def changes(self, subject: Subject) -> Iterator[ObjectChanged]:
        """All that a watcher sees of an object."""
        name = self._name(subject)
        for record in self._objects.get(subject.kind, ()):
            if (record.namespace or subject.namespace) == subject.namespace and record.name == name:
                yield record

    def objects(self, kind: str) -> list[ObjectChanged]:
        """All changes of objects of a kind."""
        return self._objects.get(kind, [])

    def processes(self, subject: Subject, *whats: str) -> Iterator[ProcessChanged]:
        """What happened inside a Pod, of its container if one is named."""
        name = self._name(subject)
        found = [record for what in whats for record in self._processes.get(what, ())]
        for record in sorted(found, key=lambda record: record.id):
            if (record.namespace, record.pod) != (subject.namespace, name):
                continue
            if not subject.container or record.container == subject.container:
                yield record

    def rest(self, kind: type) -> Iterator[Any]:
        """Commands, lines of logs, or traffic."""
        return (record for record in self._rest if isinstance(record, kind))

    def pod_name(self, subject: Subject) -> str:
        """The name of the Pod that is meant."""
        return self._name(subject)

    def _name(self, subject: Subject) -> str:
        if not subject.labels:
            return subject.name
        made = [
            (record.t // 1000, record.name)
            for record in self._objects.get(subject.kind, ())
            if record.verb == "added" and _has(record.object, subject.labels)
        ]
        made.sort()  # As kubectl's lists are by creation, whose times are whole seconds.
        return made[subject.index][1] if subject.index < len(made) else ""


def _has(value: Any, labels: tuple[tuple[str, str], ...]) -> bool:
    own = metadata_of(value).labels or {}
    return all(own.get(key) == wanted for key, wanted in labels)


Happenings = Iterator[Seen]


def _process(*whats: str) -> Callable[[Story, Happening], Happenings]:
    def found(story: Story, happening: Happening) -> Happenings:
        for record in story.processes(happening.subject, *whats):
            yield Seen(record.t, record.id)

    return found


def _starts(story: Story, happening: Happening) -> Happenings:
    again = happening.what == "restart"
    for record in story.processes(happening.subject, "start"):
        if (record.attempt > 0) == again:
            yield Seen(record.t, record.id)


def _signals(story: Story, happening: Happening) -> Happenings:
    for record in story.processes(happening.subject, "signal"):
        if record.signal.removeprefix("SIG") == happening.detail and record.container:
            yield Seen(record.t, record.id)


def _probes(story: Story, happening: Happening) -> Happenings:
    probe, _, result = happening.detail.partition(" ")
    for record in story.processes(happening.subject, "probe"):
        failed = record.result != "success"
        if record.probe.removesuffix("Probe") == probe and failed == (result == "failure"):
            yield Seen(record.t, record.id)


def _hooks(story: Story, happening: Happening) -> Happenings:
    hook, _, part = happening.detail.partition(" ")
    what = "hook-start" if part == "start" else "hook-end"
    for record in story.processes(happening.subject, what):
        if record.hook == hook and (part != "failure" or record.result != "success"):
            yield Seen(record.t, record.id)


def _pulls(story: Story, happening: Happening) -> Happenings:
    what = "pull-start" if happening.detail == "start" else "pull-end"
    for record in story.processes(happening.subject, what):
        if happening.detail != "failure" or record.result != "success":
            yield Seen(record.t, record.id)


def _events(story: Story, happening: Happening) -> Happenings:
    subject, counts = happening.subject, dict[str, int]()
    name = story.pod_name(subject)
    for record in story.objects("Event"):
        event = record.object
        involved = event.involvedObject
        if record.verb == "deleted" or event.reason != happening.detail:
            continue
        if (involved.kind, involved.name) == (subject.kind, name):
            count = _count(event)
            for _ in range(max(0, count - counts.get(record.name, 0))):
                yield Seen(record.t, record.id)
            counts[record.name] = max(count, counts.get(record.name, 0))


def _count(event: Any) -> int:
    if event.series is not None and event.series.count:
        return event.series.count
    return event.count or 1


def _lifetime(story: Story, happening: Happening) -> Happenings:
    going = False
    for record in story.changes(happening.subject):
        if record.verb == "added":
            going = False
        if happening.what == "deletion":
            marked = metadata_of(record.object).deletionTimestamp is not None
            if record.verb == "deleted" or (marked and not going):
                if not going:
                    yield Seen(record.t, record.id)
                going = True
        elif record.verb == ("added" if happening.what == "creation" else "deleted"):
            yield Seen(record.t, record.id)


def _commands(story: Story, happening: Happening) -> Happenings:
    for record in story.rest(InputTaken):
        if record.t > 0 or record.line not in OPENING:
            yield Seen(record.t, record.id)


def _logs(story: Story, happening: Happening) -> Happenings:
    subject = happening.subject
    name = story.pod_name(subject)
    for record in story.rest(Logged):
        if (
            (record.namespace, record.pod) == (subject.namespace, name)
            and (subject.container in ("", record.container))
            and happening.detail in record.text
        ):
            yield Seen(record.t, record.id)


def _requests(story: Story, happening: Happening) -> Happenings:
    subject = happening.subject
    told = (
        record
        for record in story.rest(TrafficChanged)
        if (record.namespace, record.service) == (subject.namespace, subject.name)
    )
    for t, record in requests(told, happening.detail, story.until_ms):
        yield Seen(t, record)


_HAPPENINGS: dict[str, Callable[[Story, Happening], Happenings]] = {
    "start": _starts,
    "restart": _starts,
    "exit": _process("exit", "oom"),
    "OOM-kill": _process("oom"),
    "back-off": _process("backoff"),
    "sandbox": _process("sandbox-ready"),
    "signal": _signals,
    "probe": _probes,
    "hook": _hooks,
    "pull": _pulls,
    "event": _events,
    "creation": _lifetime,
    "deletion": _lifetime,
    "end": _lifetime,
    "command": _commands,
    "log": _logs,
    "request": _requests,
}

NOTHING = "nothing"
"""The value of a measure of what is not there."""


def _of_object(read: Callable[[ObjectChanged, Measure], str]) -> Callable[..., Happenings]:
    def series(story: Story, measure: Measure) -> Happenings:
        for record in story.changes(measure.subject):
            gone = record.verb == "deleted"
            yield Seen(record.t, record.id, NOTHING if gone else read(record, measure))

    return series


def _column(name: str) -> Callable[[ObjectChanged, Measure], str]:
    def read(record: ObjectChanged, measure: Measure) -> str:
        if record.kind == "Pod":
            summary = summarize_pod(record.object)
            return {
                "READY": summary.ready,
                "STATUS": summary.status,
                "RESTARTS": str(summary.restarts),
            }[name]
        return _cell(record, name)

    return read


def _cell(record: ObjectChanged, name: str) -> str:
    columns = columns_of(record.object, record.t) or {}
    found = {key.lower(): value for key, value in columns.items()}
    return str(found.get(name.lower(), NOTHING))


def _field(value: Any, *names: str) -> str:
    """A field of an object, be it a struct or, of an unknown kind, a dict."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value if isinstance(value, str) and value else NOTHING


def _phase(record: ObjectChanged, measure: Measure) -> str:
    return _field(record.object, "status", "phase")


def _status_field(field: str) -> Callable[[ObjectChanged, Measure], str]:
    def read(record: ObjectChanged, measure: Measure) -> str:
        if field == "nodeName":
            return _field(record.object, "spec", field)
        if measure.subject.container and field == "reason":
            return _of_container("reason")(record, measure)
        return _field(record.object, "status", field)

    return read


def _of_container(field: str) -> Callable[[ObjectChanged, Measure], str]:
    def read(record: ObjectChanged, measure: Measure) -> str:
        containers = pod_line(record.object)["containers"] if record.kind == "Pod" else ()
        for container in containers:
            if container["name"] == measure.subject.container or not measure.subject.container:
                value = container[field]
                return NOTHING if value is None else str(value)
        return NOTHING

    return read


def _condition(record: ObjectChanged, measure: Measure) -> str:
    status = getattr(record.object, "status", None)
    for condition in getattr(status, "conditions", None) or ():
        if condition.type == measure.detail:
            return condition.status
    return NOTHING


def _named_column(record: ObjectChanged, measure: Measure) -> str:
    return _cell(record, measure.detail)


def _number(story: Story, measure: Measure) -> Happenings:
    there: dict[str, bool] = {}
    yield Seen(0, 0, "0")
    for record in story.objects(measure.subject.kind):
        if record.verb == "deleted":
            there.pop(record.uid, None)
        elif _has(record.object, measure.subject.labels):
            ready = not measure.detail or (
                _condition(record, Measure("condition", measure.subject, "Ready")) == "True"
            )
            there[record.uid] = ready
        yield Seen(record.t, record.id, str(sum(there.values())))


def _endpoint(story: Story, measure: Measure) -> Happenings:
    """Where a Pod stands in a Service: ready, unready, terminating (serving or not), nothing."""
    name = story.pod_name(measure.subject)
    slices: dict[str, str] = {}
    yield Seen(0, 0, NOTHING)
    for record in story.objects("EndpointSlice"):
        labels = metadata_of(record.object).labels or {}
        if labels.get("kubernetes.io/service-name") != measure.detail:
            continue
        slices.pop(record.name, None)
        for endpoint in (record.object.endpoints or ()) if record.verb != "deleted" else ():
            if endpoint.targetRef is not None and endpoint.targetRef.name == name:
                slices[record.name] = _endpoint_state(endpoint.conditions)
        yield Seen(record.t, record.id, next(iter(slices.values()), NOTHING))


def _endpoint_state(conditions: Any) -> str:
    if conditions.terminating:
        return "terminating"
    return "ready" if conditions.ready else "unready"


_MEASURES: dict[str, Callable[[Story, Measure], Happenings]] = {
    "READY": _of_object(_column("READY")),
    "STATUS": _of_object(_column("STATUS")),
    "RESTARTS": _of_object(_column("RESTARTS")),
    "phase": _of_object(_phase),
    "node": _of_object(_status_field("nodeName")),
    "reason": _of_object(_status_field("reason")),
    "IP": _of_object(_status_field("podIP")),
    "state": _of_object(_of_container("state")),
    "code": _of_object(_of_container("exitCode")),
    "condition": _of_object(_condition),
    "column": _of_object(_named_column),
    "number": _number,
    "endpoint": _endpoint,
}
