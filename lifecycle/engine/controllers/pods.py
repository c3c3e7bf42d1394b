"""Questions that controllers ask of Pods, and the making of Pods from templates.

Mirrors pkg/controller/controller_utils.go and pkg/api/v1/pod/util.go.
"""

from collections.abc import Iterable
from typing import Any

from lightkube.models.core_v1 import Pod, PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.meta import metadata_of
from lifecycle.engine.controllers.ownership import new_controller_ref
from lifecycle.engine.kernel.clock import Millis, millis

ENDED = ("Succeeded", "Failed")


def is_terminal(pod: Pod) -> bool:
    """Whether the Pod has ended (`IsPodTerminal`)."""
    return pod.status.phase in ENDED


def is_active(pod: Pod) -> bool:
    """Whether the Pod counts as a replica (`IsPodActive`)."""
    return not is_terminal(pod) and pod.metadata.deletionTimestamp is None


def is_terminating(pod: Pod) -> bool:
    """Whether the Pod is on its way out but has not ended (`IsPodTerminating`)."""
    return not is_terminal(pod) and pod.metadata.deletionTimestamp is not None


def is_ready(pod: Pod) -> bool:
    """Whether the condition Ready is True (`IsPodReady`)."""
    for condition in pod.status.conditions or ():
        if condition.type == "Ready":
            return condition.status == "True"
    return False


def available_at(pod: Pod, min_ready_seconds: int) -> Millis | None:
    """From when on the Pod has been ready long enough; None while it isn't ready."""
    condition = get_condition(pod.status, "Ready")
    if condition is None or condition.status != "True":
        return None
    if not min_ready_seconds or condition.lastTransitionTime is None:
        return 0
    return millis(condition.lastTransitionTime) + min_ready_seconds * 1000


def is_available(pod: Pod, min_ready_seconds: int, now: Millis) -> bool:
    """Whether the Pod has been ready for at least so long (`IsPodAvailable`)."""
    moment = available_at(pod, min_ready_seconds)
    return moment is not None and moment <= now


def next_available(pods: Iterable[Pod], min_ready_seconds: int, now: Millis) -> Millis | None:
    """When the next ready Pod becomes available, if any is on its way there."""
    if not min_ready_seconds:
        return None
    moments = [available_at(pod, min_ready_seconds) for pod in pods]
    return min((m for m in moments if m is not None and m > now), default=None)


def pod_from_template(template: PodTemplateSpec, owner: Any, name: str = "") -> Pod:
    """A new Pod of the owner's (`GetPodFromTemplate`); without a name, one is generated."""
    meta = template.metadata or ObjectMeta()
    parent = metadata_of(owner)
    return Pod(
        apiVersion="v1",
        kind="Pod",
        metadata=ObjectMeta(
            name=name or None,
            generateName=f"{parent.name}-",
            namespace=parent.namespace,
            labels=meta.labels or None,
            annotations=meta.annotations or None,
            finalizers=meta.finalizers or None,
            ownerReferences=[new_controller_ref(owner)],
        ),
        spec=template.spec,
    )
