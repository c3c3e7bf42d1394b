"""Scaling in the middle of a rollout: every ReplicaSet gets its share.

Mirrors `scale` of pkg/controller/deployment/sync.go and `GetReplicaSetProportion`.
"""

from lightkube.models.apps_v1 import Deployment, ReplicaSet

from lifecycle.engine.controllers.deployment import replicasets
from lifecycle.engine.controllers.deployment.limits import is_rolling, max_surge
from lifecycle.engine.controllers.deployment.revisions import desired_size, most_before
from lifecycle.engine.controllers.deployment.scaler import Scaler
from lifecycle.engine.kernel.clock import millis


def is_scaling(deployment: Deployment, sets: list[ReplicaSet]) -> bool:
    """Whether the Deployment has another size than when its Pods were counted last."""
    desired = [desired_size(found) for found in replicasets.having_pods(sets)]
    goal = replicasets.wanted(deployment)
    return any(size is not None and size != goal for size in desired)


def scale(
    scaler: Scaler, deployment: Deployment, new: ReplicaSet | None, old: list[ReplicaSet]
) -> None:
    """Give the Deployment's new size to its ReplicaSets."""
    goal = replicasets.wanted(deployment)
    only = _active_or_latest(new, old)
    if only is not None:
        if replicasets.size(only) != goal:
            scaler.scale(deployment, only, goal)
        return
    if new is not None and _is_saturated(deployment, new):
        for found in replicasets.having_pods(old):
            scaler.scale(deployment, found, 0)
        return
    if is_rolling(deployment):
        sets = replicasets.having_pods([*old, new] if new else old)
        for found, size in _shares(deployment, sets):
            scaler.resize(deployment, found, size)


def _active_or_latest(new: ReplicaSet | None, old: list[ReplicaSet]) -> ReplicaSet | None:
    """The only one with Pods, or the newest if none has any; None if several have."""
    active = replicasets.having_pods([*old, new] if new else old)
    if len(active) == 1:
        return active[0]
    if active:
        return None
    return new or (replicasets.by_age(old)[-1] if old else None)


def _is_saturated(deployment: Deployment, new: ReplicaSet) -> bool:
    goal = replicasets.wanted(deployment)
    there = (new.status.availableReplicas or 0) if new.status else 0
    return replicasets.size(new) == goal == desired_size(new) == there


def _shares(deployment: Deployment, sets: list[ReplicaSet]) -> list[tuple[ReplicaSet, int]]:
    """The new size of each; what rounding leaves goes to the largest."""
    goal = replicasets.wanted(deployment)
    allowed = goal + max_surge(deployment) if goal else 0
    to_add = allowed - replicasets.total_size(sets)
    ordered = sorted(sets, key=lambda rs: (-replicasets.size(rs), _age_order(rs, to_add)))
    added, sizes = 0, []
    for found in ordered:
        share = _proportion(deployment, found, to_add, added) if to_add else 0
        sizes.append(replicasets.size(found) + share)
        added += share
    if sizes and to_add:
        sizes[0] = max(sizes[0] + to_add - added, 0)
    return list(zip(ordered, sizes))


def _age_order(found: ReplicaSet, to_add: int) -> int:
    """Of equal ones, growth begins with the newest and shrinking with the oldest."""
    made = millis(found.metadata.creationTimestamp)
    return -made if to_add > 0 else made


def _proportion(deployment: Deployment, found: ReplicaSet, to_add: int, added: int) -> int:
    size, goal = replicasets.size(found), replicasets.wanted(deployment)
    if not size:
        return 0
    allowed = to_add - added
    if not goal:
        return max(-size, allowed)
    most = goal + max_surge(deployment)
    before = most_before(found, most)
    grown = (2 * size * most + before) // (2 * before) - size
    return min(grown, allowed) if to_add > 0 else max(grown, allowed)
