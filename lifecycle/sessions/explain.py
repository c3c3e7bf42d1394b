"""Why: the chain of causes of a record, down to the line of a manifest, an input or a fault."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.records import (
    InputTaken,
    Logged,
    ObjectChanged,
    Printed,
    ProcessChanged,
    Record,
    TrafficChanged,
)
from lifecycle.manifests.document import Document
from lifecycle.sessions.podline import owner, summary_of

LONGEST_CHAIN = 2000
_TEMPLATES = {"Pod": "", "CronJob": "spec.jobTemplate.spec.template."}

Positions = dict[str, Any]


class Written(NamedTuple):
    """A field that decided something, where it stands in the manifests."""

    line: int
    path: str


def causes(records: Sequence[Record], number: int) -> list[Record]:
    """The record with that id and what led to it, back to where the story begins."""
    chain: list[Record] = []
    while 0 < number <= len(records) and len(chain) < LONGEST_CHAIN:
        chain.append(records[number - 1])
        number = chain[-1].cause
    return chain


class Origin(NamedTuple):
    """Where a story begins: the kind of its first cause, and the record that shows it."""

    kind: str
    record: Record
    written: Written | None = None


def origin(records: Sequence[Record], number: int, places: Positions) -> Origin:
    """What a record goes back to: a field of the manifest, a default, an input or a fault.

    A default is a field that nobody set, or what is there in every cluster.
    """
    broken = False
    chain = causes(records, number)
    for record in chain:
        if written := written_at(records, record, places):
            return Origin("manifest", record, written[0])
        if record.fields:
            return Origin("default", record)
        broken = broken or (isinstance(record, ProcessChanged) and record.what == "fault")
        if isinstance(record, InputTaken):
            return Origin("fault" if broken else "input", record)
    assert chain[-1].cause == 0, f"the chain of record {number} does not end"
    return Origin("default", chain[-1])


def why(records: Sequence[Record], number: int, places: Positions) -> Iterator[str]:
    """The chain in words, the effect first, each with its rule and its lines."""
    for record in causes(records, number):
        yield f"{record.t / 1000:9.3f}  #{record.id}  {in_words(record)}"
        if record.rule:
            yield f"{'':11}by the rule {record.rule}"
        for written in written_at(records, record, places):
            yield f"{'':11}as line {written.line} says: {written.path}"


def in_words(record: Record) -> str:
    """What happened, in a few words."""
    match record:
        case InputTaken(line=line):
            return f"$ {line}"
        case Printed(text=text):
            return text.splitlines()[-1]
        case ProcessChanged(what=what, pod=pod, container=container):
            about = (record.signal, record.probe, record.hook, record.result, record.message)
            name = f"{pod}/{container}" if container else pod
            return " ".join((name, what, *filter(None, about))).rstrip()
        case ObjectChanged(kind="Pod", verb=verb, name=name) if verb != "deleted":
            summary = summary_of(record)
            return f"Pod {name} {verb}: {summary.ready} {summary.status}"
        case ObjectChanged(kind="Event", object=event):
            return f"Event {event.reason}: {' '.join((event.message or '').split())}"
        case ObjectChanged(kind=kind, name=name, verb=verb):
            return f"{kind} {name} {verb}"
        case Logged(pod=pod, container=container, text=text):
            return f"{pod}/{container} wrote: {text}"
        case TrafficChanged(what="learn", service=service, entry=entry, pods=pods):
            return f"{entry} sends for Service {service} to {', '.join(pods) or 'nobody'}"
        case TrafficChanged(what=what, service=service, counts=counts):
            told = ", ".join(f"{count} {outcome}" for outcome, count in counts)
            return f"requests to Service {service}: {told or what}"
    return type(record).__name__


def written_at(records: Sequence[Record], record: Record, places: Positions) -> list[Written]:
    """Where the fields of a record stand; none for those that a default decided."""
    name = getattr(record, "pod", "") or getattr(record, "name", "")
    kind = "Pod" if isinstance(record, ProcessChanged | Logged) else getattr(record, "kind", "")
    if kind == "Event":
        kind, name = "Pod", record.object.involvedObject.name
    found = _described(records, kind, getattr(record, "namespace", ""), name, places)
    if found is None:
        return []
    prefix, fields = found
    # `spec.replicas` made the Pod: that is the owner's own, not of its template.
    prefixes = (prefix, "", "spec.jobTemplate.")
    paths = (
        next((each + path for each in prefixes if each + path in fields), None)
        for path in record.fields
    )
    return [Written(fields[path][0], path) for path in paths if path]


def _described(
    records: Sequence[Record], kind: str, namespace: str, name: str, places: Positions
) -> tuple[str, dict[str, list[int]]] | None:
    """The fields of the object, or of the owner that made it, and where a Pod lies in them."""
    while (place := places.get(f"{kind}/{namespace}/{name}")) is None:
        made = next(
            (
                r
                for r in reversed(records)
                if isinstance(r, ObjectChanged)
                and (r.kind, r.namespace, r.name) == (kind, namespace, name)
            ),
            None,
        )
        maker = owner(made.object.metadata) if made is not None else None
        if maker is None:
            return None
        kind, _, name = maker.partition("/")
    return _TEMPLATES.get(kind, "spec.template."), place["fields"]


def positions(documents: Sequence[Document]) -> Positions:
    """Where each object and each of its fields stands in the manifests.

    `{"Pod/default/web": {"document", "line", "fields": {path: [line, column]}}}`.
    """
    found: Positions = {}
    for number, document in enumerate(documents):
        name = _name(document.value)
        if name and name not in found:
            found[name] = {
                "document": number,
                "line": document.line,
                "fields": {
                    path: [place.line, place.column] for path, place in document.positions.items()
                },
            }
    return found


def _name(value: Any) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("metadata"), dict):
        return ""
    metadata, kind, version = value["metadata"], value.get("kind"), value.get("apiVersion")
    if not isinstance(kind, str) or not isinstance(version, str):
        return ""
    row = find_kind(version, kind)
    namespace = "" if row and not row.namespaced else metadata.get("namespace") or "default"
    return f"{kind}/{namespace}/{metadata.get('name') or metadata.get('generateName') or ''}"
