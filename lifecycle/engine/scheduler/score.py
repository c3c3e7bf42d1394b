"""Which of the nodes that a Pod may run on is best; equals are settled by a draw.

Mirrors `prioritizeNodes` and `selectHost` of pkg/scheduler/schedule_one.go, with the weights
of the default plugins.
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.framework import Cluster
from lifecycle.engine.scheduler.nodeinfo import NodeInfo, PodInfo, new_pod_info
from lifecycle.engine.scheduler.scores import Scores
from lifecycle.engine.scheduler.scores.imagelocality import image_scores
from lifecycle.engine.scheduler.scores.interpodaffinity import pod_affinity_scores
from lifecycle.engine.scheduler.scores.nodeaffinity import node_affinity_scores
from lifecycle.engine.scheduler.scores.noderesources import resource_score
from lifecycle.engine.scheduler.scores.podtopologyspread import spread_scores
from lifecycle.engine.scheduler.scores.tainttoleration import taint_scores

TAINTS, NODE_AFFINITY, SPREAD, POD_AFFINITY = 3, 2, 2, 2
"""The weights; the two scores of resources and that of images weigh 1.

With these, all plugins that score by default are here (`getDefaultPlugins`), but two that only
score if told to, or by what isn't simulated: VolumeBinding by a volume's size, which wants the
gate StorageCapacityScoring, and DynamicResources by devices.
"""


def select_host(pod: Pod, nodes: Sequence[NodeInfo], cluster: Cluster, world: World) -> NodeInfo:
    """The best node; among equals the choice belongs to the Pod and the seed."""
    if len(nodes) == 1:
        return nodes[0]
    totals = total_scores(pod, nodes, cluster)
    best = max(totals)
    equals = [node for node, total in zip(nodes, totals) if total == best]
    return equals[int(world.draw("select-host", pod.metadata.uid) * len(equals))]


def total_scores(pod: Pod, nodes: Sequence[NodeInfo], cluster: Cluster) -> list[int]:
    """What each node is worth; only the differences mean something."""
    info = new_pod_info(pod)
    shapes = [node.shape for node in nodes]
    one_of_each = dict(zip(shapes, nodes))
    resources = {shape: resource_score(info, node) for shape, node in one_of_each.items()}
    if _shapes_decide(info, cluster):
        few, totals = tuple(one_of_each.values()), list(resources.values())
        _add(totals, SPREAD, spread_scores(info, few, cluster, len(nodes)))
        _add(totals, 1, image_scores(pod, few, cluster))
        by_shape = dict(zip(one_of_each, totals))
        return [by_shape[shape] for shape in shapes]
    totals = [resources[shape] for shape in shapes]
    _add(totals, TAINTS, taint_scores(pod, nodes))
    _add(totals, NODE_AFFINITY, node_affinity_scores(pod, nodes))
    _add(totals, SPREAD, spread_scores(info, nodes, cluster))
    _add(totals, POD_AFFINITY, pod_affinity_scores(pod, nodes, cluster))
    _add(totals, 1, image_scores(pod, nodes, cluster))
    return totals


def _shapes_decide(info: PodInfo, cluster: Cluster) -> bool:
    """Whether nothing counts but what is alike in nodes of a shape."""
    spec = info.pod.spec
    asks = spec.affinity or spec.topologySpreadConstraints
    return bool(info.family) and not (asks or cluster.guarded or cluster.sociable)


def _add(totals: list[int], weight: int, scores: Scores) -> None:
    for index, score in enumerate(scores):
        totals[index] += weight * score
