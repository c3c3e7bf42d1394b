"""Marking a Pod as the victim of a disruption before it is deleted for it.

Mirrors the condition DisruptionTarget as pkg/controller/tainteviction and pkg/controller/podgc
write it.
"""

from lightkube.models.core_v1 import Pod, PodCondition
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, keep_transition_time, with_condition
from lifecycle.engine.kernel.clock import Millis, timestamp

TARGET = "DisruptionTarget"


def as_target(pod: Pod, reason: str, message: str, now: Millis) -> Pod:
    """The Pod with the condition that says what befalls it."""
    condition = PodCondition(
        type=TARGET,
        status="True",
        reason=reason,
        message=message,
        lastTransitionTime=timestamp(now),
        observedGeneration=pod.metadata.generation,
    )
    condition = keep_transition_time(get_condition(pod.status, TARGET), condition)
    conditions = with_condition(pod.status.conditions, condition)
    return replace(pod, status=replace(pod.status, conditions=conditions))
