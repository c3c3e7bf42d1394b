"""Which Pods a controller gives up first when it has too many.

Mirrors `ActivePodsWithRanks` of pkg/controller/controller_utils.go.
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.controllers.pods import is_ready
from lifecycle.engine.kernel.clock import Millis, millis

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}


def pods_to_delete(pods: Sequence[Pod], count: int, now: Millis) -> list[Pod]:
    """The `count` Pods that are missed least (`getPodsToDelete`)."""
    if count >= len(pods):
        return list(pods)
    crowd: dict[str, int] = {}
    for pod in pods:
        crowd[pod.spec.nodeName or ""] = crowd.get(pod.spec.nodeName or "", 0) + 1
    ranked = sorted(pods, key=lambda pod: _rank(pod, crowd[pod.spec.nodeName or ""], now))
    return ranked[:count]


def _rank(pod: Pod, neighbours: int, now: Millis) -> tuple:
    """Compared in turn; the lowest goes first.

    Unassigned before assigned, pending before running, unready before ready, cheap before
    dear, where many are before where few are, briefly ready before long ready, often
    restarted before seldom, young before old.
    """
    return (
        bool(pod.spec.nodeName),
        _PHASES.get(pod.status.phase or "", 1),
        is_ready(pod),
        _cost(pod),
        -neighbours,
        _bucket(now - _ready_since(pod, now)) if is_ready(pod) else 0,
        -_restarts(pod),
        -millis(pod.metadata.creationTimestamp),
    )


def _cost(pod: Pod) -> int:
    text = (pod.metadata.annotations or {}).get(DELETION_COST, "0")
    try:
        return int(text)
    except ValueError:
        return 0


def _ready_since(pod: Pod, now: Millis) -> Millis:
    condition = get_condition(pod.status, "Ready")
    moment = condition.lastTransitionTime if condition else None
    return millis(moment) if moment else now


def _bucket(age: Millis) -> int:
    """Ages are compared by their power of two (LogarithmicScaleDown)."""
    return (age // 1000).bit_length()


def _restarts(pod: Pod) -> int:
    return max((s.restartCount for s in pod.status.containerStatuses or ()), default=0)
