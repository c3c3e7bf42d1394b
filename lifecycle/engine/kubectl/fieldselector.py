"""`--field-selector`: objects by the few fields that the API server can select by.

Mirrors pkg/apis/core/v1/conversion.go (`AddFieldLabelConversionsFor…`), pkg/apis/batch/v1, and
the visitor of cli-runtime that says which request has failed.
"""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.api.kinds import named
from lifecycle.engine.apiserver.meta import field_at
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import Resource, Target
from lifecycle.sentence import Sentence

Found = tuple[Target, Any]

_EVERY = ("metadata.name", "metadata.namespace")
_FIELDS = {
    "Pod": (
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
        "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
        "status.nominatedNodeName",
    ),
    "Node": ("spec.unschedulable",),
    "Namespace": ("status.phase",),
    "Secret": ("type",),
    "Service": ("spec.clusterIP", "spec.type"),
    "ReplicationController": ("status.replicas",),
    "Job": ("status.successful",),
    "Event": (
        *(f"involvedObject.{name}" for name in (
            "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")),
        "reason", "reportingComponent", "source", "type",
    ),
}  # fmt: skip
_ELSEWHERE = {
    "status.successful": "status.succeeded",
    "source": "source.component",
    "status.podIPs": "status.podIP",
}
"""Labels that are not called as the field is."""
_UNSET = {
    "spec.hostNetwork": "false",
    "spec.unschedulable": "false",
    "status.replicas": "0",
    "status.successful": "0",
}


def selected(found: list[Found], text: str, labels: str) -> list[Found]:
    """Those that fulfil every term; raises Refusal for a field that can't be selected by."""
    resources = dict.fromkeys(target.resource for target, _ in found)
    for resource in resources:
        tests = [_test(term, resource, text, labels) for term in text.split(",") if term]
        found = [
            (target, obj)
            for target, obj in found
            if target.resource != resource or all(test(obj) for test in tests)
        ]
    return found


def _test(term: str, resource: Resource, text: str, labels: str) -> Callable[[Any], bool]:
    for sign in ("!=", "==", "="):
        path, split, value = term.partition(sign)
        if split:
            break
    else:
        why = f"invalid selector: '{text}'; can't understand '{term}'"
        raise _refused(why, resource, text, labels)
    known = (*_EVERY, *_FIELDS.get(resource.kind, ()))
    if path not in known:
        why = f"field label not supported: {path}"
        raise _refused(why, resource, text, labels, Sentence(
            "Of %(plural)s one can select by %(names)s.",
            plural=resource.plural, names=", ".join(known),
        ))  # fmt: skip
    return lambda obj: (_value(obj, path) == value) != (sign == "!=")


def _value(obj: Any, path: str) -> str:
    value = field_at(obj, _ELSEWHERE.get(path, path))
    if value is None:
        return _UNSET.get(path, "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(
    why: str, resource: Resource, text: str, labels: str, remedy: Sentence | str = ""
) -> Refusal:
    row = named(resource.kind)
    version = row.api_version if row else ""
    at = version if "/" in version else f"/{version}"
    return Refusal(
        f'Error from server (BadRequest): Unable to find "{at}, Resource={resource.plural}" that '
        f'match label selector "{labels}", field selector "{text}": {why}',
        remedy,
    )
