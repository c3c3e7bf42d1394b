"""NodeResourcesFit: what a Pod requests must be free on the node.

Requests count, not use: a node may be idle and yet full. Extended resources
(`example.com/dongle`) are counted like CPU and memory.

Mirrors pkg/scheduler/framework/plugins/noderesources/fit.go.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import Change, Cluster, Status
from lifecycle.engine.scheduler.nodeinfo import Amounts, NodeInfo, allocatable, requests

FIRST = ("cpu", "memory", "ephemeral-storage")
"""The resources that upstream looks at before the others."""


class NodeResourcesFit:
    """Refuses nodes with too little left, or with too many Pods."""

    name = "NodeResourcesFit"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Amounts:
        """What the Pod requests, without what it requests none of."""
        return _requests(pod)

    def filter(self, pod: Pod, known: Amounts, node: NodeInfo) -> Status | None:
        """Everything that is insufficient (`fitsRequest`)."""
        if _fits(known, node):
            return None
        reasons: list[str] = []
        resolvable = True
        if len(node.pods) + 1 > node.allocatable.get("pods", 0):
            reasons.append("Too many pods")
        for name, wanted in known.items():
            total = node.allocatable.get(name, 0)
            if wanted > total - node.requested.get(name, 0):
                reasons.append(f"Insufficient {name}")
                resolvable = resolvable and wanted <= total
        return Status(tuple(reasons), resolvable)

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A Pod that left a node, a smaller request, or a node that is large enough."""
        if change.kind == "Pod":
            return change.verb == "deleted" or change.object.metadata.uid == pod.metadata.uid
        if change.kind != "Node":
            return False
        total = allocatable(change.object)
        if change.verb != "added" and total == allocatable(change.old):
            return False
        return all(wanted <= total.get(name, 0) for name, wanted in _requests(pod).items())


def _fits(wanted: Amounts, node: NodeInfo) -> bool:
    total, requested = node.allocatable, node.requested
    if len(node.pods) >= total.get("pods", 0):
        return False
    for name, amount in wanted.items():
        if amount > total.get(name, 0) - requested.get(name, 0):
            return False
    return True


def _requests(pod: Pod) -> Amounts:
    wanted = requests(pod)
    order = (*FIRST, *sorted(name for name in wanted if name not in FIRST))
    return {name: wanted[name] for name in order if wanted.get(name)}
