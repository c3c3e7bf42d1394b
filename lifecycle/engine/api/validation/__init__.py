"""Whether the API server takes an object: the same errors, in the same order and words.

Objects come with their defaults set (`set_defaults`). Each kind has a module; here each
finds its own. Kinds that have none are judged by their metadata alone.

Mirrors pkg/apis/*/validation and the strategies that call it.
"""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.api.scheme import api_version_of, kind_of, metadata_of
from lifecycle.engine.api.validation.claim import validate_claim, validate_claim_update
from lifecycle.engine.api.validation.cluster import (
    validate_namespace,
    validate_namespace_update,
    validate_priority_class,
    validate_priority_class_update,
)
from lifecycle.engine.api.validation.cron_jobs import (
    validate_cron_job,
    validate_cron_job_update,
)
from lifecycle.engine.api.validation.data import (
    validate_config_map,
    validate_config_map_update,
    validate_secret,
    validate_secret_update,
)
from lifecycle.engine.api.validation.disruption import validate_budget, validate_budget_update
from lifecycle.engine.api.validation.field import Errors, FieldError
from lifecycle.engine.api.validation.jobs import validate_job, validate_job_update
from lifecycle.engine.api.validation.limit_range import (
    validate_limit_range,
    validate_limit_range_update,
)
from lifecycle.engine.api.validation.metadata import (
    path_segment_name,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.node import validate_node, validate_node_update
from lifecycle.engine.api.validation.persistent_volume import (
    validate_persistent_volume,
    validate_persistent_volume_update,
)
from lifecycle.engine.api.validation.pod import validate_pod_create, validate_pod_template
from lifecycle.engine.api.validation.pod_ephemeral import validate_ephemeral_update
from lifecycle.engine.api.validation.pod_resize import validate_pod_resize
from lifecycle.engine.api.validation.pod_status import validate_pod_status_update
from lifecycle.engine.api.validation.pod_update import validate_pod_update
from lifecycle.engine.api.validation.resource_quota import (
    validate_resource_quota,
    validate_resource_quota_update,
)
from lifecycle.engine.api.validation.service import validate_service, validate_service_update
from lifecycle.engine.api.validation.warnings import pod_warnings, template_warnings
from lifecycle.engine.api.validation.workloads import (
    validate_workload,
    validate_workload_update,
)

__all__ = [
    "FieldError", "validate_create", "validate_pod_create", "validate_pod_status_update",
    "validate_pod_template", "validate_pod_update", "validate_update", "warnings",
]  # fmt: skip

_CREATE: dict[str, Callable[[Any], Errors]] = {
    "ConfigMap": validate_config_map,
    "CronJob": validate_cron_job,
    "DaemonSet": validate_workload,
    "Deployment": validate_workload,
    "Job": validate_job,
    "LimitRange": validate_limit_range,
    "Namespace": validate_namespace,
    "Node": validate_node,
    "PersistentVolume": validate_persistent_volume,
    "PersistentVolumeClaim": validate_claim,
    "Pod": validate_pod_create,
    "PodDisruptionBudget": validate_budget,
    "PriorityClass": validate_priority_class,
    "ReplicaSet": validate_workload,
    "ReplicationController": validate_workload,
    "ResourceQuota": validate_resource_quota,
    "Secret": validate_secret,
    "Service": validate_service,
    "StatefulSet": validate_workload,
}
_UPDATE: dict[tuple[str, str], Callable[[Any, Any], Errors]] = {
    ("ConfigMap", ""): validate_config_map_update,
    ("CronJob", ""): validate_cron_job_update,
    ("DaemonSet", ""): validate_workload_update,
    ("Deployment", ""): validate_workload_update,
    ("Job", ""): validate_job_update,
    ("LimitRange", ""): validate_limit_range_update,
    ("Namespace", ""): validate_namespace_update,
    ("Node", ""): validate_node_update,
    ("PersistentVolume", ""): validate_persistent_volume_update,
    ("PersistentVolumeClaim", ""): validate_claim_update,
    ("Pod", ""): validate_pod_update,
    ("Pod", "ephemeralcontainers"): validate_ephemeral_update,
    ("Pod", "resize"): validate_pod_resize,
    ("Pod", "status"): validate_pod_status_update,
    ("PodDisruptionBudget", ""): validate_budget_update,
    ("PriorityClass", ""): validate_priority_class_update,
    ("ReplicaSet", ""): validate_workload_update,
    ("ReplicationController", ""): validate_workload_update,
    ("ResourceQuota", ""): validate_resource_quota_update,
    ("Secret", ""): validate_secret_update,
    ("Service", ""): validate_service_update,
    ("StatefulSet", ""): validate_workload_update,
}
_TEMPLATES = {
    "CronJob": "spec.jobTemplate.spec.template",
    "DaemonSet": "spec.template",
    "Deployment": "spec.template",
    "Job": "spec.template",
    "ReplicaSet": "spec.template",
    "ReplicationController": "spec.template",
    "StatefulSet": "spec.template",
}
_RBAC = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")


def validate_create(obj: Any) -> tuple[FieldError, ...]:
    """What is wrong with a new object, in upstream's order; empty if it may be stored."""
    kind = kind_of(obj)
    if isinstance(obj, dict) or kind not in _CREATE:
        return tuple(_validate_metadata(obj, kind))
    return tuple(_CREATE[kind](obj))


def _validate_metadata(obj: Any, kind: str) -> Errors:
    row = find_kind(api_version_of(obj), kind)
    metadata = metadata_of(obj)
    namespaced = row.namespaced if row is not None else bool(metadata.namespace)
    check = path_segment_name if kind in _RBAC else subdomain_name
    return validate_object_meta(metadata, check, namespaced=namespaced)


def validate_update(new: Any, old: Any, subresource: str = "") -> tuple[FieldError, ...]:
    """What is wrong with a change; `new` carries the resourceVersion that it is based on."""
    validate = _UPDATE.get((kind_of(new), subresource))
    if validate is None or isinstance(new, dict):
        return tuple(validate_object_meta_update(metadata_of(new), metadata_of(old)))
    return tuple(validate(new, old))


def warnings(obj: Any, *, is_new: bool = True) -> tuple[str, ...]:
    """What the API server would warn of; kubectl prints each after `Warning: `."""
    kind = kind_of(obj)
    if isinstance(obj, dict):
        return ()
    if kind == "Pod":
        return tuple(pod_warnings(obj, is_new=is_new))
    if kind not in _TEMPLATES:
        return ()
    template = obj
    for field in _TEMPLATES[kind].split("."):
        template = getattr(template, field, None)
    return tuple(template_warnings(template, _TEMPLATES[kind])) if template is not None else ()
