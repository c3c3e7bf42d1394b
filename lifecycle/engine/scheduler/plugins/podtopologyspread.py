"""PodTopologySpread: like Pods are spread evenly over zones, nodes or other domains.

Mirrors pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
"""

from typing import NamedTuple

from lightkube.models.core_v1 import Pod, TopologySpreadConstraint

from lifecycle.engine.api.nodeselector import required_node_affinity_matches
from lifecycle.engine.api.selectors import matches
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.scheduler.framework import SKIP, Change, Cluster, Skip, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.plugins.tainttoleration import EFFECTS

UNEVEN = Status(("node(s) didn't match pod topology spread constraints",))
NO_LABEL = Status(
    ("node(s) didn't match pod topology spread constraints (missing required label)",),
    resolvable=False,
)


class Spread(NamedTuple):
    """One constraint, how many like Pods each domain has, and the fewest of them."""

    constraint: TopologySpreadConstraint
    counts: dict[str, int]
    fewest: int
    itself: int


class PodTopologySpread:
    """Refuses nodes in whose domain one Pod more would make the spread too uneven."""

    name = "PodTopologySpread"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | tuple[Spread, ...]:
        """Count like Pods by domain, for each constraint that must hold."""
        hard = hard_constraints(pod)
        if not hard:
            return SKIP
        return tuple(_spread(pod, constraint, hard, cluster) for constraint in hard)

    def filter(self, pod: Pod, known: tuple[Spread, ...], node: NodeInfo) -> Status | None:
        """Refuse a node without the label, or with too many like Pods around it."""
        labels = node.node.metadata.labels or {}
        for spread in known:
            domain = labels.get(spread.constraint.topologyKey)
            if domain is None:
                return NO_LABEL
            skew = spread.counts.get(domain, 0) + spread.itself - spread.fewest
            if skew > spread.constraint.maxSkew:
                return UNEVEN
        return None

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A node that is new or has other labels, or a like Pod that came or went."""
        if change.kind == "Node":
            old = change.old.metadata.labels if change.old else None
            return change.verb == "added" or change.object.metadata.labels != old
        if change.kind != "Pod" or change.object.metadata.namespace != pod.metadata.namespace:
            return False
        return any(is_like(pod, c, change.object) for c in hard_constraints(pod))


def hard_constraints(pod: Pod) -> list[TopologySpreadConstraint]:
    """The constraints that forbid, and don't merely prefer."""
    constraints = pod.spec.topologySpreadConstraints or ()
    return [c for c in constraints if c.whenUnsatisfiable == "DoNotSchedule"]


def _spread(
    pod: Pod,
    constraint: TopologySpreadConstraint,
    hard: list[TopologySpreadConstraint],
    cluster: Cluster,
) -> Spread:
    counts: dict[str, int] = {}
    for node in cluster.nodes:
        labels = node.node.metadata.labels or {}
        if any(c.topologyKey not in labels for c in hard):
            continue
        if not is_counted(pod, constraint, node):
            continue
        domain = labels[constraint.topologyKey]
        like = sum(is_like(pod, constraint, info.pod) for info in node.pods.values())
        counts[domain] = counts.get(domain, 0) + like
    fewest = min(counts.values(), default=0)
    if len(counts) < (constraint.minDomains or 1):
        fewest = 0
    return Spread(constraint, counts, fewest, int(_selects(pod, constraint, pod)))


def is_counted(pod: Pod, constraint: TopologySpreadConstraint, node: NodeInfo) -> bool:
    """Whether the constraint's inclusion policies let this node count."""
    honours = (constraint.nodeAffinityPolicy or "Honor") == "Honor"
    if honours and not required_node_affinity_matches(pod, node.node):
        return False
    if (constraint.nodeTaintsPolicy or "Ignore") == "Honor":
        taints = node.node.spec.taints or ()
        return untolerated(taints, pod.spec.tolerations or (), EFFECTS) is None
    return True


def is_like(pod: Pod, constraint: TopologySpreadConstraint, other: Pod) -> bool:
    """Whether the constraint counts the other Pod (`countPodsMatchSelector`).

    A selector that selects everything counts nobody.
    """
    if other.metadata.namespace != pod.metadata.namespace or other.metadata.deletionTimestamp:
        return False
    selector = constraint.labelSelector
    asks = selector and (selector.matchLabels or selector.matchExpressions)
    return bool(asks or constraint.matchLabelKeys) and _selects(pod, constraint, other)


def _selects(pod: Pod, constraint: TopologySpreadConstraint, other: Pod) -> bool:
    labels, own = other.metadata.labels or {}, pod.metadata.labels or {}
    same = all(labels.get(key) == own.get(key) for key in constraint.matchLabelKeys or ())
    return (
        same and constraint.labelSelector is not None and matches(constraint.labelSelector, labels)
    )
