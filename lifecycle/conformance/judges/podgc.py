"""Cases of the Pod garbage collector: what one round, or a second one later, takes away."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lightkube.models.core_v1 import (
    Node,
    NodeCondition,
    NodeSpec,
    NodeStatus,
    Pod,
    PodSpec,
    PodStatus,
    Taint,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api.version import V1_36
from lifecycle.engine.controllers.podgc import PodGarbageCollector
from lifecycle.engine.kernel.clock import EPOCH, Millis, timestamp
from lifecycle.engine.kernel.world import World


class Collected(NamedTuple):
    """The Pods that were removed, and those of them that were given the phase Failed before."""

    deleted: list[str]
    failed: list[str]


class _Api:
    """The API server as the collector sees it, which here holds whatever a case says."""

    version = V1_36

    def __init__(self, pods: Iterable[Pod], nodes: Iterable[Node]) -> None:
        self._objects = {"Pod": list(pods), "Node": list(nodes)}
        self.collected = Collected([], [])

    def watch(self, kind: str, handler: str) -> None:
        """Nothing changes but by the rounds themselves."""

    def list(self, kind: str) -> list[Any]:
        return list(self._objects[kind])

    def hold(self, nodes: Iterable[Node]) -> None:
        self._objects["Node"] = list(nodes)

    def update(self, pod: Pod, **_: Any) -> None:
        if pod.status.phase == "Failed":
            self.collected.failed.append(pod.metadata.name)

    def delete(self, kind: str, namespace: str, name: str, **_: Any) -> None:
        self.collected.deleted.append(name)
        self._objects[kind] = [o for o in self._objects[kind] if o.metadata.name != name]


def collect(pods: Iterable[Pod], nodes: Iterable[Node] = (), threshold: int = 0) -> Collected:
    """What one round takes away."""
    return collect_twice(pods, nodes, (), None, threshold)


def collect_twice(
    pods: Iterable[Pod],
    nodes: Iterable[Node],
    later: Iterable[Node],
    delay_ms: Millis | None,
    threshold: int = 0,
) -> Collected:
    """What a round takes away, and another one after the delay, with the nodes of then."""
    world, api = World(1), _Api(pods, nodes)
    PodGarbageCollector(world, api, threshold)
    world.run("podgc.round")
    if delay_ms is not None:
        api.hold(later)
        world.now += delay_ms
        world.run("podgc.round")
    return api.collected


def pod(name: str, phase: str, node: str, *, age: int = 0, deleting=False, reason="") -> Pod:
    """A Pod by what the collector looks at; the smaller its `age`, the older it is."""
    metadata = ObjectMeta(
        name=name,
        namespace="default",
        uid=name,
        creationTimestamp=timestamp(age * 1000),
        deletionTimestamp=EPOCH if deleting else None,
    )
    status = PodStatus(phase=phase, reason=reason or None)
    return Pod(metadata=metadata, spec=PodSpec(containers=[], nodeName=node), status=status)


def node(name: str, ready: str = "True", taints: Iterable[Taint] = ()) -> Node:
    """A node by what the collector looks at."""
    conditions = [NodeCondition(type="Ready", status=ready)]
    return Node(
        metadata=ObjectMeta(name=name),
        spec=NodeSpec(taints=list(taints)),
        status=NodeStatus(conditions=conditions),
    )


def judge(case: Case) -> Answer:
    """Our collector knows the nodes by one view, upstream's by its cache and by the API."""
    pods = [_pod_of(each) for each in case["pods"]]
    kinds = ("nodes", "informerNodes", "apiNodes")
    nodes = {each["name"]: _node_of(each) for kind in kinds for each in case.get(kind, ())}
    later = dict(nodes)
    for kind in ("informerNodes", "apiNodes"):
        later |= {name: node(name) for name in case.get(f"{kind}AddedLater", ())}
        later = {k: v for k, v in later.items() if k not in case.get(f"{kind}DeletedLater", ())}
    seconds = case.get("delaySeconds")
    delay_ms = None if seconds is None else seconds * 1000
    got = collect_twice(pods, nodes.values(), later.values(), delay_ms, case.get("threshold", 0))
    return Answer(case["expect"], {"deleted": got.deleted, "patchedToFailed": got.failed})


def _pod_of(document: dict[str, Any]) -> Pod:
    return pod(
        document["name"],
        document["phase"],
        document["nodeName"],
        age=document.get("ageOrder", 0),
        deleting=document.get("deleting", False),
        reason=document.get("reason", ""),
    )


def _node_of(document: dict[str, Any]) -> Node:
    taints = [Taint(**taint) for taint in document.get("taints", ())]
    return node(document["name"], document.get("ready", "True"), taints)
