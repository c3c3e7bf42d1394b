"""What a kubelet does while its container runtime does not answer: nothing, and it says so.

Containers run on, as nobody is there to end them. No Pod is synced, no end of a container is
seen, commands cannot be run in containers. After half a minute the node is not ready. When
the runtime answers again everything is looked at anew.

Mirrors `updateRuntimeUp` and `syncLoop` of pkg/kubelet/kubelet.go and `ReadyCondition` of
pkg/kubelet/nodestatus/setters.go. Upstream begins passes that fail in the first half minute;
here they wait as the later ones do.
"""

from lightkube.models.core_v1 import NodeCondition
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, with_condition
from lifecycle.engine.kernel.clock import Millis, timestamp
from lifecycle.engine.kubelet.node_status import PERIOD_MS
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL

THRESHOLD_MS: Millis = 30_000
CHECK_MS: Millis = 5_000
UNAVAILABLE = (
    "rpc error: code = Unavailable desc = connection error: desc = "
    '"transport: Error while dialing: dial unix /run/containerd/containerd.sock: '
    'connect: connection refused"'
)
_SAID = {
    True: ("KubeletReady", "kubelet is posting ready status", "NodeReady"),
    False: ("KubeletNotReady", "container runtime is down", "NodeNotReady"),
}
"""By readiness: reason and message of the condition, and the reason of the Event."""


class RuntimeHealth(Part):
    """Keeps passes back while the runtime is down, and posts the node's condition Ready."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.held: dict[str, bool] = self.process.memory("held-passes")
        self.on("runtime.post", self.post)

    @property
    def is_down(self) -> bool:
        """Whether the runtime does not answer."""
        return self.kl.network.faults.is_runtime_down(self.kl.node_name)

    def holds(self, uid: str) -> bool:
        """Whether a pass over the Pod has to wait."""
        if self.is_down:
            self.held[uid] = True
        return self.is_down

    def changed(self) -> None:
        """The runtime went away, or is there again."""
        if not self.process.running:
            return
        if self.is_down:
            self.after(self._until_posted(THRESHOLD_MS), "runtime.post")
            return
        held = list(self.held)
        self.held.clear()
        self.kl.pleg.notice_all()
        for uid in held:
            self.kl.pod_workers.again(uid)
        self.after(self._until_posted(CHECK_MS), "runtime.post")

    def _until_posted(self, delay: Millis) -> Millis:
        """Until the first round of the node's status that is so far away."""
        moment = self.world.now + delay
        return delay + PERIOD_MS - (moment - self.kl.node_status.phase_ms) % PERIOD_MS

    def post(self) -> None:
        """Write the condition as it is now, if the API has it otherwise."""
        ready = not self.is_down
        node = self.kl.api.find("Node", "", self.kl.node_name)
        known = get_condition(node.status, "Ready") if node is not None and node.status else None
        if known is None or known.status == str(ready):
            return
        reason, message, event = _SAID[ready]
        moment = timestamp(self.world.now)
        now = NodeCondition(
            type="Ready",
            status=str(ready),
            reason=reason,
            message=message,
            lastHeartbeatTime=moment,
            lastTransitionTime=moment,
        )
        conditions = with_condition(node.status.conditions, now)
        changed = replace(node, status=replace(node.status, conditions=conditions))
        self.kl.api.update(changed, subresource="status", rule="node.runtime")
        said = f"Node {self.kl.node_name} status is now: {event}"
        self.kl.api.record_event(node, NORMAL, event, said, "kubelet")
