"""What a ReplicaSet says of its Pods.

Mirrors pkg/controller/replicaset/replica_set_utils.go (`calculateStatus`).
"""

from lightkube.models.apps_v1 import ReplicaSet, ReplicaSetCondition, ReplicaSetStatus
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.selectors import of_map
from lifecycle.engine.controllers.pods import is_available, is_ready
from lifecycle.engine.kernel.clock import Millis, timestamp

FAILURE = "ReplicaFailure"


def replica_set_status(
    found: ReplicaSet,
    active: list[Pod],
    terminating: int,
    failure: ApiError | None,
    now: Millis,
) -> ReplicaSetStatus:
    """Counts of Pods; numbers that are zero are left out, as the API does."""
    labels = of_map(found.spec.template.metadata.labels if found.spec.template.metadata else {})
    min_ready = found.spec.minReadySeconds or 0
    labelled = labels.matching(pod.metadata.labels for pod in active)
    ready = [pod for pod in active if is_ready(pod)]
    available = ready
    if min_ready:
        available = [pod for pod in ready if is_available(pod, min_ready, now)]
    return replace(
        found.status or ReplicaSetStatus(replicas=0),
        replicas=len(active),
        fullyLabeledReplicas=sum(labelled) or None,
        readyReplicas=len(ready) or None,
        availableReplicas=len(available) or None,
        terminatingReplicas=terminating,
        observedGeneration=found.metadata.generation,
        conditions=_conditions(found.status, failure, now),
    )


def _conditions(
    status: ReplicaSetStatus | None, failure: ApiError | None, now: Millis
) -> list[ReplicaSetCondition] | None:
    """The one condition there is: that Pods could not be created."""
    known = get_condition(status, FAILURE)
    if failure is None:
        return None
    if known is not None and known.reason == "FailedCreate":
        return list(status.conditions)
    return [
        ReplicaSetCondition(
            type=FAILURE,
            status="True",
            reason="FailedCreate",
            message=failure.message,
            lastTransitionTime=timestamp(now),
        )
    ]
