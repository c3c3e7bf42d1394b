"""The node shuts down gracefully: ordinary Pods get 20 seconds to end, then critical ones 10.

The machine announces its shutdown and waits for the kubelet, which says that the node is
no longer ready and ends its Pods in two groups; the second follows when the first is gone
or its time is over. What exits with 0 has succeeded all the same.

Mirrors pkg/kubelet/nodeshutdown (shutdownGracePeriod 30s, for critical Pods 10s of it).
"""

from lightkube.models.core_v1 import NodeCondition, Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import with_condition
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubelet.critical import has_critical_priority
from lifecycle.engine.kubelet.grace import calculate_effective_grace_period
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import KILL, KillPodOptions, Update
from lifecycle.engine.kubelet.recorder import NORMAL

REASON = "Terminated"
MESSAGE = "Pod was terminated in response to imminent node shutdown."
DISRUPTION = "TerminationByKubelet"
GROUP_SECONDS = (20, 10)
"""What the ordinary and what the critical Pods get."""


class NodeShutdown(Part):
    """`managerImpl`: which group of Pods is ending."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.groups: dict[str, int] = self.process.memory("shutdown-group")
        self.ending: dict[str, bool] = self.process.memory("shutdown-ending")
        self.on("shutdown.group-over", self._group_over)

    @property
    def begun(self) -> bool:
        return bool(self.groups)

    def begin(self) -> None:
        """The machine has announced its shutdown (`processShutdownEvent`)."""
        self._say("Shutdown", "Shutdown manager detected shutdown event")
        self._post_not_ready()
        self._end_group(0)

    def pod_ended(self, uid: str) -> None:
        """A Pod's containers are gone: the group's last one lets the next group follow."""
        if self.ending.pop(uid, False) and not self.ending:
            self._group_over(self.groups["now"])

    def _end_group(self, group: int) -> None:
        self.groups["now"] = group
        seconds = GROUP_SECONDS[group]
        for uid, pod in list(self.kl.pod_manager.pods.items()):
            running = self.kl.pod_workers.could_have_running_containers(uid)
            if running and _group_of(pod) == group:
                self.ending[uid] = True
                self._kill(pod, seconds)
        if self.ending:
            self.after(seconds * 1000, "shutdown.group-over", group)
        else:
            self._group_over(group)

    def _group_over(self, group: int) -> None:
        if self.groups.get("now") == group and group + 1 < len(GROUP_SECONDS):
            self.ending.clear()
            self._end_group(group + 1)

    def _kill(self, pod: Pod, seconds: int) -> None:
        own, _ = calculate_effective_grace_period(pod)
        grace = min(own, seconds)
        kill = KillPodOptions(REASON, MESSAGE, grace_override=grace, disruption=DISRUPTION)
        self.kl.pod_workers.update_pod(Update(KILL, pod, self.world.cause, kill))

    def _post_not_ready(self) -> None:
        name = self.kl.node_name
        node = self.kl.api.find("Node", "", name)
        if node is None or node.status is None:
            return
        moment = timestamp(self.world.now)
        lost = NodeCondition(
            type="Ready",
            status="False",
            reason="KubeletNotReady",
            message="node is shutting down",
            lastHeartbeatTime=moment,
            lastTransitionTime=moment,
        )
        conditions = with_condition(node.status.conditions or [], lost)
        status = replace(node.status, conditions=conditions)
        self.kl.api.update(replace(node, status=status), subresource="status", rule="node.shutdown")
        self._say("NodeNotReady", f"Node {name} status is now: NodeNotReady")

    def _say(self, reason: str, message: str) -> None:
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is not None:
            self.kl.api.record_event(node, NORMAL, reason, message, "kubelet")


def _group_of(pod: Pod) -> int:
    """1 for critical Pods (`groupByPriority`)."""
    return int(has_critical_priority(pod))
