"""Deletes what has lost its owner, so that deleting a Deployment deletes its Pods.

Background (the default): dependents go after their owner. Foreground: the owner waits for
those that block its deletion. Orphan: dependents forget the owner and stay.

Mirrors pkg/controller/garbagecollector (`attemptToDeleteItem`, `processDeletingDependentsItem`,
`orphanDependents`).
"""

from collections.abc import Iterator
from typing import Any

from lifecycle.engine.apiserver.meta import kind_of, metadata_of, with_metadata
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World

FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"
OWNERS = (
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "Pod",
    "ReplicaSet",
    "ReplicationController",
    "Service",
    "StatefulSet",
)
OF_A_POD = ("PersistentVolumeClaim",)
"""All that a Pod can own: the claims of its ephemeral volumes."""

DEPENDENTS = (
    "ControllerRevision",
    "EndpointSlice",
    "Job",
    "PersistentVolumeClaim",
    "Pod",
    "ReplicaSet",
)


class GarbageCollector:
    """Watches the kinds that own others, and those that are owned."""

    name = "garbagecollector"

    def __init__(self, world: World, api: ApiServer) -> None:
        self._api = api
        world.on("garbagecollector.changed", self._changed)
        for kind in sorted({*OWNERS, *DEPENDENTS}):
            api.watch(kind, "garbagecollector.changed")

    def _changed(self, verb: str, obj: Any, old: Any) -> None:
        if verb == "deleted":
            self._collect(obj)
            self._release_owners(obj)
            return
        finalizers = metadata_of(obj).finalizers
        if not finalizers or metadata_of(obj).deletionTimestamp is None:
            return
        if ORPHAN in finalizers:
            self._orphan(obj)
        elif FOREGROUND in finalizers:
            self._delete_in_foreground(obj)

    def _collect(self, owner: Any) -> None:
        """Background: delete the dependents of an owner that is gone."""
        for dependent in self._dependents(owner):
            if self._has_living_owner(dependent):
                self._forget(dependent, owner)
            else:
                self._delete(dependent, "Background")

    def _delete_in_foreground(self, owner: Any) -> None:
        """Delete the dependents; with the last that blocks, the owner may go."""
        waiting = False
        for dependent in self._dependents(owner):
            waiting = waiting or self._blocks(dependent, owner)
            if metadata_of(dependent).deletionTimestamp is None:
                self._delete(dependent, "Foreground")
        if not waiting:
            self._drop_finalizer(owner, FOREGROUND)

    def _orphan(self, owner: Any) -> None:
        for dependent in self._dependents(owner):
            self._forget(dependent, owner)
        self._drop_finalizer(owner, ORPHAN)

    def _release_owners(self, gone: Any) -> None:
        """A dependent is gone: an owner that waits for it may go now."""
        for reference in metadata_of(gone).ownerReferences or ():
            namespace = metadata_of(gone).namespace or ""
            owner = self._api.find(reference.kind, namespace, reference.name)
            if owner is not None and FOREGROUND in (metadata_of(owner).finalizers or ()):
                self._delete_in_foreground(owner)

    def _dependents(self, owner: Any) -> Iterator[Any]:
        meta = metadata_of(owner)
        if kind_of(owner) not in OWNERS:
            return
        for kind in OF_A_POD if kind_of(owner) == "Pod" else DEPENDENTS:
            for obj in self._api.list(kind, meta.namespace):
                references = metadata_of(obj).ownerReferences
                if references and any(ref.uid == meta.uid for ref in references):
                    yield obj

    def _has_living_owner(self, obj: Any) -> bool:
        meta = metadata_of(obj)
        for reference in meta.ownerReferences or ():
            owner = self._api.find(reference.kind, meta.namespace or "", reference.name)
            if owner is not None and metadata_of(owner).uid == reference.uid:
                return True
        return False

    def _blocks(self, obj: Any, owner: Any) -> bool:
        uid = metadata_of(owner).uid
        references = metadata_of(obj).ownerReferences or ()
        return any(ref.uid == uid and ref.blockOwnerDeletion for ref in references)

    def _delete(self, obj: Any, propagation: str) -> None:
        meta = metadata_of(obj)
        self._api.delete(
            kind_of(obj),
            meta.namespace or "",
            meta.name,
            propagation=propagation,
            rule="garbage-collection.owner-gone",
        )

    def _forget(self, obj: Any, owner: Any) -> None:
        uid = metadata_of(owner).uid
        kept = [ref for ref in metadata_of(obj).ownerReferences or () if ref.uid != uid]
        self._api.update(with_metadata(obj, ownerReferences=kept or None))

    def _drop_finalizer(self, obj: Any, finalizer: str) -> None:
        meta = metadata_of(obj)
        current = self._api.find(kind_of(obj), meta.namespace or "", meta.name)
        if current is None:
            return
        kept = [name for name in metadata_of(current).finalizers or () if name != finalizer]
        self._api.update(with_metadata(current, finalizers=kept or None))
