"""TaintToleration: a node's taints keep away the Pods that don't tolerate them.

Mirrors pkg/scheduler/framework/plugins/tainttoleration.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo

EFFECTS = ("NoSchedule", "NoExecute")
REFUSED = Status(("node(s) had untolerated taint(s)",), resolvable=False)


class TaintToleration:
    """Refuses nodes with a NoSchedule or NoExecute taint that the Pod doesn't tolerate."""

    name = "TaintToleration"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | None:
        """Nothing to prepare; skip it if no node is kept from anybody."""
        return None if cluster.guarded else SKIP

    def filter(self, pod: Pod, known: None, node: NodeInfo) -> Status | None:
        """Refuse a node with an untolerated taint."""
        if not node.taints:
            return None
        found = untolerated(node.taints, pod.spec.tolerations or (), EFFECTS)
        return REFUSED if found else None

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A node whose taints the Pod tolerates, or a toleration added to the Pod."""
        if change.kind == "Pod":
            return change.object.metadata.uid == pod.metadata.uid
        if change.kind != "Node":
            return False
        taints = change.object.spec.taints or ()
        return untolerated(taints, pod.spec.tolerations or (), EFFECTS) is None
