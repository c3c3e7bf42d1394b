"""The admission plug-ins in their order, and which of them a request meets.

Mirrors the recommended plug-in order of pkg/kubeapiserver/options/plugins.go.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api import errors
from lifecycle.engine.api.version import Version
from lifecycle.engine.apiserver.admission.claim_resize import check_growth
from lifecycle.engine.apiserver.admission.default_toleration_seconds import add_tolerations
from lifecycle.engine.apiserver.admission.ingress_class import set_ingress_class
from lifecycle.engine.apiserver.admission.limit_ranger import check_limits, fill_in_resources
from lifecycle.engine.apiserver.admission.mountable_secrets import (
    check_secrets,
    check_secrets_of_ephemeral_containers,
)
from lifecycle.engine.apiserver.admission.pod_preset import apply_presets
from lifecycle.engine.apiserver.admission.pod_security.plugin import (
    check_pod,
    is_significant_update,
    label_errors,
)
from lifecycle.engine.apiserver.admission.pod_topology_labels import label_topology
from lifecycle.engine.apiserver.admission.priority import (
    check_default,
    keep_priority,
    set_priority,
)
from lifecycle.engine.apiserver.admission.resource_quota import charge, charge_update
from lifecycle.engine.apiserver.admission.runtime_class import (
    apply_runtime_class,
    check_overhead,
)
from lifecycle.engine.apiserver.admission.service_account import mount_service_account
from lifecycle.engine.apiserver.admission.storage_class import set_storage_class
from lifecycle.engine.apiserver.meta import Object, is_deleting, kind_of
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.clock import Millis

_OF_PODS: tuple[Callable[[Pod, Store], Pod], ...] = (
    set_priority,
    add_tolerations,
    apply_runtime_class,
)

_LIMITED = ("Pod", "PersistentVolumeClaim")
_LIMITED_CHANGES = (("Pod", "resize"), ("PersistentVolumeClaim", ""))
"""What LimitRanges are asked about; of a Pod that is there, its resources alone can change."""


def admit(obj: Object, store: Store, names: Names, version: Version) -> Any:
    """The new object as admission lets it in; raises ApiError Forbidden."""
    kind = kind_of(obj)
    if kind == "PersistentVolumeClaim":
        return set_storage_class(obj, store)
    if kind == "Ingress":
        return set_ingress_class(obj, store)
    if kind != "Pod":
        return obj
    obj = fill_in_resources(apply_presets(obj, store), store)
    obj = mount_service_account(obj, store, names, version)
    check_secrets(obj, store)
    for plug_in in _OF_PODS:
        obj = plug_in(obj, store)
    return label_topology(obj, store) if version.topology_labels else obj


def admit_update(obj: Object, old: Object, subresource: str, store: Store) -> Any:
    """The changed object as admission lets it in; few plug-ins look at changes."""
    if kind_of(obj) != "Pod":
        return obj
    if subresource == "resize":
        return fill_in_resources(obj, store)
    return obj if subresource else keep_priority(add_tolerations(obj, store), old)


def validate(obj: Object, store: Store, version: Version, now: Millis) -> None:
    """Let the plug-ins that only judge see a valid new object; raises ApiError."""
    kind = kind_of(obj)
    if kind in _LIMITED:
        check_limits(obj, store)
    if version.pod_security:
        if kind == "Pod":
            check_pod(obj, store)
        elif kind == "Namespace" and (wrong := label_errors(obj)):
            raise errors.invalid(kind, obj.metadata.name, wrong)
    if kind == "PriorityClass":
        check_default(obj, store)
    if kind == "Pod":
        check_overhead(obj, store)
    charge(obj, store, now)


def validate_change(
    obj: Object, old: Object, subresource: str, store: Store, version: Version, now: Millis
) -> None:
    """The same for a change; raises ApiError."""
    kind = kind_of(obj)
    if (kind, subresource) in _LIMITED_CHANGES and not is_deleting(old):
        check_limits(obj, store)
    if kind == "PersistentVolumeClaim" and not subresource:
        check_growth(obj, old, store)
    if subresource == "ephemeralcontainers":
        check_secrets_of_ephemeral_containers(obj, store)
    if version.pod_security:
        if kind == "Pod" and is_significant_update(obj, old):
            check_pod(obj, store)
        elif kind == "Namespace" and (wrong := label_errors(obj)) and wrong != label_errors(old):
            raise errors.invalid(kind, obj.metadata.name, wrong)
    if kind == "PriorityClass":
        check_default(obj, store)
    charge_update(obj, old, subresource, store, now)
