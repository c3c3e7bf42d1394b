"""Recreate: all old Pods end before the first new one starts.

Mirrors pkg/controller/deployment/recreate.go.
"""

from collections.abc import Iterable

from lightkube.models.apps_v1 import Deployment, ReplicaSet
from lightkube.models.core_v1 import Pod

from lifecycle.engine.controllers.deployment import replicasets
from lifecycle.engine.controllers.deployment.scaler import Scaler
from lifecycle.engine.controllers.ownership import is_controlled_by
from lifecycle.engine.controllers.pods import is_terminal


def stop_old(scaler: Scaler, deployment: Deployment, old: list[ReplicaSet]) -> bool:
    """Scale all old ReplicaSets to nothing; False if they are already."""
    scaled = [
        scaler.scale(deployment, found, 0, "spec.strategy.type")
        for found in replicasets.having_pods(old)
    ]
    return any(scaled)


def old_pods_running(pods: Iterable[Pod], old: list[ReplicaSet]) -> bool:
    """Whether some old Pod has not ended yet, deleted or not (`oldPodsRunning`)."""
    return replicasets.actual(old) > 0 or any(
        not is_terminal(pod) and any(is_controlled_by(pod, found) for found in old) for pod in pods
    )
