"""NodePorts: two Pods can't have the same port of a node.

Mirrors pkg/scheduler/framework/plugins/nodeports.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import HostPort, NodeInfo, host_ports

REFUSED = Status(("node(s) didn't have free ports for the requested pod ports",))
ANY_ADDRESS = "0.0.0.0"


class NodePorts:
    """Refuses nodes on which another Pod has one of the wanted host ports."""

    name = "NodePorts"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | tuple[HostPort, ...]:
        """The ports wanted; skip Pods that want none."""
        return host_ports(pod) or SKIP

    def filter(self, pod: Pod, known: tuple[HostPort, ...], node: NodeInfo) -> Status | None:
        """Refuse a node where one of the ports is taken."""
        taken = [port for info in node.pods.values() for port in info.host_ports]
        return REFUSED if any(_conflict(a, b) for a in known for b in taken) else None

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A new node, or a Pod that had one of the ports and is gone."""
        if change.kind == "Node":
            return change.verb == "added"
        if change.kind != "Pod" or change.verb != "deleted":
            return False
        freed = host_ports(change.object)
        return any(_conflict(a, b) for a in host_ports(pod) for b in freed)


def _conflict(one: HostPort, other: HostPort) -> bool:
    if one[1:] != other[1:]:
        return False
    return one[0] == other[0] or ANY_ADDRESS in (one[0], other[0])
