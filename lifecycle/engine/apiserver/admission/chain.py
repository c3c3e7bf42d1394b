"""The admission plug-ins in their order, and which of them a request meets.

Mirrors the recommended plug-in order of pkg/kubeapiserver/options/plugins.go.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.engine.apiserver.admission.default_toleration_seconds import add_tolerations
from lifecycle.engine.apiserver.admission.limit_ranger import limit_pod
from lifecycle.engine.apiserver.admission.priority import set_priority
from lifecycle.engine.apiserver.admission.runtime_class import apply_runtime_class
from lifecycle.engine.apiserver.admission.service_account import mount_service_account
from lifecycle.engine.apiserver.admission.storage_class import set_storage_class
from lifecycle.engine.apiserver.meta import Object, kind_of
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store

_OF_PODS: tuple[Callable[[Pod, Store], Pod], ...] = (
    set_priority,
    add_tolerations,
    apply_runtime_class,
)


def admit(obj: Object, store: Store, names: Names) -> Any:
    """The new object as admission lets it in; raises ApiError Forbidden."""
    kind = kind_of(obj)
    if kind == "PersistentVolumeClaim":
        return set_storage_class(obj, store)
    if kind != "Pod":
        return obj
    obj = mount_service_account(limit_pod(obj, store), store, names)
    for plug_in in _OF_PODS:
        obj = plug_in(obj, store)
    return obj


def admit_update(obj: Object, store: Store) -> Any:
    """The changed object as admission lets it in; few plug-ins look at changes."""
    return add_tolerations(obj, store) if kind_of(obj) == "Pod" else obj
