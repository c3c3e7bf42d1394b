"""InterPodAffinity: near the Pods that a Pod prefers, and away from those that it avoids.

Pods that are there already have a say, too: what they need or prefer near themselves draws
the new Pod, what they avoid keeps it away.

Mirrors pkg/scheduler/framework/plugins/interpodaffinity/scoring.go.
"""

from collections.abc import Iterator, Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import Cluster, Domain, domain_of, namespaces_of
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.podaffinity import (
    FindNamespace,
    is_sociable,
    preferences,
    required_affinity,
    term_matches,
)
from lifecycle.engine.scheduler.scores import MOST, Scores

HARD_WEIGHT = 1
"""What a Pod that is needed nearby counts for (`HardPodAffinityWeight`)."""

Weighted = tuple[Domain | None, int]


def pod_affinity_scores(pod: Pod, nodes: Sequence[NodeInfo], cluster: Cluster) -> Scores:
    """The nodes by the weights of all terms, from the least wanted, 0, to the most, 100."""
    weights = _weights(pod, cluster)
    if not weights:
        return ()
    raw = []
    for node in nodes:
        labels = node.node.metadata.labels or {}
        raw.append(sum(weights.get(domain, 0) for domain in labels.items()))
    least, most = min(raw), max(raw)
    return [MOST * (score - least) // (most - least) for score in raw] if most > least else ()


def _weights(pod: Pod, cluster: Cluster) -> dict[Domain, int]:
    """What each domain is worth by the Pods in it (`processExistingPod` of all of them)."""
    find, weights = namespaces_of(cluster), dict[Domain, int]()
    asks = is_sociable(pod)
    for node in cluster.nodes if asks else cluster.sociable:
        for info in (node.pods if asks else node.sociable).values():
            for domain, weight in _terms(pod, info.pod, node, find):
                if domain is not None:
                    weights[domain] = weights.get(domain, 0) + weight
    return weights


def _terms(pod: Pod, other: Pod, node: NodeInfo, find: FindNamespace) -> Iterator[Weighted]:
    """What the two Pods think of each other: the domain that is meant, and how much."""
    for weight, term in preferences(pod):
        if term_matches(pod, term, other, find):
            yield domain_of(node, term.topologyKey), weight
    for term in required_affinity(other):
        if term_matches(other, term, pod, find):
            yield domain_of(node, term.topologyKey), HARD_WEIGHT
    for weight, term in preferences(other):
        if term_matches(other, term, pod, find):
            yield domain_of(node, term.topologyKey), weight
