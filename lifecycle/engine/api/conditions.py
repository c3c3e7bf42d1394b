"""Conditions of a status: finding, setting and asking them.

Mirrors pkg/api/v1/pod/util.go (`GetPodCondition`, `UpdatePodCondition`, `IsPodReady`).
"""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from lightkube.models.core_v1 import Pod, PodCondition


class _Condition(Protocol):
    type: str
    status: str


C = TypeVar("C", bound=_Condition)


def get_condition(status: Any, condition_type: str) -> Any:
    """The condition of that type in a status (of any kind of object), or None."""
    conditions = status.conditions if status is not None else None
    for condition in conditions or ():
        if condition.type == condition_type:
            return condition
    return None


def is_true(status: Any, condition_type: str) -> bool:
    """Whether the status has the condition, and it holds."""
    condition = get_condition(status, condition_type)
    return condition is not None and condition.status == "True"


def is_pod_ready(pod: Pod) -> bool:
    """Whether the Pod takes requests (`IsPodReady`)."""
    return is_true(pod.status, "Ready")


def with_condition(conditions: Sequence[C] | None, condition: C) -> list[C]:
    """The conditions with this one in the place of its type, or at the end."""
    found = list(conditions or ())
    for i, other in enumerate(found):
        if other.type == condition.type:
            found[i] = condition
            return found
    return [*found, condition]


def keep_transition_time(old: PodCondition | None, new: PodCondition) -> PodCondition:
    """The new condition, with the old one's time if the status is still the same.

    `new.lastTransitionTime` must be the present moment.
    """
    if old is not None and old.status == new.status:
        new.lastTransitionTime = old.lastTransitionTime
    return new
