"""How the tables write a condition: `False ContainersNotReady: its message`."""

from lightkube.models.core_v1 import PodCondition


def told(condition: PodCondition) -> str:
    """Status, reason and message of a condition."""
    text = condition.status
    if condition.reason:
        text += f" {condition.reason}"
    return f"{text}: {condition.message}" if condition.message else text
