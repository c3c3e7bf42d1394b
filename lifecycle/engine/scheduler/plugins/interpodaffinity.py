"""InterPodAffinity: a Pod near others that it needs, and away from those it shuns.

Three rules: the Pod's own affinity, its own anti-affinity, and the anti-affinity of Pods
that are there already.

Mirrors pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import (
    SKIP,
    Change,
    Cluster,
    Domain,
    Skip,
    Status,
    domain_of,
    namespaces_of,
)
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.podaffinity import (
    FindNamespace,
    all_match,
    required_affinity,
    required_anti_affinity,
    term_matches,
)

NOT_NEAR = Status(("node(s) didn't match pod affinity rules",), resolvable=False)
TOO_NEAR = Status(("node(s) didn't match pod anti-affinity rules",))
UNWELCOME = Status(("node(s) didn't satisfy existing pods anti-affinity rules",))


class Near(NamedTuple):
    """The domains that hold wanted Pods, shunned Pods, and Pods that shun this one."""

    wanted: dict[Domain, int]
    shunned: dict[Domain, int]
    unwelcome: dict[Domain, int]
    itself: bool


class InterPodAffinity:
    """Refuses nodes by the Pods that are, or are not, near them."""

    name = "InterPodAffinity"

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Skip | Near:
        """Where the Pods are that matter to this one; skip it if none do."""
        find = namespaces_of(cluster)
        wants, shuns = required_affinity(pod), required_anti_affinity(pod)
        unwelcome = _count(_shunning(pod, cluster.shunning, find))
        if not wants and not shuns and not unwelcome:
            return SKIP
        wanted: dict[Domain, int] = {}
        shunned: dict[Domain, int] = {}
        for node in cluster.nodes if wants or shuns else ():
            for info in node.pods.values():
                if wants and all_match(pod, wants, info.pod, find):
                    _add(wanted, (domain_of(node, term.topologyKey) for term in wants))
                for term in shuns:
                    if term_matches(pod, term, info.pod, find):
                        _add(shunned, [domain_of(node, term.topologyKey)])
        itself = bool(wants) and all_match(pod, wants, pod, find)
        return Near(wanted, shunned, unwelcome, itself)

    def filter(self, pod: Pod, known: Near, node: NodeInfo) -> Status | None:
        """The three rules, in upstream's order."""
        if not _is_near(pod, known, node):
            return NOT_NEAR
        for term in required_anti_affinity(pod):
            if domain_of(node, term.topologyKey) in known.shunned:
                return TOO_NEAR
        labels = node.node.metadata.labels or {}
        if any(labels.get(key) == value for key, value in known.unwelcome):
            return UNWELCOME
        return None

    def may_help(self, pod: Pod, change: Change) -> bool:
        """A Pod that came, went or has other labels; a node with other labels."""
        if change.kind == "Node":
            old = change.old.metadata.labels if change.old else None
            return change.verb == "added" or change.object.metadata.labels != old
        return change.kind == "Pod"


def _is_near(pod: Pod, known: Near, node: NodeInfo) -> bool:
    """`satisfyPodAffinity`: also true for the first of a group that wants its own kind."""
    domains = [domain_of(node, term.topologyKey) for term in required_affinity(pod)]
    if None in domains:
        return False
    if all(domain in known.wanted for domain in domains):
        return True
    return not known.wanted and known.itself


def _shunning(pod: Pod, nodes: Iterable[NodeInfo], find: FindNamespace) -> Iterator[Domain | None]:
    """The domains of Pods whose anti-affinity speaks of this Pod."""
    for node in nodes:
        for info in node.shunning.values():
            for term in required_anti_affinity(info.pod):
                if term_matches(info.pod, term, pod, find):
                    yield domain_of(node, term.topologyKey)


def _count(domains: Iterable[Domain | None]) -> dict[Domain, int]:
    counts: dict[Domain, int] = {}
    _add(counts, domains)
    return counts


def _add(counts: dict[Domain, int], domains: Iterable[Domain | None]) -> None:
    for domain in domains:
        if domain is not None:
            counts[domain] = counts.get(domain, 0) + 1
