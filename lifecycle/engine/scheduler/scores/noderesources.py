"""NodeResourcesFit (LeastAllocated) and NodeResourcesBalancedAllocation: room is better.

The first takes every Pod to use a little CPU and memory, the second counts what is requested,
and has nothing to say of a Pod that requests none.

Mirrors pkg/scheduler/framework/plugins/noderesources (least_allocated.go,
balanced_allocation.go), each with the weight 1.
"""

from lifecycle.engine.scheduler.nodeinfo import LEAST, Amounts, NodeInfo, PodInfo
from lifecycle.engine.scheduler.scores import MOST


def resource_score(info: PodInfo, node: NodeInfo) -> int:
    """Room left, plus how evenly CPU and memory are used."""
    return least_allocated_score(info, node) + balanced_score(info, node)


def least_allocated_score(info: PodInfo, node: NodeInfo) -> int:
    """How much of CPU and memory is left, on average (`leastResourceScorer`)."""
    shares = _shares(node.weighed, info.weighed, node.allocatable)
    return sum(int((1 - share) * MOST) for share in shares) // len(shares) if shares else 0


def balanced_score(info: PodInfo, node: NodeInfo) -> int:
    """How near to each other their shares are (`balancedResourceScorer`)."""
    if not any(info.requests.get(name) for name in LEAST):
        return 0
    shares = _shares(node.requested, info.requests, node.allocatable)
    uneven = abs(shares[0] - shares[-1]) / 2 if shares else 0
    return int((1 - uneven) * MOST)


def _shares(used: Amounts, more: Amounts, allocatable: Amounts) -> list[float]:
    """How much of its CPU and its memory a node would have given away."""
    return [
        min((used.get(name, 0) + more.get(name, 0)) / allocatable[name], 1.0)
        for name in LEAST
        if allocatable.get(name)
    ]
