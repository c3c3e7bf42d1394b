"""A claim that names no StorageClass gets the cluster's default one.

Mirrors plugin/pkg/admission/storage/storageclass/setdefault.
"""

from lightkube.models.core_v1 import PersistentVolumeClaim
from msgspec.structs import replace

from lifecycle.engine.apiserver.store import Store

_DEFAULT = "storageclass.kubernetes.io/is-default-class"


def set_storage_class(claim: PersistentVolumeClaim, store: Store) -> PersistentVolumeClaim:
    """Fill in the class; of several defaults, the newest."""
    if claim.spec.storageClassName is not None:
        return claim
    marked = [
        one
        for one in store.list("StorageClass")
        if (one.metadata.annotations or {}).get(_DEFAULT) == "true"
    ]
    if not marked:
        return claim
    newest = max(marked, key=lambda one: one.metadata.creationTimestamp)
    return replace(claim, spec=replace(claim.spec, storageClassName=newest.metadata.name))
