"""A node as the scheduler sees it: the object, the Pods on it, and the room they leave.

Pods that were given to the node but are not bound yet count already (assumed Pods), and
Pods that have ended count no longer, although their objects are still there.

Mirrors pkg/scheduler/framework/types.go (`NodeInfo`, `PodInfo`, `Resource`).
"""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from lightkube.models.core_v1 import ContainerImage, Node, Pod, Taint
from msgspec.structs import replace

from lifecycle.engine.api import quantity
from lifecycle.engine.api.resources import Options, pod_requests
from lifecycle.engine.scheduler.podaffinity import is_sociable, required_anti_affinity

_RESERVED = Options(use_status=True)

Amounts = dict[str, int]
"""Resource name to amount: thousandths of a CPU, and whole units of everything else."""

LEAST: Amounts = {"cpu": 100, "memory": 200 * 1024 * 1024}
"""What a Pod that requests nothing counts for when nodes are compared."""

SPREADING = ("ReplicaSet", "ReplicationController", "StatefulSet")
"""The controllers whose Pods are spread by default (`DefaultSelector`)."""

HOSTNAME, ZONE = "kubernetes.io/hostname", "topology.kubernetes.io/zone"
"""The labels over whose values they are spread by default."""

HostPort = tuple[str, str, int]
"""Address, protocol and port that a container asks of the node itself."""


class PodInfo(msgspec.Struct, frozen=True):
    """A Pod and what it takes of a node, worked out once."""

    pod: Pod
    requests: Amounts
    host_ports: tuple[HostPort, ...]

    @property
    def weighed(self) -> Amounts:
        """The requests as scoring counts them (`GetNonzeroRequests`)."""
        return {name: self.requests.get(name) or least for name, least in LEAST.items()}

    @property
    def family(self) -> Amounts:
        """One for the controller whose Pods are spread, if it is one's and stays."""
        metadata = self.pod.metadata
        if metadata.deletionTimestamp:
            return {}
        owners = (owner for owner in metadata.ownerReferences or () if owner.controller)
        return next(({owner.uid: 1} for owner in owners if owner.kind in SPREADING), {})

    @property
    def uid(self) -> str:
        """What tells it from a later Pod of the same name."""
        return self.pod.metadata.uid


class Shape:
    """Stands for all that is counted of a node, its images, and its zone.

    Compared by what it is, not by what it holds. Judging and scoring look at one node of each
    shape, and there are few.
    """


class NodeInfo(msgspec.Struct, frozen=True):
    """A node, its Pods by UID in the order in which they came, and the sums over them.

    `sociable` are those of its Pods that say anything of others near them, and `shunning`
    those that must not have certain others near. `weighed` is what scoring takes the Pods to
    use: at least a little CPU and memory each. `families` counts the Pods of each controller,
    by its UID. `taints` are the node's own. Nodes of the same `shape` are alike in all that
    is counted, say that they have the same images, of which `stock` is one, and lie in the
    same zone.
    """

    node: Node
    taints: tuple[Taint, ...]
    allocatable: Amounts
    pods: dict[str, PodInfo]
    requested: Amounts
    sociable: dict[str, PodInfo]
    shunning: dict[str, PodInfo]
    weighed: Amounts
    families: Amounts
    stock: "Shape"
    shape: "Shape"

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.metadata.name

    @property
    def images(self) -> Sequence[ContainerImage]:
        """The images that it says it has."""
        return images_of(self.node)

    @property
    def guarded(self) -> bool:
        """Whether a taint or a cordon may keep Pods away."""
        return bool(self.taints or (self.node.spec and self.node.spec.unschedulable))

    def with_pod(self, info: PodInfo) -> "NodeInfo":
        """The node with one Pod more (`AddPod`), or with a newer version of one it has."""
        base = self.without_pod(info.uid)
        says = is_sociable(info.pod)
        shuns = says and bool(required_anti_affinity(info.pod))
        return _shaped(
            base,
            pods={**base.pods, info.uid: info},
            requested=_added(base.requested, info.requests, 1),
            sociable={**base.sociable, info.uid: info} if says else base.sociable,
            shunning={**base.shunning, info.uid: info} if shuns else base.shunning,
            weighed=_added(base.weighed, info.weighed, 1),
            families=_added(base.families, info.family, 1),
        )

    def without_pod(self, uid: str) -> "NodeInfo":
        """The node with one Pod less (`RemovePod`)."""
        info = self.pods.get(uid)
        if info is None:
            return self
        return _shaped(
            self,
            pods=_without(self.pods, uid),
            requested=_added(self.requested, info.requests, -1),
            sociable=_without(self.sociable, uid),
            shunning=_without(self.shunning, uid),
            weighed=_added(self.weighed, info.weighed, -1),
            families=_added(self.families, info.family, -1),
        )

    def with_node(self, node: Node) -> "NodeInfo":
        """The same Pods on a newer version of the node (`SetNode`)."""
        return _shaped(
            self,
            node=node,
            taints=taints_of(node),
            allocatable=allocatable(node),
            stock=_stock(node),
        )


