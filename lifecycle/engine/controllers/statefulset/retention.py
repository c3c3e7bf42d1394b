"""What becomes of a Pod's claims: `persistentVolumeClaimRetentionPolicy`, by owner references.

A claim that is to go with its StatefulSet is owned by it, one whose Pod is scaled away by that
Pod; the garbage collector does the rest.

Mirrors `isClaimOwnerUpToDate` and `updateClaimOwnerRefForSetAndPod` of
pkg/controller/statefulset/stateful_set_utils.go.
"""

from lightkube.models.apps_v1 import StatefulSet
from lightkube.models.core_v1 import PersistentVolumeClaim, Pod
from lightkube.models.meta_v1 import OwnerReference
from msgspec.structs import replace

from lifecycle.engine.controllers.ownership import new_controller_ref

_DELETE = "Delete"


def with_owners(
    claim: PersistentVolumeClaim, found: StatefulSet, pod: Pod, *, wanted: bool
) -> PersistentVolumeClaim:
    """The claim with the owners that it is to have; `wanted` says that the Pod is to stay.

    A claim that belongs to an earlier Pod or set of the name, or to somebody else, is let alone.
    """
    refs = claim.metadata.ownerReferences or []
    owners = (found, pod)
    mine = [ref for ref in refs if any(ref.uid == owner.metadata.uid for owner in owners)]
    if any(_is_stale(ref, owner) for ref in refs for owner in owners):
        return claim
    if any(ref.controller and ref not in mine for ref in refs) and not mine:
        return claim
    policy = found.spec.persistentVolumeClaimRetentionPolicy
    goes_with_pod = bool(policy) and policy.whenScaled == _DELETE and not wanted
    goes_with_set = bool(policy) and policy.whenDeleted == _DELETE and not goes_with_pod
    now = [ref for ref in refs if ref not in mine]
    now += [new_controller_ref(found)] if goes_with_set else []
    now += [new_controller_ref(pod)] if goes_with_pod else []
    if [ref.uid for ref in now] == [ref.uid for ref in refs]:
        return claim
    return replace(claim, metadata=replace(claim.metadata, ownerReferences=now or None))


def is_stale(claim: PersistentVolumeClaim, name: str) -> bool:
    """Whether the claim goes with an earlier Pod of that name (`PodClaimIsStale`)."""
    refs = claim.metadata.ownerReferences or ()
    return any(ref.kind == "Pod" and ref.name == name for ref in refs)


def _is_stale(ref: OwnerReference, owner: StatefulSet | Pod) -> bool:
    same = (ref.kind, ref.name) == (owner.kind, owner.metadata.name)
    return same and ref.uid != owner.metadata.uid
