"""What a StatefulSet says of its Pods.

Mirrors `updateStatus` and `completeRollingUpdate` of
pkg/controller/statefulset/stateful_set_control.go.
"""

from collections.abc import Sequence

from lightkube.models.apps_v1 import StatefulSet, StatefulSetStatus
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.controllers.pods import is_available, is_ready
from lifecycle.engine.controllers.revisions import revision_of
from lifecycle.engine.kernel.clock import Millis


def is_running_and_ready(pod: Pod) -> bool:
    """Whether the Pod runs and takes requests, terminating or not."""
    return pod.status.phase == "Running" and is_ready(pod)


def stateful_set_status(
    found: StatefulSet, pods: Sequence[Pod], current: str, update: str, now: Millis
) -> StatefulSetStatus:
    """Counts of Pods, and the revisions that they are at."""
    staying = [pod for pod in pods if pod.metadata.deletionTimestamp is None]
    ready = [pod for pod in pods if is_running_and_ready(pod)]
    seconds = found.spec.minReadySeconds or 0
    status = replace(
        found.status or StatefulSetStatus(replicas=0),
        observedGeneration=found.metadata.generation,
        replicas=len(pods),
        readyReplicas=len(ready) or None,
        availableReplicas=sum(is_available(pod, seconds, now) for pod in ready),
        currentReplicas=sum(revision_of(pod) == current for pod in staying) or None,
        updatedReplicas=sum(revision_of(pod) == update for pod in staying) or None,
        currentRevision=current,
        updateRevision=update,
        collisionCount=0,
    )
    return _completed(status) if current != update else status


def _completed(status: StatefulSetStatus) -> StatefulSetStatus:
    """A rolling update is over when every Pod is new and ready."""
    if (status.updatedReplicas or 0) != status.replicas or status.readyReplicas != status.replicas:
        return status
    return replace(
        status,
        currentReplicas=status.updatedReplicas,
        currentRevision=status.updateRevision,
    )
