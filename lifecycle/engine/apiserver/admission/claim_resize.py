"""Claims may only grow where their StorageClass lets them.

Mirrors plugin/pkg/admission/storage/persistentvolume/resize.
"""

from lightkube.models.core_v1 import PersistentVolumeClaim

from lifecycle.engine.api import errors
from lifecycle.engine.api.quantity import Quantity, parse
from lifecycle.engine.apiserver.store import Store

_UNBOUND = "Only bound persistent volume claims can be expanded"
_FIXED = (
    "only dynamically provisioned pvc can be resized and the storageclass that provisions the "
    "pvc must support resize"
)
_CLASS = "volume.beta.kubernetes.io/storage-class"


def check_growth(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, store: Store) -> None:
    """Raise Forbidden if the claim asks for more than before and may not."""
    if _size(claim) <= _size(old):
        return
    name = claim.metadata.name
    if old.status is None or old.status.phase != "Bound":
        raise errors.forbidden("PersistentVolumeClaim", name, _UNBOUND)
    chosen = _class_of(claim)
    found = store.find("StorageClass", "", chosen) if chosen and chosen == _class_of(old) else None
    if found is None or not found.allowVolumeExpansion:
        raise errors.forbidden("PersistentVolumeClaim", name, _FIXED)


def _size(claim: PersistentVolumeClaim) -> Quantity:
    resources = claim.spec.resources
    return parse(((resources.requests if resources else None) or {}).get("storage", 0))


def _class_of(claim: PersistentVolumeClaim) -> str:
    """`GetPersistentVolumeClaimClass`."""
    annotated = (claim.metadata.annotations or {}).get(_CLASS)
    return annotated if annotated is not None else claim.spec.storageClassName or ""
