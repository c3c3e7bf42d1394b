"""What is short on a node, what its Pods use of it, and whom to evict first.

Mirrors pkg/kubelet/eviction/helpers.go (`makeSignalObservations`, `thresholdsMet`,
`rankMemoryPressure`, `rankDiskPressureFunc`, `rankPIDPressure`, `evictionMessage`). The disk is
one file system for images, containers and volumes.
"""

from collections.abc import Callable, Iterable

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.quantity import BINARY, Quantity, canonical, parse, value
from lifecycle.engine.api.resources import pod_requests
from lifecycle.engine.kubelet.texts import Texts
from lifecycle.engine.kubelet.thresholds import DISK, MEMORY, PIDS, Threshold


class Usage(msgspec.Struct, frozen=True):
    """What one Pod uses: in all, and each container by itself; empty before anything runs."""

    pod: Pod
    memory: int
    disk: int
    containers: tuple[tuple[str, int, int], ...]
    processes: int = 0

    def of(self, resource: str) -> int:
        return {MEMORY: self.memory, DISK: self.disk, PIDS: self.processes}[resource]

    def requested(self, resource: str) -> int:
        found = pod_requests(self.pod).get(resource)
        return value(found) if found is not None else 0

    def beyond(self, resource: str) -> int:
        """How much more it uses than it asked for."""
        return self.of(resource) - self.requested(resource)


class Shortage(msgspec.Struct, frozen=True):
    """A threshold that is met, in numbers."""

    threshold: Threshold
    least: int
    available: int


def shortages(
    left: Callable[[str], tuple[int, int]],
    thresholds: Iterable[Threshold],
    *,
    reclaim: bool = False,
) -> list[Shortage]:
    """The thresholds that are met; `left` answers what of a resource is left, and there.

    With `reclaim`, so much more than the threshold has to be left as the least to be reclaimed.
    """
    found = []
    for threshold in thresholds:
        available, capacity = left(threshold.resource)
        least = threshold.least.of(capacity)
        wanted = least + (threshold.reclaim.of(capacity) if reclaim else 0)
        if wanted > available:
            found.append(Shortage(threshold, least, available))
    return found


def ranked(usages: list[Usage], resource: str) -> list[Usage]:
    """Who is to go first: whoever exceeds his request, is of low priority, uses much beyond.

    Nobody asks for processes, so that of these only their number counts.
    """

    def order(usage: Usage) -> tuple[bool, bool, int, int]:
        measured, priority = bool(usage.containers), usage.pod.spec.priority or 0
        if resource == PIDS:
            return measured, False, priority, -usage.processes
        beyond = usage.beyond(resource)
        return measured, beyond <= 0, priority, -beyond

    return sorted(usages, key=order)


def message_of(usage: Usage, shortage: Shortage, texts: Texts) -> str:
    """Why the Pod was chosen: what was short, and who of it used more than he had asked for."""
    resource, pod = shortage.threshold.resource, usage.pod
    said = f"The node was low on resource: {resource}. "
    said += texts.threshold_met.format(
        quantity=in_binary(shortage.least), available=in_binary(shortage.available)
    )
    level = (pod.spec.resources and pod.spec.resources.requests) or {}
    if resource == MEMORY and resource in level and usage.containers:
        request, used = canonical(level[resource]), in_binary(usage.memory)
        said += f"Pod {pod.metadata.name} was using {used}, request is {request}, has larger "
        said += f"consumption of {resource}. "
    places = {place.container.name: place.container for place in visit_containers(pod.spec)}
    for name, memory, disk in usage.containers if resource != PIDS else ():
        used = memory if resource == MEMORY else disk
        resources = places[name].resources
        request = ((resources and resources.requests) or {}).get(resource, "0")
        if used > value(parse(request)):
            said += texts.larger_consumption.format(
                name=name, used=in_binary(used), request=canonical(request), resource=resource
            )
    return said


def in_binary(size: int) -> str:
    """Bytes as a Quantity prints them."""
    return canonical(Quantity(size * 10**9, BINARY))
