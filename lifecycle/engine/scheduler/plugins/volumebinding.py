"""VolumeBinding: the volumes that a Pod claims must be there, and reachable from the node.

A claim that doesn't exist, or that nothing has been bound to, holds the Pod for every
node. A claim of class `WaitForFirstConsumer` is bound once a node has been found.

Mirrors pkg/scheduler/framework/plugins/volumebinding.
"""

from typing import NamedTuple

from lightkube.models.core_v1 import PersistentVolume, PersistentVolumeClaim, Pod

from lifecycle.engine.api.nodeselector import selector_matches
from lifecycle.engine.api.pod import claim_name
from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo

UNBOUND = Status(("pod has unbound immediate PersistentVolumeClaims",), resolvable=False)
WRONG_NODE = Status(("node(s) didn't match PersistentVolume's node affinity",), resolvable=False)
NO_VOLUME = Status(
    ("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",),
    resolvable=False,
)
KINDS = ("PersistentVolumeClaim", "PersistentVolume", "StorageClass")


class Bound(NamedTuple):
    """The volumes behind the Pod's claims; None for one that doesn't exist."""

    volumes: tuple[PersistentVolume | None, ...]


class VolumeBinding:
    """Refuses Pods whose claims can't be met, and nodes that can't reach their volumes."""

    name = "VolumeBinding"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | Status | Bound:
        """Refuse claims that are missing or unbound; else find their volumes."""
        named = claim_names(pod)
        if not named:
            return SKIP
        claims = []
        for name, ephemeral in named:
            claim = cluster.find("PersistentVolumeClaim", pod.metadata.namespace, name)
            problem = _problem(claim, name, ephemeral)
            if problem:
                return Status((problem,), resolvable=False)
            claims.append(claim)
        if any(not _is_bound(claim) and not _waits(claim, cluster) for claim in claims):
            return UNBOUND
        bound = [claim.spec.volumeName for claim in claims if _is_bound(claim)]
        return Bound(tuple(cluster.find("PersistentVolume", "", name) for name in bound))

    def filter(self, pod: Pod, known: Bound, node: NodeInfo) -> Status | None:
        """Refuse a node from which a bound volume can't be reached."""
        for volume in known.volumes:
            if volume is None:
                return NO_VOLUME
            affinity = volume.spec.nodeAffinity
            if affinity and not selector_matches(affinity.required, node.node):
                return WRONG_NODE
        return None

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A claim, a volume or a class that is new or has changed, or a new node."""
        if change.kind == "PersistentVolumeClaim":
            meta = change.object.metadata
            names = [name for name, _ in claim_names(pod)]
            return meta.namespace == pod.metadata.namespace and meta.name in names
        if change.kind == "Node":
            return change.verb == "added" or (
                change.object.metadata.labels != change.old.metadata.labels
            )
        return change.kind in KINDS


def claim_names(pod: Pod) -> list[tuple[str, bool]]:
    """The names of the Pod's claims, and whether they are made for it (ephemeral)."""
    return [
        (name, volume.ephemeral is not None)
        for volume in pod.spec.volumes or ()
        if (name := claim_name(pod, volume))
    ]


def _problem(claim: PersistentVolumeClaim | None, name: str, ephemeral: bool) -> str:
    """Why the claim can't be used at all (`podHasPVCs`)."""
    if claim is None and ephemeral:
        return (
            f'waiting for ephemeral volume controller to create the persistentvolumeclaim "{name}"'
        )
    if claim is None:
        return f'persistentvolumeclaim "{name}" not found'
    if claim.status and claim.status.phase == "Lost":
        return (
            f'persistentvolumeclaim "{name}" bound to non-existent persistentvolume '
            f'"{claim.spec.volumeName}"'
        )
    if claim.metadata.deletionTimestamp:
        return f'persistentvolumeclaim "{name}" is being deleted'
    return ""


def _is_bound(claim: PersistentVolumeClaim) -> bool:
    return bool(claim.spec.volumeName) and bool(claim.status) and claim.status.phase == "Bound"


def _waits(claim: PersistentVolumeClaim, cluster: Cluster) -> bool:
    """Whether its class binds it only when a Pod has a node."""
    named = claim.spec.storageClassName
    found = cluster.find("StorageClass", "", named) if named else None
    return found is not None and found.volumeBindingMode == "WaitForFirstConsumer"
