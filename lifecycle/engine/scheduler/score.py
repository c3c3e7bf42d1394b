"""Which of the nodes that a Pod may run on is best; equals are settled by a draw.

Mirrors the score plugins NodeResourcesFit (LeastAllocated), NodeResourcesBalancedAllocation,
TaintToleration, NodeAffinity and, for Pods of one controller, PodTopologySpread's default
constraint, with upstream's weights; and `selectHost` of pkg/scheduler/schedule_one.go.
"""

from collections.abc import Sequence
from functools import lru_cache

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.nodeselector import term_matches
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.nodeinfo import Load, NodeInfo, PodInfo, new_pod_info

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
    totals = _resources(info, nodes)
    for raw, weight, reverse in (
        (_disliked_taints(pod, nodes), TAINTS, True),
        (_preferences(pod, nodes), AFFINITY, False),
        (_siblings(info, nodes), SPREAD, True),
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


def _resources(info: PodInfo, nodes: Sequence[NodeInfo]) -> list[int]:
    """Room left, plus how evenly CPU and memory are used; nodes that are alike share a score."""
    cpu, memory = info.weighed["cpu"], info.weighed["memory"]
    scores, load, score = [], None, 0
    for node in nodes:
        if node.load is not load:
            load = node.load
            score = _resource_score(cpu, memory, load)
        scores.append(score)
    return scores


@lru_cache(maxsize=4096)
def _resource_score(cpu: int, memory: int, load: Load) -> int:
    used = ((load[0] + cpu, load[1]), (load[2] + memory, load[3]))
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


def _siblings(info: PodInfo, nodes: Sequence[NodeInfo]) -> list[int]:
    """How many Pods of the same controller each node has."""
    family = next(iter(info.family), None)
    return [node.families.get(family, 0) for node in nodes] if family else [0]
