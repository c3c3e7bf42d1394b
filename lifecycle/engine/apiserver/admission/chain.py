"""The admission plug-ins in their order, and which of them a request meets.

Mirrors the recommended plug-in order of pkg/kubeapiserver/options/plugins.go.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api import errors
from lifecycle.engine.api.version import Version
from lifecycle.engine.apiserver.admission.default_toleration_seconds import add_tolerations
from lifecycle.engine.apiserver.admission.limit_ranger import limit_claim, limit_pod
from lifecycle.engine.apiserver.admission.pod_preset import apply_presets
from lifecycle.engine.apiserver.admission.pod_security.plugin import (
    check_pod,
    is_significant_update,
    label_errors,
)
from lifecycle.engine.apiserver.admission.priority import check_default, set_priority
from lifecycle.engine.apiserver.admission.resource_quota import charge, charge_update
from lifecycle.engine.apiserver.admission.runtime_class import apply_runtime_class
from lifecycle.engine.apiserver.admission.service_account import mount_service_account
from lifecycle.engine.apiserver.admission.storage_class import set_storage_class
from lifecycle.engine.apiserver.meta import Object, kind_of
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.clock import Millis

_OF_PODS: tuple[Callable[[Pod, Store], Pod], ...] = (
    set_priority,
    add_tolerations,
    apply_runtime_class,
)


def admit(obj: Object, store: Store, names: Names) -> Any:
    """The new object as admission lets it in; raises ApiError Forbidden."""
    kind = kind_of(obj)
    if kind == "PersistentVolumeClaim":
        return set_storage_class(limit_claim(obj, store), store)
    if kind != "Pod":
        return obj
    obj = limit_pod(apply_presets(obj, store), store)
    obj = mount_service_account(obj, store, names)
    for plug_in in _OF_PODS:
        obj = plug_in(obj, store)
    return obj


def admit_update(obj: Object, store: Store) -> Any:
    """The changed object as admission lets it in; few plug-ins look at changes."""
    return add_tolerations(obj, store) if kind_of(obj) == "Pod" else obj


def validate(obj: Object, store: Store, version: Version, now: Millis) -> None:
    """Let the plug-ins that only judge see a valid new object; raises ApiError."""
    kind = kind_of(obj)
    if version.pod_security:
        if kind == "Pod":
            check_pod(obj, store)
        elif kind == "Namespace" and (wrong := label_errors(obj)):
            raise errors.invalid(kind, obj.metadata.name, wrong)
    if kind == "PriorityClass":
        check_default(obj, store)
    charge(obj, store, now)


def validate_change(
    obj: Object, old: Object, subresource: str, store: Store, version: Version, now: Millis
) -> None:
    """The same for a change; raises ApiError."""
    kind = kind_of(obj)
    if version.pod_security:
        if kind == "Pod" and is_significant_update(obj, old):
            check_pod(obj, store)
        elif kind == "Namespace" and (wrong := label_errors(obj)) and wrong != label_errors(old):
            raise errors.invalid(kind, obj.metadata.name, wrong)
    if kind == "PriorityClass":
        check_default(obj, store)
    charge_update(obj, old, subresource, store, now)
