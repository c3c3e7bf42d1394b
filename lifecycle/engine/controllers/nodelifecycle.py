"""Notices that a node is not heard of any more, and says so to its Pods and by taints.

Fifty seconds after the last renewal of its lease a node's conditions become Unknown and its
Pods are no longer Ready; a taint then drives away those that don't tolerate it (by default
they do, for five minutes). When the node is heard of again, the taints go.

Mirrors pkg/controller/nodelifecycle/node_lifecycle_controller.go.
"""

from lightkube.models.coordination_v1 import Lease
from lightkube.models.core_v1 import Node, NodeCondition, Pod, Taint
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, with_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.pods import is_ready
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis, millis, timestamp
from lifecycle.engine.kernel.world import World

ROUND_MS: Millis = 2_000
"""Within so much after it the next look at the nodes comes."""

TAINT_MS: Millis = 100
PRESSURE_TAINT_MS: Millis = 10
SOURCE = "node-controller"
NOT_READY, UNREACHABLE = "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"
PRESSURES = {
    "MemoryPressure": "node.kubernetes.io/memory-pressure",
    "DiskPressure": "node.kubernetes.io/disk-pressure",
    "PIDPressure": "node.kubernetes.io/pid-pressure",
}
OWN = (NOT_READY, UNREACHABLE, *PRESSURES.values())
SILENT = "Kubelet stopped posting node status."
WATCHED = ("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")


class NodeLifecycleController(Reconciler):
    """Watches leases for silence and nodes for their condition Ready."""

    name = "nodelifecycle"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        self._grace_ms = api.version.node_monitor_grace_ms
        world.on("nodelifecycle.lease", self._lease_changed)
        world.on("nodelifecycle.node", self._node_changed)
        world.on("nodelifecycle.taint", self._taint)
        api.watch("Lease", "nodelifecycle.lease")
        api.watch("Node", "nodelifecycle.node")

    def _lease_changed(self, verb: str, lease: Lease, old: Lease | None) -> None:
        if verb != "deleted" and lease.spec.renewTime is not None:
            name = lease.metadata.name
            now = self._world.now
            late = round(self._world.draw("node-monitor", name, now) * ROUND_MS)
            age_s = (now - millis(lease.spec.renewTime)) // 1000
            self.enqueue("", name, self._grace_ms + late - age_s * 1000)

    def _node_changed(self, verb: str, node: Node, old: Node | None) -> None:
        if verb == "deleted":
            return
        if _readiness(node) != (_readiness(old) if old else "True"):
            for each in self._whose_taints_follow(node):
                self._world.after(TAINT_MS, "nodelifecycle.taint", each.metadata.name)
        elif _wanted(node) != (_wanted(old) if old else []):
            self._world.after(PRESSURE_TAINT_MS, "nodelifecycle.taint", node.metadata.name)

    def _whose_taints_follow(self, node: Node) -> list[Node]:
        """The node whose readiness has changed, or all where the last one decides for all."""
        return [node] if self._api.version.evicts_from_the_last_node else self._api.list("Node")

    def _wanted(self, node: Node) -> list[tuple[str, str]]:
        """The taints of its conditions; while no node is heard of, none that drives away."""
        wanted = _wanted(node)
        if self._api.version.evicts_from_the_last_node:
            return wanted
        if any(_readiness(each) == "True" for each in self._api.list("Node")):
            return wanted
        return [(key, effect) for key, effect in wanted if effect != "NoExecute"]

    def sync(self, namespace: str, name: str) -> None:
        """Give up on a node whose lease is still silent (`tryUpdateNodeHealth`)."""
        lease = self._api.find("Lease", "kube-node-lease", name)
        node = self._api.find("Node", "", name)
        if lease is None or node is None or lease.spec.renewTime is None:
            return
        if millis(lease.spec.renewTime) + self._grace_ms > self._world.now:
            return
        self._make_unknown(node)
        for pod in self._api.list("Pod"):
            if pod.spec.nodeName == name and is_ready(pod):
                self._mark_not_ready(pod)

    def _make_unknown(self, node: Node) -> None:
        moment = timestamp(self._world.now)
        conditions = node.status.conditions or []
        for kind in WATCHED:
            known = get_condition(node.status, kind)
            heard = known.lastHeartbeatTime if known else moment
            unknown = NodeCondition(
                type=kind,
                status="Unknown",
                reason="NodeStatusUnknown",
                message=SILENT,
                lastHeartbeatTime=heard,
                lastTransitionTime=moment,
            )
            conditions = with_condition(conditions, unknown)
        changed = replace(node, status=replace(node.status, conditions=conditions))
        self._api.update(changed, subresource="status", rule="node.silent")
        message = f"Node {node.metadata.name} status is now: NodeNotReady"
        self._api.record_event(node, "Normal", "NodeNotReady", message, SOURCE)

    def _mark_not_ready(self, pod: Pod) -> None:
        """The Pod may run on, but nobody can tell (`MarkPodsNotReady`)."""
        ready = get_condition(pod.status, "Ready")
        lost = replace(ready, status="False", lastTransitionTime=timestamp(self._world.now))
        conditions = with_condition(pod.status.conditions, lost)
        changed = replace(pod, status=replace(pod.status, conditions=conditions))
        self._api.update(changed, subresource="status", rule="node.silent")
        self._api.record_event(pod, "Warning", "NodeNotReady", "Node is not ready", SOURCE)

    def _taint(self, name: str) -> None:
        """The taints that go with the conditions (`doNoExecuteTaintingPass`,
        `doNoScheduleTaintingPass`).
        """
        node = self._api.find("Node", "", name)
        if node is None:
            return
        moment, wanted = timestamp(self._world.now), self._wanted(node)
        taints = [t for t in node.spec.taints or () if t.key not in OWN or _place(t) in wanted]
        there = [_place(taint) for taint in taints]
        taints += [
            Taint(key=key, effect=effect, timeAdded=moment)
            for key, effect in wanted
            if (key, effect) not in there
        ]
        spec = replace(node.spec, taints=taints or None)
        self._api.update(replace(node, spec=spec), rule="node.taints-follow-ready")


def _wanted(node: Node) -> list[tuple[str, str]]:
    """Key and effect of the taints that a node in these conditions has."""
    key = {"Unknown": UNREACHABLE, "False": NOT_READY}.get(_readiness(node))
    found = [(key, effect) for effect in ("NoSchedule", "NoExecute") if key is not None]
    for kind, taint in PRESSURES.items():
        condition = get_condition(node.status, kind)
        if condition is not None and condition.status == "True":
            found.append((taint, "NoSchedule"))
    return found


def _place(taint: Taint) -> tuple[str, str]:
    return taint.key, taint.effect


def _readiness(node: Node) -> str:
    ready = get_condition(node.status, "Ready")
    return ready.status if ready is not None else "Unknown"
