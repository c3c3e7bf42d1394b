"""NodeUnschedulable: a cordoned node takes no new Pods.

Mirrors pkg/scheduler/framework/plugins/nodeunschedulable.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.tolerations import UNSCHEDULABLE, tolerates
from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo

REFUSED = Status(("node(s) were unschedulable",), resolvable=False)


class NodeUnschedulable:
    """Refuses nodes with `spec.unschedulable`, unless the Pod tolerates that."""

    name = "NodeUnschedulable"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | None:
        """Nothing to prepare; skip it if no node is kept from anybody."""
        return None if cluster.guarded else SKIP

    def filter(self, pod: Pod, known: None, node: NodeInfo) -> Status | None:
        """Refuse a cordoned node."""
        if not (node.node.spec and node.node.spec.unschedulable):
            return None
        tolerated = any(tolerates(t, UNSCHEDULABLE) for t in pod.spec.tolerations or ())
        return None if tolerated else REFUSED

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A node that is new, or was uncordoned."""
        return change.kind == "Node" and not change.object.spec.unschedulable
