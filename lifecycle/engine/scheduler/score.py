"""Which of the nodes that a Pod may run on is best; equals are settled by a draw.

Mirrors the score plugins NodeResourcesFit (LeastAllocated), NodeResourcesBalancedAllocation,
TaintToleration, NodeAffinity and, for Pods of one controller, PodTopologySpread's default
constraint, with upstream's weights; and `selectHost` of pkg/scheduler/schedule_one.go.
"""

from collections.abc import Collection, Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.nodeselector import term_matches
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.nodeinfo import NodeInfo, PodInfo, Shape, new_pod_info

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
    scores = _by_shape(new_pod_info(pod), {node.shape: node for node in nodes})
    totals = [scores[node.shape] for node in nodes]
    _add(totals, TAINTS, normalized(_disliked_taints(pod, nodes), True))
    _add(totals, AFFINITY, normalized(_preferences(pod, nodes), False))
    return totals


def _by_shape(info: PodInfo, examples: dict[Shape, NodeInfo]) -> dict[Shape, int]:
    """What all nodes of a shape get: for the room on them, and for few siblings."""
    totals = [_resources(info, node) for node in examples.values()]
    _add(totals, SPREAD, normalized(_siblings(info, examples.values()), True))
    return dict(zip(examples, totals))


def _add(totals: list[int], weight: int, scores: Sequence[int]) -> None:
    for index, score in enumerate(scores):
        totals[index] += weight * score


def normalized(raw: Sequence[int], reverse: bool) -> Sequence[int]:
    """Scores from 0 to 100 (`DefaultNormalizeScore`); nothing where all are alike."""
    most = max(raw)
    if most == min(raw):
        return ()
    shares = [score * MOST // most for score in raw]
    return [MOST - share for share in shares] if reverse else shares


def _resources(info: PodInfo, node: NodeInfo) -> int:
    """Room left, plus how evenly CPU and memory are used."""
    used = [
        (node.weighed.get(name, 0) + amount, node.allocatable.get(name, 0))
        for name, amount in info.weighed.items()
    ]
    shares = [min(amount / total, 1.0) for amount, total in used if total]
    if not shares:
        return 0
    least = sum(int((1 - share) * MOST) for share in shares) // len(shares)
    uneven = abs(shares[0] - shares[-1]) / 2
    return least + int((1 - uneven) * MOST)


def _disliked_taints(pod: Pod, nodes: Sequence[NodeInfo]) -> list[int]:
    tolerations, effects = pod.spec.tolerations or (), ("PreferNoSchedule",)
    if not [node for node in nodes if node.taints]:
        return [0]
    return [
        sum(untolerated([taint], tolerations, effects) is not None for taint in node.taints)
        for node in nodes
    ]


def _preferences(pod: Pod, nodes: Sequence[NodeInfo]) -> list[int]:
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution if affinity else None
    if not preferred:
        return [0]
    return [
        sum(term.weight for term in preferred if term_matches(term.preference, node.node))
        for node in nodes
    ]


def _siblings(info: PodInfo, nodes: Collection[NodeInfo]) -> list[int]:
    """How many Pods of the same controller each node has."""
    family = next(iter(info.family), None)
    return [node.families.get(family, 0) for node in nodes] if family else [0]