def new_node_info(node: Node) -> NodeInfo:
    """A node without Pods."""
    return _shaped(
        NodeInfo(
            node=node,
            taints=taints_of(node),
            allocatable=allocatable(node),
            pods={},
            requested={},
            sociable={},
            shunning={},
            weighed={},
            families={},
            stock=_stock(node),
            shape=Shape(),
        )
    )


def new_pod_info(pod: Pod) -> PodInfo:
    """What a Pod takes of a node."""
    return PodInfo(pod=pod, requests=requests(pod), host_ports=host_ports(pod))


def requests(pod: Pod) -> Amounts:
    """What the Pod takes; after a resize, the larger of what it wants and what it has."""
    return amounts(pod_requests(pod, _RESERVED))


def allocatable(node: Node) -> Amounts:
    """What a node has for Pods; where it doesn't say, all that it has."""
    status = node.status
    return amounts((status.allocatable or status.capacity or {}) if status else {})


def taints_of(node: Node) -> tuple[Taint, ...]:
    """The node's taints."""
    return tuple((node.spec and node.spec.taints) or ())


def amounts(resources: dict[str, object]) -> Amounts:
    """Quantities as whole numbers: thousandths of a CPU, units of the rest."""
    return {
        name: quantity.milli_value(amount) if name == "cpu" else quantity.value(amount)
        for name, amount in resources.items()
    }


def host_ports(pod: Pod) -> tuple[HostPort, ...]:
    """The node's ports that the Pod's containers ask for (`getHostPorts`)."""
    sidecars = [c for c in pod.spec.initContainers or () if c.restartPolicy == "Always"]
    return tuple(
        (port.hostIP or "0.0.0.0", port.protocol or "TCP", port.hostPort)
        for container in (*sidecars, *pod.spec.containers)
        for port in container.ports or ()
        if port.hostPort
    )


def images_of(node: Node) -> Sequence[ContainerImage]:
    """The images that a node says it has."""
    return (node.status and node.status.images) or ()


def _shaped(base: NodeInfo, /, **changes: Any) -> NodeInfo:
    """The node with these changes, and the shape that it has by them."""
    node = replace(base, **changes)
    labels = node.node.metadata.labels or {}
    amounts = (node.allocatable, node.requested, node.weighed, node.families)
    shape = _alike(
        len(node.pods),
        HOSTNAME in labels,
        labels.get(ZONE),
        node.stock,
        *(tuple(each.items()) for each in amounts),
    )
    return replace(node, shape=shape)


def _stock(node: Node) -> Shape:
    """The same for nodes that say they have the same images."""
    return _alike(*((image.sizeBytes, *(image.names or ())) for image in images_of(node)))


@lru_cache(maxsize=4096)
def _alike(*facts: Hashable) -> Shape:
    """The same shape wherever these facts are the same."""
    return Shape()


def _without(pods: dict[str, PodInfo], uid: str) -> dict[str, PodInfo]:
    return {key: info for key, info in pods.items() if key != uid} if uid in pods else pods


def _added(sums: Amounts, more: Amounts, sign: int) -> Amounts:
    result = dict(sums)
    for name, amount in more.items():
        total = result.get(name, 0) + sign * amount
        if total:
            result[name] = total
        else:
            result.pop(name, None)
    return result
