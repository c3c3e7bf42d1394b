"""The scheduler's own picture of the nodes and of the Pods on them.

A Pod counts from the moment at which the scheduler decided, before its binding is
written: so two Pods never get the same room.

Mirrors pkg/scheduler/backend/cache.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lightkube.models.core_v1 import Node, Pod

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.nodeinfo import (
    NodeInfo,
    PodInfo,
    images_of,
    new_node_info,
    new_pod_info,
    requests,
)


class Cache:
    """Nodes by name, and where each Pod is."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._api = api
        self._nodes: dict[str, NodeInfo] = world.table("scheduler.nodes")
        self._places: dict[str, str] = world.table("scheduler.places")
        self._guarded: dict[str, bool] = world.table("scheduler.guarded")
        self._stock: dict[str, int] = world.table("scheduler.stock")
        self._shunning: dict[str, bool] = world.table("scheduler.shunning")
        self._sociable: dict[str, bool] = world.table("scheduler.sociable")

    @property
    def nodes(self) -> tuple[NodeInfo, ...]:
        """All nodes, in the order in which they came."""
        return tuple(self._nodes.values())

    @property
    def guarded(self) -> bool:
        """Whether some node is tainted or cordoned."""
        return bool(self._guarded)

    @property
    def stock(self) -> Mapping[str, int]:
        """How many nodes say that they have an image, by each of its names (`imageStates`)."""
        return self._stock

    @property
    def shunning(self) -> tuple[NodeInfo, ...]:
        """The nodes with Pods that must not have certain others near them."""
        return tuple(self._nodes[name] for name in self._shunning)

    @property
    def sociable(self) -> tuple[NodeInfo, ...]:
        """The nodes with Pods that say anything of others near them."""
        return tuple(self._nodes[name] for name in self._sociable)

    def list(self, kind: str, namespace: str) -> Iterable[Any]:
        """The objects of a namespace."""
        return self._api.list(kind, namespace)

    def find(self, kind: str, namespace: str, name: str) -> Any | None:
        """Any object of the API, or None."""
        return self._api.find(kind, namespace, name)

    def node(self, name: str) -> NodeInfo | None:
        """The node of that name, or None."""
        return self._nodes.get(name)

    def holds(self, pod: Pod) -> bool:
        """Whether the Pod has a place already."""
        return pod.metadata.uid in self._places

    def place(self, pod: Pod, name: str) -> None:
        """Count the Pod on the node, now or when the node appears (`AddPod`, `AssumePod`)."""
        before = self._places.get(pod.metadata.uid)
        node = self._nodes.get(name)
        known = node.pods.get(pod.metadata.uid) if node is not None else None
        if before == name and known is not None and _same(known, pod):
            return
        info = new_pod_info(pod)
        if before is not None and before != name:
            self.remove(pod)
        self._places[info.uid] = name
        if node is not None:
            self._put(node.with_pod(info))

    def remove(self, pod: Pod) -> bool:
        """Count the Pod no longer (`RemovePod`, `ForgetPod`); whether it counted before."""
        name = self._places.pop(pod.metadata.uid, None)
        node = self._nodes.get(name) if name else None
        if node is not None:
            self._put(node.without_pod(pod.metadata.uid))
        return name is not None

    def set_node(self, node: Node) -> None:
        """Take a new node, with the Pods that name it already, or a newer version of one."""
        name = node.metadata.name
        known = self._nodes.get(name)
        self._restock(known, node)
        if known is not None:
            self._put(known.with_node(node))
            return
        info = new_node_info(node)
        for pod in self._api.list("Pod"):
            if self._places.get(pod.metadata.uid) == name:
                info = info.with_pod(new_pod_info(pod))
        self._put(info)

    def remove_node(self, name: str) -> None:
        """Forget a node; its Pods keep their place until they are gone themselves."""
        self._restock(self._nodes.get(name), None)
        for table in (self._nodes, self._guarded, self._shunning, self._sociable):
            table.pop(name, None)

    def _restock(self, known: NodeInfo | None, node: Node | None) -> None:
        """Count the images of a node anew (`addNodeImageStates`, `removeNodeImageStates`)."""
        before = known.images if known else ()
        now = images_of(node) if node else ()
        if before == now:
            return
        for images, step in ((before, -1), (now, 1)):
            for name in dict.fromkeys(name for image in images for name in image.names or ()):
                count = self._stock.get(name, 0) + step
                if count:
                    self._stock[name] = count
                else:
                    del self._stock[name]

    def _put(self, node: NodeInfo) -> None:
        name = node.name
        self._nodes[name] = node
        for table, belongs in (
            (self._guarded, node.guarded),
            (self._shunning, node.shunning),
            (self._sociable, node.sociable),
        ):
            if belongs:
                table[name] = True
            else:
                table.pop(name, None)


def _same(known: PodInfo, pod: Pod) -> bool:
    """Whether nothing that matters to scheduling has changed of a Pod that is placed."""
    old = known.pod.metadata
    return (
        old.labels == pod.metadata.labels
        and old.deletionTimestamp == pod.metadata.deletionTimestamp
        and known.requests == requests(pod)
    )
