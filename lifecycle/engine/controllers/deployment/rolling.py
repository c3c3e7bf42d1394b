"""A rolling update: old Pods go as new ones become available, within the two limits.

Mirrors pkg/controller/deployment/rolling.go.
"""

from lightkube.models.apps_v1 import Deployment, ReplicaSet

from lifecycle.engine.controllers.deployment import replicasets
from lifecycle.engine.controllers.deployment.limits import (
    max_unavailable,
    new_set_size,
    unavailable_in,
)
from lifecycle.engine.controllers.deployment.scaler import Scaler

MAX_SURGE = "spec.strategy.rollingUpdate.maxSurge"
MAX_UNAVAILABLE = "spec.strategy.rollingUpdate.maxUnavailable"


class StatusIsBehind(Exception):
    """A ReplicaSet counts more available Pods than it is to have: it has not deleted them yet.

    Upstream ends the step with an error, "when cleaning up unhealthy replicas, got invalid
    request to scale down". Whoever went on would count Pods that are as good as gone, and take
    more than maxUnavailable allows.
    """


def roll(scaler: Scaler, deployment: Deployment, new: ReplicaSet, old: list[ReplicaSet]) -> bool:
    """Take the next step; False if there is none to take now."""
    return _grow(scaler, deployment, new, [*old, new]) or _shrink(
        scaler, deployment, new, replicasets.having_pods(old)
    )


def _grow(scaler: Scaler, deployment: Deployment, new: ReplicaSet, sets: list[ReplicaSet]) -> bool:
    """Bring the new ReplicaSet nearer to its size (`reconcileNewReplicaSet`)."""
    size, goal = replicasets.size(new), replicasets.wanted(deployment)
    if size > goal:
        return scaler.scale(deployment, new, goal)
    return scaler.scale(deployment, new, new_set_size(deployment, sets, size), MAX_SURGE)


def _shrink(scaler: Scaler, deployment: Deployment, new: ReplicaSet, old: list[ReplicaSet]) -> bool:
    """Take from the old ones what can be spared (`reconcileOldReplicaSets`)."""
    if not old:
        return False
    least = replicasets.wanted(deployment) - max_unavailable(deployment)
    spare = replicasets.total_size([*old, new]) - least - unavailable_in(new)
    if spare <= 0:
        return False
    try:
        old, cleaned = _drop_unhealthy(scaler, deployment, old, spare)
    except StatusIsBehind:
        return False
    healthy = replicasets.available([*old, new]) - least
    return _drop(scaler, deployment, old, healthy) or cleaned > 0


def _drop_unhealthy(
    scaler: Scaler, deployment: Deployment, old: list[ReplicaSet], most: int
) -> tuple[list[ReplicaSet], int]:
    """First those that serve nobody (`cleanupUnhealthyReplicas`)."""
    dropped = 0
    kept = []
    for found in replicasets.by_age(old):
        size = replicasets.size(found)
        count = min(most - dropped, unavailable_in(found))
        if size and dropped < most and count < 0:
            raise StatusIsBehind(found.metadata.name)
        if size and count > 0:
            scaler.scale(deployment, found, size - count, MAX_UNAVAILABLE)
            found = scaler.current(found)
            dropped += count
        kept.append(found)
    return kept, dropped


def _drop(scaler: Scaler, deployment: Deployment, old: list[ReplicaSet], most: int) -> bool:
    """Then those that are not needed any more (`scaleDownOldReplicaSetsForRollingUpdate`)."""
    dropped = 0
    for found in replicasets.by_age(old):
        count = min(replicasets.size(found), most - dropped)
        if count > 0:
            scaler.scale(deployment, found, replicasets.size(found) - count, MAX_UNAVAILABLE)
            dropped += count
    return dropped > 0
