"""What a Pod asks of a node, all containers together.

App containers and sidecars run side by side, so they add up. Init containers run one after
another, each beside the sidecars before it: they only raise the result where one of them
needs more. Requests of the Pod itself take the place of the sum.

Mirrors k8s.io/component-helpers/resource/helpers.go.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import Container, ContainerStatus, Pod, ResourceRequirements

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.pod import get_container_status, is_sidecar
from lifecycle.engine.api.quantity import ZERO, Quantity, parse

ResourceList = dict[str, Quantity]


class Options(NamedTuple):
    """`PodResourcesOptions`: what is counted beside the containers' specs."""

    use_status: bool = False
    use_claims: bool = False
    exclude_overhead: bool = False
    skip_pod_level: bool = False
    non_missing_requests: ResourceList | None = None


DEFAULTS = Options()


def quantities(listed: dict[str, str] | None) -> ResourceList:
    """A resource list of an object, parsed; sorted by name."""
    return {name: parse(listed[name]) for name in sorted(listed)} if listed else {}


def pod_requests(pod: Pod, options: Options = DEFAULTS) -> ResourceList:
    """What the scheduler reserves for the Pod (`PodRequests`)."""
    total = aggregate_container_requests(pod, options)
    if not options.skip_pod_level:
        total.update(_pod_level(pod.spec.resources and pod.spec.resources.requests))
    if not options.exclude_overhead:
        _add(total, quantities(pod.spec.overhead))
    return total


def pod_limits(pod: Pod, options: Options = DEFAULTS) -> ResourceList:
    """What the Pod may use at most; overhead counts only beside a limit (`PodLimits`)."""
    total = aggregate_container_limits(pod, options)
    if not options.skip_pod_level:
        total.update(_pod_level(pod.spec.resources and pod.spec.resources.limits))
    if not options.exclude_overhead:
        overhead = quantities(pod.spec.overhead)
        _add(total, {name: q for name, q in overhead.items() if total.get(name, ZERO)})
    return total


def aggregate_container_requests(pod: Pod, options: Options = DEFAULTS) -> ResourceList:
    """The containers' requests, without overhead and Pod-level values."""

    def requests(container: Container) -> ResourceList:
        return _container_requests(pod, container, options)

    total = _aggregate(pod, requests)
    if options.use_claims and pod.status:
        for claim in pod.status.nodeAllocatableResourceClaimStatuses or ():
            _add(total, quantities(claim.resources))
    return total


def aggregate_container_limits(pod: Pod, options: Options = DEFAULTS) -> ResourceList:
    """The containers' limits, without overhead and Pod-level values."""

    def limits(container: Container) -> ResourceList:
        return _container_limits(pod, container, options)

    return _aggregate(pod, limits)


def is_pod_level_resource(name: str) -> bool:
    """Whether a Pod may ask for it as a whole (`IsSupportedPodLevelResource`)."""
    return name in ("cpu", "memory") or name.startswith("hugepages-")


def is_pod_level_set(pod: Pod) -> bool:
    """Whether the Pod asks for something as a whole (`IsPodLevelResourcesSet`)."""
    wanted = pod.spec.resources or ResourceRequirements()
    names = [*(wanted.requests or ()), *(wanted.limits or ())]
    return any(is_pod_level_resource(name) for name in names)


def is_resize_infeasible(pod: Pod) -> bool:
    """Whether the node can never fulfil the resize that is asked for."""
    condition = get_condition(pod.status, "PodResizePending")
    return condition is not None and condition.reason == "Infeasible"


def _pod_level(listed: dict[str, str] | None) -> ResourceList:
    return {n: q for n, q in quantities(listed).items() if is_pod_level_resource(n)}


def _aggregate(pod: Pod, of: Callable[[Container], ResourceList]) -> ResourceList:
    total: ResourceList = {}
    for container in pod.spec.containers:
        _add(total, of(container))
    sidecars: ResourceList = {}
    at_start: ResourceList = {}
    for container in pod.spec.initContainers or ():
        wanted = of(container)
        if is_sidecar(container):
            _add(total, wanted)
            _add(sidecars, wanted)
            wanted = sidecars
        else:
            _add(wanted, sidecars)
        _raise(at_start, wanted)
    _raise(total, at_start)
    return total


def _container_requests(pod: Pod, container: Container, options: Options) -> ResourceList:
    wanted = quantities(container.resources and container.resources.requests)
    status = _status(pod, container, options)
    if status is not None and _is_resized(container, status):
        actual = quantities(status.resources.requests)
        allocated = quantities(status.allocatedResources)
        wanted = _most([actual, allocated] if is_resize_infeasible(pod) else
                       [wanted, actual, allocated])  # fmt: skip
    return {**(options.non_missing_requests or {}), **wanted}


def _container_limits(pod: Pod, container: Container, options: Options) -> ResourceList:
    wanted = quantities(container.resources and container.resources.limits)
    status = _status(pod, container, options)
    if status is not None and status.resources is not None:
        actual = quantities(status.resources.limits)
        wanted = actual if is_resize_infeasible(pod) else _most([wanted, actual])
    return wanted


def _status(pod: Pod, container: Container, options: Options) -> ContainerStatus | None:
    if not options.use_status or pod.status is None:
        return None
    return get_container_status(
        pod.status.containerStatuses, container.name
    ) or get_container_status(pod.status.initContainerStatuses, container.name)


def _is_resized(container: Container, status: ContainerStatus) -> bool:
    """Whether the container is said to have, or to be granted, other than it asks for."""
    said, wanted = status.resources, container.resources or ResourceRequirements()
    if said is None:
        return False
    return said.requests != wanted.requests or status.allocatedResources != wanted.requests


def _add(total: ResourceList, more: ResourceList) -> None:
    for name, quantity in more.items():
        total[name] = total[name] + quantity if name in total else quantity


def _raise(total: ResourceList, other: ResourceList) -> None:
    for name, quantity in other.items():
        if name not in total or quantity > total[name]:
            total[name] = quantity


def _most(lists: Iterable[ResourceList]) -> ResourceList:
    result: ResourceList = {}
    for listed in lists:
        _raise(result, listed)
    return result
