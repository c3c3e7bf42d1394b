"""Binds claims to volumes, and provides volumes for the classes that can be provided for.

A claim takes the smallest volume that is large enough. The cluster has the class
`standard`; of it and of any class that a manifest brings along, volumes are made at once. A
claim of a class that does not exist waits, and so does one whose class provides nothing.

Mirrors pkg/controller/volume/persistentvolume/pv_controller.go, and stands in for the
provisioners of all classes.
"""

from lightkube.models.core_v1 import (
    HostPathVolumeSource,
    ObjectReference,
    PersistentVolume,
    PersistentVolumeClaim,
    PersistentVolumeClaimStatus,
    PersistentVolumeSpec,
    PersistentVolumeStatus,
)
from lightkube.models.meta_v1 import ObjectMeta
from lightkube.models.storage_v1 import StorageClass
from msgspec.structs import replace

from lifecycle.engine.api.quantity import value
from lifecycle.engine.api.selectors import matches
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.world import World

PROVISIONER = "podviz.io/simulated"
NO_PROVISIONER = "kubernetes.io/no-provisioner"
SOURCE = "persistentvolume-controller"


def standard_class() -> StorageClass:
    """The class that claims get that name none."""
    return StorageClass(
        apiVersion="storage.k8s.io/v1",
        kind="StorageClass",
        metadata=ObjectMeta(
            name="standard",
            annotations={"storageclass.kubernetes.io/is-default-class": "true"},
        ),
        provisioner=PROVISIONER,
        reclaimPolicy="Delete",
        volumeBindingMode="Immediate",
    )


class PersistentVolumeController(Reconciler):
    """Looks at claims; volumes and classes that are new may help those that wait."""

    name = "persistentvolume"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("persistentvolume.claim", self._claim_changed)
        world.on("persistentvolume.supply", self._supply_changed)
        api.watch("PersistentVolumeClaim", "persistentvolume.claim")
        api.watch("PersistentVolume", "persistentvolume.supply")
        api.watch("StorageClass", "persistentvolume.supply")

    def _claim_changed(
        self, verb: str, claim: PersistentVolumeClaim, old: PersistentVolumeClaim | None
    ) -> None:
        if verb == "deleted":
            self._release(claim)
        else:
            self.enqueue(claim.metadata.namespace, claim.metadata.name)

    def _supply_changed(self, verb: str, supply, old) -> None:
        if verb == "added":
            for claim in self._api.list("PersistentVolumeClaim"):
                self.enqueue(claim.metadata.namespace, claim.metadata.name)
            volume = self._api.find("PersistentVolume", "", supply.metadata.name)
            if volume is not None and volume.spec.claimRef is None:
                self._set_phase(volume.metadata.name, "Available")

    def sync(self, namespace: str, name: str) -> None:
        """Bind the claim if a volume can be had (`syncUnboundClaim`)."""
        claim = self._api.find("PersistentVolumeClaim", namespace, name)
        if claim is None or (claim.status and claim.status.phase == "Bound"):
            return
        volume = self._find(claim) or self._provision(claim)
        if volume is not None:
            self._bind(claim, volume)

    def _find(self, claim: PersistentVolumeClaim) -> PersistentVolume | None:
        """The smallest free volume that will do (`findBestMatchForClaim`)."""
        volumes = self._api.list("PersistentVolume")
        if claim.spec.volumeName:
            return next((v for v in volumes if v.metadata.name == claim.spec.volumeName), None)
        fitting = [volume for volume in volumes if _fits(volume, claim)]
        return min(fitting, key=_size, default=None)

    def _provision(self, claim: PersistentVolumeClaim) -> PersistentVolume | None:
        named = claim.spec.storageClassName
        found = self._api.find("StorageClass", "", named) if named else None
        if named and found is None:
            message = f'storageclass.storage.k8s.io "{named}" not found'
            self._api.record_event(claim, "Warning", "ProvisioningFailed", message, SOURCE)
        if found is None or found.provisioner == NO_PROVISIONER:
            return None
        made = self._api.create(_volume_for(claim, found))
        message = f"Successfully provisioned volume {made.metadata.name}"
        self._api.record_event(claim, "Normal", "ProvisioningSucceeded", message, found.provisioner)
        return made

    def _bind(self, claim: PersistentVolumeClaim, volume: PersistentVolume) -> None:
        meta = claim.metadata
        reference = ObjectReference(
            apiVersion="v1",
            kind="PersistentVolumeClaim",
            namespace=meta.namespace,
            name=meta.name,
            uid=meta.uid,
        )
        spec = replace(volume.spec, claimRef=reference)
        self._api.update(replace(volume, spec=spec))
        self._set_phase(volume.metadata.name, "Bound")
        spec = replace(claim.spec, volumeName=volume.metadata.name)
        bound = self._api.update(replace(claim, spec=spec))
        status = PersistentVolumeClaimStatus(
            phase="Bound",
            accessModes=volume.spec.accessModes,
            capacity=volume.spec.capacity,
        )
        self._api.update(replace(bound, status=status), subresource="status")

    def _release(self, claim: PersistentVolumeClaim) -> None:
        """The claim is gone: its volume is deleted with it, or kept as it was left."""
        volume = self._api.find("PersistentVolume", "", claim.spec.volumeName or "")
        if volume is None:
            return
        if volume.spec.persistentVolumeReclaimPolicy == "Delete":
            self._api.delete("PersistentVolume", "", volume.metadata.name)
        else:
            self._set_phase(volume.metadata.name, "Released")

    def _set_phase(self, name: str, phase: str) -> None:
        volume = self._api.find("PersistentVolume", "", name)
        if volume is not None:
            status = PersistentVolumeStatus(phase=phase)
            self._api.update(replace(volume, status=status), subresource="status")


def _fits(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    spec, wanted = volume.spec, claim.spec
    reference = spec.claimRef
    if reference is not None and (reference.namespace, reference.name) != (
        claim.metadata.namespace,
        claim.metadata.name,
    ):
        return False
    if (spec.storageClassName or "") != (wanted.storageClassName or ""):
        return False
    if wanted.selector and not matches(wanted.selector, volume.metadata.labels):
        return False
    offered = spec.accessModes or ()
    return all(mode in offered for mode in wanted.accessModes or ()) and _size(
        volume
    ) >= _requested(claim)


def _size(volume: PersistentVolume) -> int:
    return value((volume.spec.capacity or {}).get("storage", "0"))


def _requested(claim: PersistentVolumeClaim) -> int:
    return value(_request(claim))


def _request(claim: PersistentVolumeClaim) -> str:
    resources = claim.spec.resources
    return ((resources.requests or {}) if resources else {}).get("storage", "0")


def _volume_for(claim: PersistentVolumeClaim, found: StorageClass) -> PersistentVolume:
    name = f"pvc-{claim.metadata.uid}"
    return PersistentVolume(
        apiVersion="v1",
        kind="PersistentVolume",
        metadata=ObjectMeta(name=name),
        spec=PersistentVolumeSpec(
            accessModes=claim.spec.accessModes,
            capacity={"storage": _request(claim)},
            persistentVolumeReclaimPolicy=found.reclaimPolicy or "Delete",
            storageClassName=found.metadata.name,
            volumeMode=claim.spec.volumeMode or "Filesystem",
            hostPath=HostPathVolumeSource(path=f"/var/lib/volumes/{name}"),
        ),
    )
