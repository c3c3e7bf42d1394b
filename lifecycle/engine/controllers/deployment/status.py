"""What a Deployment says of its rollout.

Mirrors `calculateStatus` (pkg/controller/deployment/sync.go) and `syncRolloutStatus`
(progress.go).
"""

from collections.abc import Sequence

from lightkube.models.apps_v1 import Deployment, DeploymentStatus, ReplicaSet
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.controllers.deployment import conditions, replicasets
from lifecycle.engine.controllers.deployment.limits import max_unavailable
from lifecycle.engine.kernel.clock import Millis


def calculate_status(
    deployment: Deployment,
    sets: Sequence[ReplicaSet],
    new: ReplicaSet | None,
    now: Millis,
) -> DeploymentStatus:
    """Counts over all ReplicaSets, and whether enough Pods are available."""
    there = replicasets.available(sets)
    missing = max(replicasets.total_size(sets) - there, 0)
    old = deployment.status or DeploymentStatus()
    status = replace(
        old,
        observedGeneration=deployment.metadata.generation,
        replicas=replicasets.actual(sets) or None,
        updatedReplicas=(replicasets.actual([new]) if new else 0) or None,
        readyReplicas=replicasets.ready(sets) or None,
        availableReplicas=there or None,
        unavailableReplicas=missing or None,
        terminatingReplicas=replicasets.terminating(sets),
    )
    enough = there >= replicasets.wanted(deployment) - max_unavailable(deployment)
    verb, word = ("has", "True") if enough else ("does not have", "False")
    reason = f"MinimumReplicas{'Available' if enough else 'Unavailable'}"
    message = f"Deployment {verb} minimum availability."
    return conditions.with_condition(
        status, conditions.condition(conditions.AVAILABLE, word, reason, message, now)
    )


def rollout_status(
    deployment: Deployment,
    sets: Sequence[ReplicaSet],
    new: ReplicaSet | None,
    now: Millis,
) -> DeploymentStatus:
    """The same, and how the rollout gets on."""
    old = deployment.status or DeploymentStatus()
    status = calculate_status(deployment, sets, new, now)
    if not conditions.has_deadline(deployment):
        status = conditions.without_condition(status, conditions.PROGRESSING)
    known = get_condition(old, conditions.PROGRESSING)
    finished = (
        (status.replicas or 0) == (status.updatedReplicas or 0)
        and known is not None
        and known.reason == conditions.COMPLETE
    )
    if conditions.has_deadline(deployment) and not finished:
        status = _progress(deployment, old, status, new, now)
    failures = conditions.replica_failures(sets, new)
    if failures:
        return conditions.with_condition(status, failures[0])
    return conditions.without_condition(status, conditions.FAILURE)


def _progress(
    deployment: Deployment,
    old: DeploymentStatus,
    status: DeploymentStatus,
    new: ReplicaSet | None,
    now: Millis,
) -> DeploymentStatus:
    who = f'ReplicaSet "{new.metadata.name}"' if new else f'Deployment "{deployment.metadata.name}"'

    def progressing(word: str, reason: str, text: str):
        kind = conditions.PROGRESSING
        return conditions.condition(kind, word, reason, f"{who} {text}", now)

    if conditions.is_complete(deployment, status):
        said = progressing("True", conditions.COMPLETE, "has successfully progressed.")
        return conditions.with_condition(status, said)
    if conditions.is_progressing(old, status):
        said = progressing("True", conditions.UPDATED, "is progressing.")
        return conditions.refreshed(status, said)
    left = conditions.time_left(deployment, old, now)
    if left is not None and left < 0:
        said = progressing("False", conditions.TIMED_OUT, "has timed out progressing.")
        return conditions.with_condition(status, said)
    return status
