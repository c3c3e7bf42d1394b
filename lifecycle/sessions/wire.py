"""Records as the outside sees them: one projection for `play --output jsonl` and for frames.

Every record of the engine becomes exactly one line, so that the number of lines somebody
has says where to go on. Times are seconds with three decimals; names are camelCase, as
Kubernetes writes them, or those of the printed columns.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from lifecycle.engine.api.scheme import encode as encode_object
from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.api.version import VERSIONS
from lifecycle.engine.apiserver.printers import event as event_columns
from lifecycle.engine.apiserver.printers.tables import columns_of
from lifecycle.engine.controllers.deployment.replicasets import REVISION
from lifecycle.engine.records import (
    InputTaken,
    Logged,
    ObjectChanged,
    Printed,
    ProcessChanged,
    Record,
    TrafficChanged,
)
from lifecycle.sessions.podline import owner, pod_line

_JSON = msgspec.json.Encoder()


def project(record: Record) -> dict[str, Any]:
    """The line of a record."""
    line = _PROJECTIONS[type(record)](record)
    line["t"] = record.t / 1000
    line["id"] = record.id
    line["cause"] = record.cause
    line["rule"] = record.rule
    line["fields"] = record.fields
    return line


def encode(record: Record) -> str:
    """The line of a record as JSON."""
    return _JSON.encode(project(record)).decode()


def _object(record: ObjectChanged) -> dict[str, Any]:
    if record.kind == "Pod":
        if record.verb != "deleted":
            return {
                "type": "pod",
                "verb": record.verb,
                **pod_line(record.object, VERSIONS[record.kubernetes]),
            }
        return {
            "type": "pod-deleted",
            "namespace": record.namespace,
            "name": record.name,
            "uid": record.uid,
        }
    if record.kind == "Event" and record.verb != "deleted":
        return _event(record.object)
    return _other(record)


def _event(event: Any) -> dict[str, Any]:
    involved = event.involvedObject
    return {
        "type": "event",
        "object": f"{involved.kind}/{involved.name}",
        "namespace": event.metadata.namespace,
        "event_type": event.type,
        "reason": event.reason,
        "message": event.message,
        "count": event_columns.count(event),
        "source": event_columns.component(event),
        "fieldPath": involved.fieldPath or None,
    }


def _other(record: ObjectChanged) -> dict[str, Any]:
    shown = encode_object(record.object)
    line = {
        "type": "object",
        "kind": record.kind,
        "namespace": record.namespace,
        "name": record.name,
        "uid": record.uid,
        "verb": record.verb,
        "status": shown.get("status"),
        "columns": columns_of(record.object, record.t, VERSIONS[record.kubernetes]),
        "owner": owner(metadata_of(record.object)),
    }
    if revision := (metadata_of(record.object).annotations or {}).get(REVISION):
        line["revision"] = revision
    if record.kind == "EndpointSlice":
        line["endpoints"] = [_endpoint(endpoint) for endpoint in record.object.endpoints or ()]
    return line


def _endpoint(endpoint: Any) -> dict[str, Any]:
    conditions = endpoint.conditions
    return {
        "pod": endpoint.targetRef.name if endpoint.targetRef else None,
        "addresses": endpoint.addresses,
        "ready": conditions.ready,
        "serving": conditions.serving,
        "terminating": conditions.terminating,
    }


_PROCESS_NAMES = {"exit_code": "exitCode"}
_PROCESS_FIELDS = tuple(
    (name, _PROCESS_NAMES.get(name, name))
    for name in ProcessChanged.__struct_fields__
    if name not in ("id", "t", "cause", "rule", "fields", "until")
)


def _process(record: ProcessChanged) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "process"}
    for name, shown in _PROCESS_FIELDS:
        value = getattr(record, name)
        if value not in ("", None):
            line[shown] = value
    if record.until is not None:
        line["until"] = record.until / 1000
    return line


def _input(record: InputTaken) -> dict[str, Any]:
    return {"type": "input", "line": record.line, "ok": record.ok, "output": record.output}


def _printed(record: Printed) -> dict[str, Any]:
    return {"type": "printed", "line": record.line, "ok": record.ok, "text": record.text}


def _log(record: Logged) -> dict[str, Any]:
    return {
        "type": "log",
        "namespace": record.namespace,
        "pod": record.pod,
        "uid": record.uid,
        "container": record.container,
        "attempt": record.attempt,
        "stream": record.stream,
        "text": record.text,
    }


def _traffic(record: TrafficChanged) -> dict[str, Any]:
    return {
        "type": "traffic",
        "what": record.what,
        "namespace": record.namespace,
        "service": record.service,
        "rps": record.rps,
        "via": record.via,
        "counts": dict(record.counts),
        "totals": dict(record.totals),
        "lost": [
            {
                "outcome": one.outcome,
                "pod": one.pod,
                "count": one.count,
                "from": one.first_ms / 1000,
                "to": one.last_ms / 1000,
            }
            for one in record.lost
        ],
        "retried": record.retried,
        "entry": record.entry,
        "pods": record.pods,
    }


_PROJECTIONS: dict[type, Callable[[Any], dict[str, Any]]] = {
    ObjectChanged: _object,
    ProcessChanged: _process,
    InputTaken: _input,
    Printed: _printed,
    Logged: _log,
    TrafficChanged: _traffic,
}
