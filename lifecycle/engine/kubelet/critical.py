"""Pods that a node can't do without, and who may take whose place on it.

Mirrors `IsCriticalPod` and `Preemptable` of pkg/kubelet/types/pod_update.go.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import is_mirror
from lifecycle.engine.kubelet.status.phase import is_static_pod

CRITICAL_PRIORITY = 2_000_000_000
"""That of the class system-cluster-critical (`SystemCriticalPriority`)."""


def is_critical(pod: Pod) -> bool:
    """Whether the node can't do without the Pod."""
    return is_static_pod(pod) or is_mirror(pod) or has_critical_priority(pod)


def has_critical_priority(pod: Pod) -> bool:
    """Whether it is of one of the two system classes, or above (`IsCriticalPodBasedOnPriority`)."""
    return (pod.spec.priority or 0) >= CRITICAL_PRIORITY


def preemptable(preemptor: Pod, preemptee: Pod) -> bool:
    """Whether the first may take the place of the second."""
    if is_critical(preemptor) and not is_critical(preemptee):
        return True
    if preemptor.spec.priority is None or preemptee.spec.priority is None:
        return False
    return preemptor.spec.priority > preemptee.spec.priority
