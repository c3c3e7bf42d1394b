"""Who owns what: controller references, adoption and release.

Mirrors apimachinery's `GetControllerOf`/`NewControllerRef` and
pkg/controller/controller_ref_manager.go.
"""

from collections.abc import Iterable
from typing import Any

from lightkube.models.meta_v1 import LabelSelector, OwnerReference

from lifecycle.engine.api.selectors import of_label_selector
from lifecycle.engine.apiserver.meta import (
    Object,
    controller_in,
    kind_of,
    metadata_of,
    with_metadata,
)
from lifecycle.engine.apiserver.server import ApiServer


def controller_of(obj: Object) -> OwnerReference | None:
    """The reference to the controller that manages the object, if one does."""
    return controller_in(metadata_of(obj))


def is_controlled_by(obj: Object, owner: Object) -> bool:
    """Whether that very owner manages the object."""
    reference = controller_of(obj)
    return reference is not None and reference.uid == metadata_of(owner).uid


def new_controller_ref(owner: Object) -> OwnerReference:
    """The reference that an object made by a controller carries."""
    meta = metadata_of(owner)
    return OwnerReference(
        apiVersion=owner["apiVersion"] if isinstance(owner, dict) else owner.apiVersion,
        kind=kind_of(owner),
        name=meta.name,
        uid=meta.uid,
        blockOwnerDeletion=True,
        controller=True,
    )


def owner_of_kind(api: ApiServer, obj: Object, kind: str) -> Any | None:
    """The managing object, if it is of that kind and still there (`resolveControllerRef`)."""
    reference = controller_of(obj)
    if reference is None or reference.kind != kind:
        return None
    owner = api.find(kind, metadata_of(obj).namespace or "", reference.name)
    return owner if owner is not None and metadata_of(owner).uid == reference.uid else None


def claim(
    api: ApiServer, owner: Object, selector: LabelSelector | None, objects: Iterable[Any]
) -> list[Any]:
    """The objects that are the owner's: orphans are adopted, misfits let go.

    Those of one template share their labels and their owner, and are judged once.
    """
    matcher = of_label_selector(selector)
    uid, leaving = metadata_of(owner).uid, bool(metadata_of(owner).deletionTimestamp)
    claimed: list[Any] = []
    judged, fits, holder = None, False, ""
    for obj in objects:
        metadata = obj.metadata
        alike = (metadata.labels, metadata.ownerReferences)
        if judged is None or alike[0] is not judged[0] or alike[1] is not judged[1]:
            reference = controller_in(metadata)
            judged, fits = alike, matcher.matches(metadata.labels)
            holder = reference.uid if reference is not None else ""
        if holder == uid:
            if fits:
                claimed.append(obj)
            elif not leaving:
                _release(api, obj, uid)
        elif not holder and fits and not leaving and not metadata.deletionTimestamp:
            claimed.append(_adopt(api, owner, obj))
    return claimed


def _adopt(api: ApiServer, owner: Object, obj: Object) -> Any:
    references = [*(metadata_of(obj).ownerReferences or ()), new_controller_ref(owner)]
    return api.update(with_metadata(obj, ownerReferences=references))


def _release(api: ApiServer, obj: Object, uid: str) -> None:
    kept = [ref for ref in metadata_of(obj).ownerReferences or () if ref.uid != uid]
    api.update(with_metadata(obj, ownerReferences=kept or None))
