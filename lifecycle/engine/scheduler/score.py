"""Which of the nodes that a Pod may run on is best; equals are settled by a draw.

Mirrors the score plugins NodeResourcesFit (LeastAllocated), NodeResourcesBalancedAllocation,
TaintToleration, NodeAffinity and, for Pods of one controller, PodTopologySpread's default
constraint, with upstream's weights; and `selectHost` of pkg/scheduler/schedule_one.go.
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.nodeselector import term_matches
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.nodeinfo import NodeInfo, PodInfo, new_pod_info

MOST = 100
TAINTS, AFFINITY, SPREAD = 3, 2, 2
"""The weights; the two scores of resources weigh 1."""


def select_host(pod: Pod, nodes: Sequence[NodeInfo], world: World) -> NodeInfo:
    """The best node; among equals the choice belongs to the Pod and the seed."""
    if len(nodes) == 1:
        return nodes[0]
    totals = _totals(pod, nodes)
    best = max(totals)
    equals = [node for node, total in zip(nodes, totals) if total == best]
    return equals[int(world.draw("select-host", pod.metadata.uid) * len(equals))]


def _totals(pod: Pod, nodes: Sequence[NodeInfo]) -> list[int]:
    info = new_pod_info(pod)
    totals = [_resources(info, node) for node in nodes]
    for raw, weight, reverse in (
        ([_disliked_taints(pod, node) for node in nodes], TAINTS, True),
        ([_preference(pod, node) for node in nodes], AFFINITY, False),
        ([_siblings(info, node) for node in nodes], SPREAD, True),
    ):
        for index, score in enumerate(normalized(raw, reverse)):
            totals[index] += weight * score
    return totals


def normalized(raw: Sequence[int], reverse: bool) -> Sequence[int]:
    """Scores from 0 to 100 (`DefaultNormalizeScore`); nothing where all are alike."""
    most = max(raw)
    if most == min(raw):
        return ()
    shares = [score * MOST // most for score in raw]
    return [MOST - share for share in shares] if reverse else shares


def _resources(info: PodInfo, node: NodeInfo) -> int:
    """Room left, plus how evenly CPU and memory are used."""
    weighed, total = node.weighed, node.allocatable
    shares = [
        min((weighed.get(name, 0) + more) / total[name], 1.0)
        for name, more in info.weighed.items()
        if total.get(name)
    ]
    if not shares:
        return 0
    least = sum(int((1 - share) * MOST) for share in shares) // len(shares)
    uneven = abs(shares[0] - shares[-1]) / 2
    return least + int((1 - uneven) * MOST)


def _disliked_taints(pod: Pod, node: NodeInfo) -> int:
    taints = (node.node.spec.taints if node.node.spec else None) or ()
    tolerations = pod.spec.tolerations or ()
    return sum(
        untolerated([taint], tolerations, ("PreferNoSchedule",)) is not None for taint in taints
    )


def _preference(pod: Pod, node: NodeInfo) -> int:
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution if affinity else None
    return sum(term.weight for term in preferred or () if term_matches(term.preference, node.node))


def _siblings(info: PodInfo, node: NodeInfo) -> int:
    """How many Pods of the same controller the node has."""
    return sum(node.families.get(uid, 0) for uid in info.family)
