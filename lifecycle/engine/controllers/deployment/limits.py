"""How far a rolling update may go over and under the number of Pods that is wanted.

Mirrors `ResolveFenceposts`, `MaxSurge`, `MaxUnavailable` and `NewRSNewReplicas` of
pkg/controller/deployment/util/deployment_util.go.
"""

from collections.abc import Sequence

from lightkube.models.apps_v1 import Deployment, ReplicaSet

from lifecycle.engine.controllers.deployment.replicasets import size, total_size, wanted

ROLLING = "RollingUpdate"


def is_rolling(deployment: Deployment) -> bool:
    """Whether old Pods go while new ones come, and not before."""
    strategy = deployment.spec.strategy
    return strategy is None or (strategy.type or ROLLING) == ROLLING


def scaled(value: int | str | None, total: int, round_up: bool) -> int:
    """A number, or a percentage of `total` (`GetScaledValueFromIntOrPercent`)."""
    if isinstance(value, str) and value.endswith("%"):
        share = int(value[:-1]) * total
        return -(-share // 100) if round_up else share // 100
    return int(value or 0)


def fenceposts(deployment: Deployment) -> tuple[int, int]:
    """maxSurge and maxUnavailable as numbers; never both zero."""
    rolling = deployment.spec.strategy.rollingUpdate if deployment.spec.strategy else None
    replicas = wanted(deployment)
    surge = scaled(rolling.maxSurge if rolling else "25%", replicas, True)
    unavailable = scaled(rolling.maxUnavailable if rolling else "25%", replicas, False)
    return (surge, unavailable) if surge or unavailable else (0, 1)


def max_surge(deployment: Deployment) -> int:
    """How many Pods more than wanted there may be."""
    return fenceposts(deployment)[0] if is_rolling(deployment) else 0


def max_unavailable(deployment: Deployment) -> int:
    """How many of the wanted Pods may be missing."""
    if not is_rolling(deployment) or not wanted(deployment):
        return 0
    return min(fenceposts(deployment)[1], wanted(deployment))


def new_set_size(deployment: Deployment, sets: Sequence[ReplicaSet], new_size: int) -> int:
    """How large the new ReplicaSet may be now; `sets` are all, the new one among them."""
    if not is_rolling(deployment):
        return wanted(deployment)
    most = wanted(deployment) + max_surge(deployment)
    present = total_size(sets)
    if present >= most:
        return new_size
    return new_size + min(most - present, wanted(deployment) - new_size)


def unavailable_in(found: ReplicaSet) -> int:
    """How many of its Pods are not available yet."""
    there = (found.status.availableReplicas or 0) if found.status else 0
    return size(found) - there
