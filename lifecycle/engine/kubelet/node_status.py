"""What the kubelet says of its node: images, and conditions, whose changes are also Events.

Changes are posted with the next round of the node's status, every ten seconds.

Mirrors pkg/kubelet/nodestatus/setters.go and `syncNodeStatus` of kubelet_node_status.go.
"""

from lightkube.models.core_v1 import ContainerImage, Node, NodeCondition
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, with_condition
from lifecycle.engine.kernel.clock import Millis, timestamp
from lifecycle.engine.kubelet.node_images import listed
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL

PERIOD_MS: Millis = 10_000
_SAID = {
    ("MemoryPressure", True): (
        "KubeletHasInsufficientMemory",
        "kubelet has insufficient memory available",
        "NodeHasInsufficientMemory",
    ),
    ("MemoryPressure", False): (
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available",
        "NodeHasSufficientMemory",
    ),
    ("DiskPressure", True): (
        "KubeletHasDiskPressure",
        "kubelet has disk pressure",
        "NodeHasDiskPressure",
    ),
    ("DiskPressure", False): (
        "KubeletHasNoDiskPressure",
        "kubelet has no disk pressure",
        "NodeHasNoDiskPressure",
    ),
    ("PIDPressure", True): (
        "KubeletHasInsufficientPID",
        "kubelet has insufficient PID available",
        "NodeHasInsufficientPID",
    ),
    ("PIDPressure", False): (
        "KubeletHasSufficientPID",
        "kubelet has sufficient PID available",
        "NodeHasSufficientPID",
    ),
}
"""Reason and message of the condition, and the reason of the Event."""


class NodeStatus(Part):
    """Posts what has changed; `pending` says that a round is to come."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pending: dict[str, bool] = self.process.memory("node-status")
        self.phase_ms = round(self.world.draw("node-status-phase", kl.node_name) * PERIOD_MS)
        self.on("node-status.post", self.post)

    def changed(self) -> None:
        """Something is another than the API knows: the next round says so."""
        if not self.pending:
            self.pending["post"] = True
            wait = PERIOD_MS - (self.world.now - self.phase_ms) % PERIOD_MS
            self.after(wait, "node-status.post")

    def post(self) -> None:
        """Write the images, and the conditions of pressure as the eviction manager has them."""
        self.pending.clear()
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is None or node.status is None:
            return
        conditions, events = node.status.conditions or [], []
        for kind in ("MemoryPressure", "DiskPressure", "PIDPressure"):
            pressed = self.kl.node_pressure.is_under(kind)
            known = get_condition(node.status, kind)
            if known is not None and known.status == str(pressed):
                continue
            reason, message, event = _SAID[kind, pressed]
            moment = timestamp(self.world.now)
            now = NodeCondition(
                type=kind,
                status=str(pressed),
                reason=reason,
                message=message,
                lastHeartbeatTime=moment,
                lastTransitionTime=moment,
            )
            conditions = with_condition(conditions, now)
            events.append(event)
        status = replace(node.status, conditions=conditions, images=self._images(node))
        if events:
            changed = replace(node, status=status)
            self.kl.api.update(changed, subresource="status", rule="node.pressure")
        elif status.images != node.status.images:
            self.kl.api.update(replace(node, status=status), subresource="status")
        for event in events:
            said = f"Node {self.kl.node_name} status is now: {event}"
            self.kl.api.record_event(node, NORMAL, event, said, "kubelet")

    def _images(self, node: Node) -> list[ContainerImage] | None:
        found = listed(node.status.images or (), self.kl.runtime.images.pulled())
        return found or None
