"""Resizes that the Pod's node could never grant are refused at once.

One that only has to wait for room is let in, and the kubelet defers it. The comparison is
that of `canResizePod` (pkg/kubelet/allocation/allocation_manager.go): of the whole Pod's
requests with what the node can give, memory first.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api import errors
from lifecycle.engine.api.quantity import milli_value, value
from lifecycle.engine.api.resources import pod_requests
from lifecycle.engine.apiserver.store import Store

_MEASURES = (("memory", value), ("cpu", milli_value))


def check_resize(pod: Pod, store: Store) -> None:
    """Raise Forbidden if the Pod asks for more than all that its node has."""
    node = store.find("Node", "", pod.spec.nodeName or "")
    allocatable = node.status.allocatable if node is not None and node.status else None
    if not allocatable:
        return
    requests = pod_requests(pod)
    for resource, measure in _MEASURES:
        if resource not in requests or resource not in allocatable:
            continue
        requested, most = measure(requests[resource]), measure(allocatable[resource])
        if requested > most:
            raise errors.forbidden(
                "Pod",
                pod.metadata.name,
                f"node didn't have enough allocatable resources: {resource}, "
                f"requested: {requested}, allocatable: {most}",
            )
