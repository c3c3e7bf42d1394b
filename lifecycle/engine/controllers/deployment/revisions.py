"""The annotations by which a Deployment and its ReplicaSets count revisions and sizes.

Mirrors `SetNewReplicaSetAnnotations`, `SetReplicasAnnotations` and `SetDeploymentRevision`
of pkg/controller/deployment/util/deployment_util.go.
"""

from lightkube.models.apps_v1 import Deployment, ReplicaSet

from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.controllers.deployment.limits import max_surge
from lifecycle.engine.controllers.deployment.replicasets import REVISION, revision_of, wanted

HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MOST = "deployment.kubernetes.io/max-replicas"
NOT_COPIED = (
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    HISTORY,
    DESIRED,
    MOST,
    "deprecated.deployment.rollback.to",
)


def with_sizes(found: ReplicaSet, deployment: Deployment) -> ReplicaSet:
    """The ReplicaSet, knowing how large the Deployment was when it was scaled."""
    replicas = wanted(deployment)
    sizes = {DESIRED: str(replicas), MOST: str(replicas + max_surge(deployment))}
    return _annotated(found, sizes)


def desired_size(found: ReplicaSet) -> int | None:
    """How large the Deployment was when this was scaled last."""
    text = (found.metadata.annotations or {}).get(DESIRED)
    return int(text) if text and text.isdigit() else None


def most_before(found: ReplicaSet, otherwise: int) -> int:
    """How many Pods there could be at most when this was scaled last."""
    text = (found.metadata.annotations or {}).get(MOST)
    return int(text) if text and text.isdigit() else otherwise


def as_new(found: ReplicaSet, deployment: Deployment, revision: int) -> ReplicaSet:
    """The ReplicaSet as the newest: with the Deployment's annotations and that revision."""
    annotations = {
        key: value
        for key, value in (deployment.metadata.annotations or {}).items()
        if key not in NOT_COPIED
    }
    before = revision_of(found)
    if before < revision:
        annotations[REVISION] = str(revision)
        if before:
            history = (found.metadata.annotations or {}).get(HISTORY)
            annotations[HISTORY] = f"{history},{before}" if history else str(before)
    return _annotated(found, annotations)


def with_revision(deployment: Deployment, revision: str) -> Deployment:
    """The Deployment, knowing the revision that it is at."""
    annotations = deployment.metadata.annotations or {}
    if annotations.get(REVISION) == revision:
        return deployment
    return with_metadata(deployment, annotations={**annotations, REVISION: revision})


def _annotated(found: ReplicaSet, more: dict[str, str]) -> ReplicaSet:
    annotations = found.metadata.annotations or {}
    if all(annotations.get(key) == value for key, value in more.items()):
        return found
    return with_metadata(found, annotations={**annotations, **more})
