"""The conditions of a Deployment: Available, Progressing, ReplicaFailure.

Mirrors pkg/controller/deployment/util/deployment_util.go and progress.go.
"""

from collections.abc import Sequence

from lightkube.models.apps_v1 import Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.controllers.deployment.replicasets import wanted
from lifecycle.engine.kernel.clock import Millis, millis, timestamp

AVAILABLE, PROGRESSING, FAILURE = "Available", "Progressing", "ReplicaFailure"
NEW_CREATED, NEW_FOUND = "NewReplicaSetCreated", "FoundNewReplicaSet"
UPDATED, COMPLETE, TIMED_OUT = (
    "ReplicaSetUpdated",
    "NewReplicaSetAvailable",
    "ProgressDeadlineExceeded",
)
PAUSED, RESUMED = "DeploymentPaused", "DeploymentResumed"
NO_DEADLINE = 2**31 - 1


def condition(kind: str, status: str, reason: str, message: str, now: Millis):
    """A condition as it is at this moment."""
    moment = timestamp(now)
    return DeploymentCondition(
        type=kind,
        status=status,
        reason=reason,
        message=message,
        lastUpdateTime=moment,
        lastTransitionTime=moment,
    )


def with_condition(status: DeploymentStatus, new: DeploymentCondition) -> DeploymentStatus:
    """The status with the condition last, unless it says nothing new."""
    known = get_condition(status, new.type)
    if known is not None and (known.status, known.reason) == (new.status, new.reason):
        return status
    if known is not None and known.status == new.status:
        new = replace(new, lastTransitionTime=known.lastTransitionTime)
    return replace(status, conditions=[*_others(status, new.type), new])


def refreshed(status: DeploymentStatus, new: DeploymentCondition) -> DeploymentStatus:
    """The same, but a newer time counts as news: progress was made."""
    known = get_condition(status, new.type)
    if known is not None and known.status == "True":
        new = replace(new, lastTransitionTime=known.lastTransitionTime)
    return replace(status, conditions=[*_others(status, new.type), new])


def without_condition(status: DeploymentStatus, kind: str) -> DeploymentStatus:
    """The status without that condition."""
    if get_condition(status, kind) is None:
        return status
    return replace(status, conditions=_others(status, kind) or None)


def has_deadline(deployment: Deployment) -> bool:
    """Whether a rollout that gets stuck is told of (`HasProgressDeadline`)."""
    seconds = deployment.spec.progressDeadlineSeconds
    return seconds is not None and seconds != NO_DEADLINE


def is_complete(deployment: Deployment, status: DeploymentStatus) -> bool:
    """Whether all Pods are new and available (`DeploymentComplete`)."""
    replicas = wanted(deployment)
    return (
        (status.updatedReplicas or 0) == replicas
        and (status.replicas or 0) == replicas
        and (status.availableReplicas or 0) == replicas
        and (status.observedGeneration or 0) >= (deployment.metadata.generation or 0)
    )


def is_progressing(old: DeploymentStatus, new: DeploymentStatus) -> bool:
    """Whether there are more new, ready or available Pods, or fewer old ones."""
    return (
        (new.updatedReplicas or 0) > (old.updatedReplicas or 0)
        or _old_pods(new) < _old_pods(old)
        or (new.readyReplicas or 0) > (old.readyReplicas or 0)
        or (new.availableReplicas or 0) > (old.availableReplicas or 0)
    )


def time_left(deployment: Deployment, status: DeploymentStatus, now: Millis) -> Millis | None:
    """Until the progress deadline; None where none runs (`DeploymentTimedOut`)."""
    known = get_condition(status, PROGRESSING)
    if not has_deadline(deployment) or known is None:
        return None
    if known.reason in (COMPLETE, TIMED_OUT) or known.lastUpdateTime is None:
        return None
    due = millis(known.lastUpdateTime) + deployment.spec.progressDeadlineSeconds * 1000
    return due - now


def replica_failures(
    sets: Sequence[ReplicaSet], new: ReplicaSet | None
) -> list[DeploymentCondition]:
    """What the ReplicaSets failed at, the new one's first (`getReplicaFailures`)."""
    ordered = ([new] if new else []) + [rs for rs in sets if rs is not new]
    found = (get_condition(rs.status, FAILURE) for rs in ordered)
    return [
        DeploymentCondition(
            type=FAILURE,
            status=known.status,
            reason=known.reason,
            message=known.message,
            lastUpdateTime=known.lastTransitionTime,
            lastTransitionTime=known.lastTransitionTime,
        )
        for known in found
        if known is not None
    ]


def _old_pods(status: DeploymentStatus) -> int:
    return (status.replicas or 0) - (status.updatedReplicas or 0)


def _others(status: DeploymentStatus, kind: str) -> list[DeploymentCondition]:
    return [known for known in status.conditions or () if known.type != kind]
