"""The field reference of Kubernetes objects: what may stand where, and what it means.

Read off the struct types and docstrings of lightkube-models, for completion and hover in the
editor. Only the kinds that a scenario can use are listed, with every type they reach.
"""

import re
import types
from functools import lru_cache
from typing import Any, Union, get_args, get_origin

import msgspec
from lightkube.models import (
    apps_v1,
    autoscaling_v2,
    batch_v1,
    core_v1,
    networking_v1,
    policy_v1,
    scheduling_v1,
    storage_v1,
)

KINDS: dict[str, type] = {
    kind: getattr(module, kind)
    for module, kinds in (
        (core_v1, "Pod Service ConfigMap Secret Namespace Node ServiceAccount"),
        (core_v1, "PersistentVolumeClaim PersistentVolume LimitRange ResourceQuota"),
        (core_v1, "ReplicationController"),
        (apps_v1, "Deployment ReplicaSet StatefulSet DaemonSet"),
        (batch_v1, "Job CronJob"),
        (policy_v1, "PodDisruptionBudget"),
        (scheduling_v1, "PriorityClass"),
        (storage_v1, "StorageClass"),
        (networking_v1, "Ingress NetworkPolicy"),
        (autoscaling_v2, "HorizontalPodAutoscaler"),
    )
    for kind in kinds.split()
}

ENUMS: dict[tuple[str, str], tuple[str, ...]] = {
    ("core_v1.PodSpec", "restartPolicy"): ("Always", "OnFailure", "Never"),
    ("core_v1.PodSpec", "dnsPolicy"): (
        "ClusterFirst",
        "ClusterFirstWithHostNet",
        "Default",
        "None",
    ),
    ("core_v1.PodSpec", "preemptionPolicy"): ("PreemptLowerPriority", "Never"),
    ("core_v1.Container", "imagePullPolicy"): ("Always", "IfNotPresent", "Never"),
    ("core_v1.Container", "restartPolicy"): ("Always", "OnFailure", "Never"),
    ("core_v1.Container", "terminationMessagePolicy"): ("File", "FallbackToLogsOnError"),
    ("core_v1.ContainerPort", "protocol"): ("TCP", "UDP", "SCTP"),
    ("core_v1.HTTPGetAction", "scheme"): ("HTTP", "HTTPS"),
    ("core_v1.ServicePort", "protocol"): ("TCP", "UDP", "SCTP"),
    ("core_v1.ServiceSpec", "type"): ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    ("core_v1.Taint", "effect"): ("NoSchedule", "PreferNoSchedule", "NoExecute"),
    ("core_v1.Toleration", "effect"): ("NoSchedule", "PreferNoSchedule", "NoExecute"),
    ("core_v1.Toleration", "operator"): ("Equal", "Exists"),
    ("apps_v1.DeploymentStrategy", "type"): ("RollingUpdate", "Recreate"),
    ("batch_v1.CronJobSpec", "concurrencyPolicy"): ("Allow", "Forbid", "Replace"),
    ("batch_v1.JobSpec", "completionMode"): ("NonIndexed", "Indexed"),
    ("batch_v1.JobSpec", "podReplacementPolicy"): ("TerminatingOrFailed", "Failed"),
}
"""Values that the models leave open as strings, as the API's documentation lists them."""

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "map"}
_PARAMETER = re.compile(r"^\s+\* \*\*(\w+)\*\* ``[^`]*`` - ", re.MULTILINE)


@lru_cache(maxsize=1)
def reference() -> dict[str, Any]:
    """`{"kinds": {kind: type}, "types": {type: {"doc", "fields": {name: field}}}}`."""
    described: dict[str, Any] = {}
    waiting = list(KINDS.values())
    while waiting:
        struct = waiting.pop()
        if _name(struct) not in described:
            described[_name(struct)], reached = _describe(struct)
            waiting += reached
    return {
        "kinds": {kind: _name(struct) for kind, struct in KINDS.items()},
        "types": dict(sorted(described.items())),
    }


def _name(struct: type) -> str:
    return f"{struct.__module__.rsplit('.', 1)[1]}.{struct.__name__}"


def _describe(struct: type) -> tuple[dict[str, Any], list[type]]:
    """One type's documentation, and the types that its fields lead to."""
    doc, docs = _documentation(struct.__doc__ or "")
    fields, reached = {}, []
    for field in msgspec.structs.fields(struct):
        described, inner = _field(field.type)
        described["doc"] = docs.get(field.encode_name, "")
        if field.required:
            described["required"] = True
        if values := ENUMS.get((_name(struct), field.encode_name)):
            described["enum"] = list(values)
        fields[field.encode_name] = described
        reached += [inner] if inner else []
    return {"doc": doc, "fields": fields}, reached


def _field(annotation: Any) -> tuple[dict[str, Any], type | None]:
    """How a field is written (`type`, `list`), and the struct type inside it, if any."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        options = [a for a in get_args(annotation) if a is not type(None)]
        if len(options) > 1:
            return {"type": " or ".join(_SCALARS.get(o, "any") for o in options)}, None
        return _field(options[0])
    if origin is list:
        described, inner = _field(get_args(annotation)[0])
        return {**described, "list": True}, inner
    if origin is dict:
        return {"type": "map"}, None
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return {"type": _name(annotation)}, annotation
    return {"type": _SCALARS.get(annotation, "string")}, None


def _documentation(docstring: str) -> tuple[str, dict[str, str]]:
    """The type's own text and each field's, from a docstring in lightkube's form."""
    parts = _PARAMETER.split(docstring)
    text = parts[0].split("**parameters**")[0]
    return _flat(text), {n: _flat(d) for n, d in zip(parts[1::2], parts[2::2])}


def _flat(text: str) -> str:
    return " ".join(text.split())
