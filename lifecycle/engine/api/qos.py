"""The quality of service that a Pod gets: Guaranteed, Burstable or BestEffort.

Only cpu and memory count, and only amounts above zero. Init containers count like the
others; ephemeral ones don't. Resources of the Pod as a whole, even empty ones, count instead.

Mirrors pkg/apis/core/v1/helper/qos/qos.go.
"""

from lightkube.models.core_v1 import Pod, ResourceRequirements

from lifecycle.engine.api.resources import ResourceList, quantities

_COUNTED = ("cpu", "memory")


def get_pod_qos(pod: Pod) -> str:
    """The class as the status has it, or else computed (`GetPodQOS`)."""
    if pod.status is not None and pod.status.qosClass:
        return pod.status.qosClass
    return compute_pod_qos(pod)


def compute_pod_qos(pod: Pod, *, pod_level_resources: bool = True) -> str:
    """The class that the Pod's resources give it (`ComputePodQOS`)."""
    containers = [*pod.spec.containers, *(pod.spec.initContainers or ())]
    wanted = [container.resources or ResourceRequirements() for container in containers]
    if pod_level_resources and pod.spec.resources is not None:
        wanted = [pod.spec.resources]
    requests: ResourceList = {}
    limits: ResourceList = {}
    for resources in wanted:
        _accumulate(requests, resources.requests)
        _accumulate(limits, resources.limits)
    if not requests and not limits:
        return "BestEffort"
    limited = all(_counted(r.limits).keys() >= set(_COUNTED) for r in wanted)
    return "Guaranteed" if limited and requests == limits else "Burstable"


def _counted(listed: dict[str, str] | None) -> ResourceList:
    return {n: q for n, q in quantities(listed).items() if n in _COUNTED and q.nano > 0}


def _accumulate(total: ResourceList, listed: dict[str, str] | None) -> None:
    for name, quantity in _counted(listed).items():
        total[name] = total[name] + quantity if name in total else quantity
