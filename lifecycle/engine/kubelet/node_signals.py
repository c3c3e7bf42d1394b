"""What a node still has of memory and disk, what its Pods use of it, and whom to evict first.

Mirrors pkg/kubelet/eviction/helpers.go (`makeSignalObservations`, `thresholdsMet`,
`rankMemoryPressure`, `rankDiskPressureFunc`, `evictionMessage`) with the thresholds that a
kubelet has by default. The disk is one file system for images, containers and volumes.
"""

from collections.abc import Callable

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.quantity import BINARY, Quantity, canonical, parse, value
from lifecycle.engine.api.resources import pod_requests
from lifecycle.engine.kubelet.texts import Texts

MEMORY, DISK = "memory", "ephemeral-storage"


class Signal(msgspec.Struct, frozen=True):
    """A threshold of what must be left: so many bytes, or a share of the capacity."""

    resource: str
    condition: str
    least: int = 0
    percent: int = 0

    def threshold(self, capacity: int) -> int:
        """In bytes (`GetThresholdQuantity`)."""
        return self.least or capacity * self.percent // 100


SIGNALS = (
    Signal(MEMORY, "MemoryPressure", least=100 << 20),
    Signal(DISK, "DiskPressure", percent=10),
    Signal(DISK, "DiskPressure", percent=15),
)
"""memory.available, nodefs.available and imagefs.available; memory is fought for first."""


class Usage(msgspec.Struct, frozen=True):
    """What one Pod uses: in all, and each container by itself; empty before anything runs."""

    pod: Pod
    memory: int
    disk: int
    containers: tuple[tuple[str, int, int], ...]

    def of(self, resource: str) -> int:
        return self.memory if resource == MEMORY else self.disk

    def requested(self, resource: str) -> int:
        found = pod_requests(self.pod).get(resource)
        return value(found) if found is not None else 0

    def beyond(self, resource: str) -> int:
        """How much more it uses than it asked for."""
        return self.of(resource) - self.requested(resource)


class Shortage(msgspec.Struct, frozen=True):
    """A threshold that is met."""

    signal: Signal
    threshold: int
    available: int


def shortages(left: Callable[[str], tuple[int, int]]) -> list[Shortage]:
    """The thresholds that are met; `left` answers what of a resource is left, and there."""
    found = []
    for signal in SIGNALS:
        available, capacity = left(signal.resource)
        if (threshold := signal.threshold(capacity)) > available:
            found.append(Shortage(signal, threshold, available))
    return found


def ranked(usages: list[Usage], resource: str) -> list[Usage]:
    """Who is to go first: whoever exceeds his request, is of low priority, uses much beyond."""

    def order(usage: Usage) -> tuple[bool, bool, int, int]:
        measured = bool(usage.containers)
        beyond = usage.beyond(resource)
        return measured, beyond <= 0, usage.pod.spec.priority or 0, -beyond

    return sorted(usages, key=order)


def message_of(usage: Usage, shortage: Shortage, texts: Texts) -> str:
    """Why the Pod was chosen: what was short, and who of it used more than he had asked for."""
    resource, pod = shortage.signal.resource, usage.pod
    said = f"The node was low on resource: {resource}. "
    said += texts.threshold_met.format(
        quantity=in_binary(shortage.threshold), available=in_binary(shortage.available)
    )
    level = (pod.spec.resources and pod.spec.resources.requests) or {}
    if resource == MEMORY and resource in level and usage.containers:
        request, used = canonical(level[resource]), in_binary(usage.memory)
        said += f"Pod {pod.metadata.name} was using {used}, request is {request}, has larger "
        said += f"consumption of {resource}. "
    places = {place.container.name: place.container for place in visit_containers(pod.spec)}
    for name, memory, disk in usage.containers:
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
