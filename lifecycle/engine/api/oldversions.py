"""API versions that no server has any more, and what their objects are called today.

A manifest of such a version is read as the newest, with the defaults that it was written
for: an old Deployment that names no selector means its template's labels. The real API
server refuses it (`no matches for kind "Deployment" in version "extensions/v1beta1"`); that
this one does not is told wherever the manifest is read.

Mirrors `kubectl convert` and the deprecated API migration guide.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Document = dict[str, Any]


class Renewed(NamedTuple):
    """A document as the newest version has it, and what there is to tell of it."""

    document: Document
    told: str


class _Row(NamedTuple):
    """`gone_in` is the first Kubernetes version that does not serve it."""

    now: str
    gone_in: str
    renew: Callable[[Document], Document]


def _same(spec: Document) -> Document:
    return spec


def _without(spec: Document, *names: str) -> Document:
    return {name: value for name, value in spec.items() if name not in names}


def _with_selector(spec: Document) -> Document:
    """The old versions took the template's labels where no selector was given."""
    labels = _labels(spec)
    if spec.get("selector") or not labels:
        return spec
    return {**spec, "selector": {"matchLabels": labels}}


def _labels(spec: Document) -> Any:
    template = spec.get("template")
    metadata = template.get("metadata") if isinstance(template, dict) else None
    return metadata.get("labels") if isinstance(metadata, dict) else None


def _rolled_one_by_one(spec: Document) -> Document:
    """extensions/v1beta1: one Pod more, one Pod less, and no deadline."""
    spec = _without(_with_selector(spec), "rollbackTo")
    strategy = spec.get("strategy") or {}
    if not isinstance(strategy, dict) or strategy.get("type") == "Recreate":
        return spec
    rolling = strategy.get("rollingUpdate") or {}
    if not isinstance(rolling, dict):
        return spec
    rolling = {"maxSurge": 1, "maxUnavailable": 1, **rolling}
    strategy = {"type": "RollingUpdate", **strategy, "rollingUpdate": rolling}
    return {"progressDeadlineSeconds": _NEVER, **spec, "strategy": strategy}


def _with_history_of_two(spec: Document) -> Document:
    return {"revisionHistoryLimit": 2, **_without(_with_selector(spec), "rollbackTo")}


def _updated_on_delete(spec: Document) -> Document:
    spec = _without(_with_selector(spec), "templateGeneration")
    return spec if spec.get("updateStrategy") else {**spec, "updateStrategy": {"type": "OnDelete"}}


def _ingress(spec: Document) -> Document:
    """Backends name a Service by one object instead of two fields; paths have a type."""
    rules = []
    for rule in spec.get("rules") or ():
        http = rule.get("http") if isinstance(rule, dict) else None
        if isinstance(http, dict):
            paths = [_ingress_path(path) for path in http.get("paths") or ()]
            rule = {**rule, "http": {**http, "paths": paths}}
        rules.append(rule)
    new = _without(spec, "backend")
    if spec.get("backend"):
        new["defaultBackend"] = _backend(spec["backend"])
    return {**new, "rules": rules} if rules else new


def _ingress_path(path: Any) -> Any:
    if not isinstance(path, dict) or "backend" not in path:
        return path
    return {"pathType": "ImplementationSpecific", **path, "backend": _backend(path["backend"])}


def _backend(backend: Any) -> Any:
    if not isinstance(backend, dict) or "serviceName" not in backend:
        return backend
    port = backend.get("servicePort")
    named = {"name" if isinstance(port, str) else "number": port}
    rest = _without(backend, "serviceName", "servicePort")
    return {**rest, "service": {"name": backend["serviceName"], "port": named}}


_NEVER = 2**31 - 1
_RBAC = ("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")
_STORAGE = ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment")


