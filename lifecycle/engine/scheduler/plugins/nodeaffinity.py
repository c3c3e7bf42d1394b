"""NodeAffinity: a Pod runs only on nodes with the labels that it asks for.

Mirrors pkg/scheduler/framework/plugins/nodeaffinity.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.nodeselector import (
    required_node_affinity_matches,
    required_selector,
)
from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo

REFUSED = Status(("node(s) didn't match Pod's node affinity/selector",), resolvable=False)


class NodeAffinity:
    """Refuses nodes that neither `nodeSelector` nor the required affinity allows."""

    name = "NodeAffinity"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | None:
        """Skip Pods that ask for no labels."""
        return None if pod.spec.nodeSelector or required_selector(pod) else SKIP

    def filter(self, pod: Pod, known: None, node: NodeInfo) -> Status | None:
        """Refuse a node without the labels."""
        return None if required_node_affinity_matches(pod, node.node) else REFUSED

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A node that has the labels now (`isSchedulableAfterNodeChange`)."""
        return change.kind == "Node" and required_node_affinity_matches(pod, change.object)
