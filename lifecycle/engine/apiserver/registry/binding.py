"""Putting a Pod onto a node: the `binding` subresource.

Mirrors `BindingREST.setPodNodeAndMetadata` (pkg/registry/core/pod/storage/storage.go).
"""

from lightkube.models.core_v1 import Pod, PodCondition
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.conditions import get_condition, keep_transition_time, with_condition
from lifecycle.engine.kernel.clock import Millis, timestamp


def assign_pod(pod: Pod, node: str, now: Millis) -> Pod:
    """The Pod as bound to the node; raises Conflict if it cannot be."""
    name = pod.metadata.name
    if pod.metadata.deletionTimestamp is not None:
        raise _refused(name, f"pod {name} is being deleted, cannot be assigned to a host")
    if pod.spec.nodeName:
        raise _refused(name, f'pod {name} is already assigned to node "{pod.spec.nodeName}"')
    if pod.spec.schedulingGates:
        raise _refused(name, f"pod {name} has non-empty .spec.schedulingGates")
    scheduled = PodCondition(type="PodScheduled", status="True", lastTransitionTime=timestamp(now))
    return replace(
        pod,
        spec=replace(pod.spec, nodeName=node),
        status=replace(
            pod.status,
            nominatedNodeName=None,
            conditions=with_condition(
                pod.status.conditions,
                keep_transition_time(get_condition(pod.status, "PodScheduled"), scheduled),
            ),
        ),
    )


def _refused(name: str, why: str) -> errors.ApiError:
    message = f'Operation cannot be fulfilled on pods/binding "{name}": {why}'
    return errors.ApiError(409, "Conflict", message, kind="pods/binding", name=name)