def _table() -> dict[tuple[str, str], _Row]:
    rows: dict[tuple[str, str], _Row] = {}

    def add(version: str, now: str, gone_in: str, *kinds: str, renew: Any = _same) -> None:
        for kind in kinds:
            rows[version, kind] = _Row(now, gone_in, renew)

    old, network, rbac = "extensions/v1beta1", "networking.k8s.io/v1", "rbac.authorization.k8s.io"
    add(old, "apps/v1", "1.16", "Deployment", renew=_rolled_one_by_one)
    add(old, "apps/v1", "1.16", "ReplicaSet", renew=_with_selector)
    add(old, "apps/v1", "1.16", "DaemonSet", renew=_updated_on_delete)
    add(old, network, "1.16", "NetworkPolicy")
    add(old, network, "1.22", "Ingress", renew=_ingress)
    add("apps/v1beta1", "apps/v1", "1.16", "Deployment", renew=_with_history_of_two)
    add("apps/v1beta1", "apps/v1", "1.16", "StatefulSet", renew=_updated_on_delete)
    add("apps/v1beta2", "apps/v1", "1.16", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
    for version in ("apps/v1beta1", "apps/v1beta2"):
        add(version, "apps/v1", "1.16", "ControllerRevision")
    add("batch/v2alpha1", "batch/v1", "1.21", "CronJob")
    add("batch/v1beta1", "batch/v1", "1.25", "CronJob")
    add("policy/v1beta1", "policy/v1", "1.25", "PodDisruptionBudget")
    add("networking.k8s.io/v1beta1", network, "1.22", "Ingress", renew=_ingress)
    add("networking.k8s.io/v1beta1", network, "1.22", "IngressClass")
    for version in (f"{rbac}/v1alpha1", f"{rbac}/v1beta1"):
        add(version, f"{rbac}/v1", "1.22", *_RBAC)
    add("storage.k8s.io/v1beta1", "storage.k8s.io/v1", "1.22", *_STORAGE)
    add("storage.k8s.io/v1beta1", "storage.k8s.io/v1", "1.27", "CSIStorageCapacity")
    for version in ("scheduling.k8s.io/v1alpha1", "scheduling.k8s.io/v1beta1"):
        add(version, "scheduling.k8s.io/v1", "1.22", "PriorityClass")
    add("autoscaling/v2beta2", "autoscaling/v2", "1.26", "HorizontalPodAutoscaler")
    add("discovery.k8s.io/v1beta1", "discovery.k8s.io/v1", "1.25", "EndpointSlice")
    add("events.k8s.io/v1beta1", "events.k8s.io/v1", "1.25", "Event")
    add("coordination.k8s.io/v1beta1", "coordination.k8s.io/v1", "1.22", "Lease")
    add("node.k8s.io/v1beta1", "node.k8s.io/v1", "1.25", "RuntimeClass")
    return rows


_ROWS = _table()


def renewed(document: Document) -> Renewed | None:
    """The document in the newest version; None where it is of no old one."""
    version, kind = document.get("apiVersion"), document.get("kind")
    row = _ROWS.get((version, kind)) if isinstance(version, str) and isinstance(kind, str) else None
    if row is None:
        return None
    new = {**document, "apiVersion": row.now}
    if isinstance(document.get("spec"), dict):
        new["spec"] = row.renew(document["spec"])
    return Renewed(new, _told(version, kind, row, _changes(document, new)))


def _told(version: str, kind: str, row: _Row, changes: str) -> str:
    return (
        f"{version} {kind} is read as {row.now}: Kubernetes {row.gone_in} and later do not "
        f"serve {version}{changes}"
    )


def as_stored(document: Document) -> Document:
    """The document in the version in which its object is shown, whatever version wrote it.

    Of two versions that are both served, the API server answers with the better one: what
    `kubectl get` asks for.
    """
    new = renewed(document)
    if new is not None:
        return new.document
    version, kind = document.get("apiVersion"), document.get("kind")
    if (version, kind) == ("autoscaling/v1", "HorizontalPodAutoscaler"):
        spec = document.get("spec")
        measured = {"spec": _measured(spec)} if isinstance(spec, dict) else {}
        return {**document, **measured, "apiVersion": "autoscaling/v2"}
    if (version, kind) == ("events.k8s.io/v1", "Event"):
        named = {_OF_EVENTS.get(name, name): value for name, value in document.items()}
        return {**named, "apiVersion": "v1"}
    return document


_OF_EVENTS = {
    "deprecatedCount": "count",
    "deprecatedFirstTimestamp": "firstTimestamp",
    "deprecatedLastTimestamp": "lastTimestamp",
    "deprecatedSource": "source",
    "note": "message",
    "regarding": "involvedObject",
    "reportingController": "reportingComponent",
}
_PERCENTAGE = "targetCPUUtilizationPercentage"


def _measured(spec: Document) -> Document:
    """autoscaling/v1 knew one measure: the use of processors, in percent of what was asked."""
    share = spec.get(_PERCENTAGE)
    if share is None:
        return _without(spec, _PERCENTAGE)
    target = {"type": "Utilization", "averageUtilization": share}
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": target}}
    return {**_without(spec, _PERCENTAGE), "metrics": [metric]}


def _changes(document: Document, new: Document) -> str:
    """What the old version took for granted and the newest wants said."""
    before, after = document.get("spec"), new.get("spec")
    if not isinstance(before, dict) or before == after:
        return ""
    said = [f"spec.{name}" for name in sorted(after) if after[name] != before.get(name)]
    gone = [f"spec.{name}" for name in sorted(before) if name not in after]
    words = f"; what that version took for granted is filled in: {', '.join(said)}" if said else ""
    return words + (f"; left out: {', '.join(gone)}" if gone else "")
