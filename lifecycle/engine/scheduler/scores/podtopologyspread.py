"""PodTopologySpread: like Pods spread evenly, where that is preferred and not demanded.

A Pod without constraints of its own has two by default, over the nodes and over the zones:
its like are the Pods of its controller, or those that its Services select.

Mirrors pkg/scheduler/framework/plugins/podtopologyspread/scoring.go and common.go
(`buildDefaultConstraints`, `systemDefaultConstraints`), and helper.DefaultSelector.
"""

from collections.abc import Callable, Sequence
from math import log
from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.selectors import of_map
from lifecycle.engine.scheduler.framework import Cluster
from lifecycle.engine.scheduler.nodeinfo import HOSTNAME, ZONE, NodeInfo, PodInfo
from lifecycle.engine.scheduler.plugins.podtopologyspread import is_counted, is_like
from lifecycle.engine.scheduler.scores import MOST, Scores

DEFAULT = ((HOSTNAME, 3), (ZONE, 5))
"""The default constraints: over what, and the skew that is borne."""

Count = Callable[[NodeInfo], int]
"""How many like Pods a node has."""


class Wish(NamedTuple):
    """A constraint that is only preferred; nodes that `admits` refuses don't count."""

    key: str
    max_skew: int
    count: Count
    admits: Callable[[NodeInfo], bool]


def spread_scores(
    info: PodInfo, nodes: Sequence[NodeInfo], cluster: Cluster, choice: int = 0
) -> Scores:
    """The fewer like Pods are around, the better; nodes without a needed label get nothing.

    `nodes` may be one of each shape among a `choice` of so many, where the Pod asks for nothing.
    """
    own = bool(info.pod.spec.topologySpreadConstraints)
    wishes = _own(info.pod) if own else _default(info, cluster)
    if not wishes:
        return ()
    labels = [node.node.metadata.labels or {} for node in nodes]
    ignored = [any(wish.key not in has for wish in wishes) for has in labels] if own else []
    heard = [node for node, left_out in zip(nodes, ignored) if not left_out] if own else nodes
    if not heard:
        return ()
    sums = [0.0] * len(nodes)
    for wish in wishes:
        domains = _per_domain(wish, wishes if own else [], heard, cluster)
        weight, borne = log((len(domains) or choice or len(heard)) + 2), wish.max_skew - 1
        for index, has in enumerate(labels):
            if wish.key in has:
                count = domains.get(has[wish.key], 0) if domains else wish.count(nodes[index])
                sums[index] += count * weight + borne
    return _normalized([int(total + 0.5) for total in sums], ignored)


def _normalized(raw: list[int], ignored: list[bool]) -> Scores:
    """From the most crowded to the emptiest (`NormalizeScore`)."""
    heard = [score for score, left_out in zip(raw, ignored) if not left_out] or raw
    least, most = min(heard), max(heard)
    if least == most and not any(ignored):
        return ()
    shares = [MOST * (most + least - score) // most if most else MOST for score in raw]
    return [0 if left_out else share for share, left_out in zip(shares, ignored)] or shares


def _per_domain(
    wish: Wish, needed: list[Wish], heard: Sequence[NodeInfo], cluster: Cluster
) -> dict[str, int]:
    """Like Pods by domain, of those that the nodes to choose from lie in; not node by node."""
    if wish.key == HOSTNAME:
        return {}
    counts = {(node.node.metadata.labels or {}).get(wish.key, ""): 0 for node in heard}
    if counts.keys() == {""}:
        return counts
    for node in cluster.nodes:
        labels = node.node.metadata.labels or {}
        domain = labels.get(wish.key, "")
        if domain in counts and all(one.key in labels for one in needed) and wish.admits(node):
            counts[domain] += wish.count(node)
    return counts


def _own(pod: Pod) -> list[Wish]:
    return [
        Wish(
            key=constraint.topologyKey,
            max_skew=constraint.maxSkew,
            count=lambda node, c=constraint: sum(
                is_like(pod, c, info.pod) for info in node.pods.values()
            ),
            admits=lambda node, c=constraint: is_counted(pod, c, node),
        )
        for constraint in pod.spec.topologySpreadConstraints or ()
        if constraint.whenUnsatisfiable == "ScheduleAnyway"
    ]


def _default(info: PodInfo, cluster: Cluster) -> list[Wish]:
    count = _siblings(info) or _behind_services(info.pod, cluster)
    if count is None:
        return []
    return [Wish(key, max_skew, count, lambda node: True) for key, max_skew in DEFAULT]


def _siblings(info: PodInfo) -> Count | None:
    """The Pods of the same controller: its selector chooses them, and so do its Services'."""
    family = next(iter(info.family), None)
    return (lambda node: node.families.get(family, 0)) if family else None


def _behind_services(pod: Pod, cluster: Cluster) -> Count | None:
    """The Pods that all Services of this Pod select; None if it has none."""
    labels, namespace = pod.metadata.labels or {}, pod.metadata.namespace or ""
    wanted: dict[str, str] = {}
    for service in cluster.list("Service", namespace):
        selector = service.spec.selector or {}
        if selector and of_map(selector).matches(labels):
            wanted |= selector
    if not wanted:
        return None
    chosen = of_map(wanted)

    def count(node: NodeInfo) -> int:
        return sum(
            other.pod.metadata.namespace == namespace
            and not other.pod.metadata.deletionTimestamp
            and chosen.matches(other.pod.metadata.labels)
            for other in node.pods.values()
        )

    return count
