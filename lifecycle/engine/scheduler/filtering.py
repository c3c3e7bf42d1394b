"""Which nodes a Pod may run on.

Mirrors pkg/scheduler/schedule_one.go (`findNodesThatFitPod`, `findNodesThatPassFilters`)
and runtime/framework.go (`RunPreFilterPlugins`, `RunFilterPluginsWithNominatedPods`).
"""

from itertools import chain, islice
from typing import Any, NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.diagnosis import Diagnosis
from lifecycle.engine.scheduler.framework import Cluster, Plugin, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo, PodInfo, Shape
from lifecycle.engine.scheduler.plugins import BY_SHAPE, PLUGINS

Prepared = tuple[tuple[Plugin, Any], ...]
"""The plugins that have something to say of a Pod, with what they know of it."""

Nominated = dict[str, tuple[PodInfo, ...]]
"""Pods that are to get a node once its victims have gone, by the node's name."""

ENOUGH = 100
"""Up to so many nodes all are tried; of more only a share (`minFeasibleNodesToFind`)."""


class Found(NamedTuple):
    """The nodes that are left, or why there are none; and where to begin next time."""

    nodes: tuple[NodeInfo, ...]
    diagnosis: Diagnosis
    start: int


def prepare(pod: Pod, cluster: Cluster) -> Prepared | tuple[Plugin, Status]:
    """Ask each plugin about the Pod alone; the first to refuse it ends the matter."""
    prepared = []
    for plugin in PLUGINS:
        known = plugin.pre_filter(pod, cluster)
        if isinstance(known, Status):
            return plugin, known
        if not isinstance(known, Skip):
            prepared.append((plugin, known))
    return tuple(prepared)


def judge(pod: Pod, prepared: Prepared, node: NodeInfo) -> tuple[Plugin, Status] | None:
    """The first plugin that turns the Pod away from the node, with its reasons."""
    for plugin, known in prepared:
        status = plugin.filter(pod, known, node)
        if status is not None:
            return plugin, status
    return None


def find_nodes(pod: Pod, cluster: Cluster, nominated: Nominated, start: int) -> Found:
    """Try the nodes, beginning with number `start`, until enough are found."""
    nodes = cluster.nodes
    prepared = prepare(pod, cluster)
    if len(prepared) == 2 and isinstance(prepared[1], Status):
        plugin, status = prepared
        return Found((), Diagnosis(len(nodes), (), status, (plugin.name,)), start)
    wanted, feasible = enough(len(nodes)), []
    refused: list[tuple[str, Status]] = []
    plugins: dict[str, None] = {}
    start = start % len(nodes) if nodes else 0
    by_shape = not nominated and all(plugin in BY_SHAPE for plugin, _ in prepared)
    if by_shape:
        first = (*nodes[start:], *nodes[:start])[:wanted]
        if _all_fit(pod, prepared, first):
            return Found(first, Diagnosis(len(nodes)), (start + wanted) % max(len(nodes), 1))
    known: dict[Shape, tuple[Plugin, Status] | None] = {}
    for node in chain(islice(nodes, start, None), islice(nodes, start)):
        if not by_shape:
            answer = judge(pod, prepared, _with_nominated(pod, node, nominated))
        elif node.shape in known:
            answer = known[node.shape]
        else:
            answer = known[node.shape] = judge(pod, prepared, node)
        if answer is None:
            feasible.append(node)
            if len(feasible) == wanted:
                break
        else:
            refused.append((node.name, answer[1]))
            plugins.setdefault(answer[0].name)
    tried = len(feasible) + len(refused)
    begin = (start + tried) % len(nodes) if nodes else 0
    diagnosis = Diagnosis(len(nodes), tuple(refused), None, tuple(plugins))
    return Found(tuple(feasible), diagnosis, begin)


def _all_fit(pod: Pod, prepared: Prepared, nodes: tuple[NodeInfo, ...]) -> bool:
    """Whether a Pod may run on all these nodes: one of each shape is asked."""
    one_of_each = {node.shape: node for node in nodes}
    return all(judge(pod, prepared, node) is None for node in one_of_each.values())


def enough(nodes: int) -> int:
    """How many feasible nodes are worth scoring (`numFeasibleNodesToFind`)."""
    if nodes < ENOUGH:
        return nodes
    percent = max(50 - nodes // 125, 5)
    return max(nodes * percent // 100, ENOUGH)


def _with_nominated(pod: Pod, node: NodeInfo, nominated: Nominated) -> NodeInfo:
    """The node with the Pods that wait for its room and are no less important."""
    for info in nominated.get(node.name, ()):
        more = (info.pod.spec.priority or 0) >= (pod.spec.priority or 0)
        if more and info.uid != pod.metadata.uid:
            node = node.with_pod(info)
    return node
