"""NodeName: a Pod that names its node runs on that node only.

Mirrors pkg/scheduler/framework/plugins/nodename.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo

REFUSED = Status(("node(s) didn't match the requested node name",), resolvable=False)


class NodeName:
    """Refuses all nodes but the one in `spec.nodeName`."""

    name = "NodeName"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | None:
        """Skip Pods that name no node."""
        return None if pod.spec.nodeName else SKIP

    def filter(self, pod: Pod, known: None, node: NodeInfo) -> Status | None:
        """Refuse every other node."""
        return None if pod.spec.nodeName == node.name else REFUSED

    def may_help(self, pod: Pod, change: Change) -> bool:
        """The named node has come."""
        return change.kind == "Node" and change.object.metadata.name == pod.spec.nodeName
