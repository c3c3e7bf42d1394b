"""Making room: which less important Pods would have to go for a Pod to fit.

On each node where it might help, all less important Pods are taken away in thought; if the
Pod fits then, as many of them as possible are given back, the most important first.

Mirrors pkg/scheduler/framework/plugins/defaultpreemption and framework/preemption.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import Pod
from lightkube.models.policy_v1 import PodDisruptionBudget

from lifecycle.engine.api.selectors import matches
from lifecycle.engine.kernel.clock import millis
from lifecycle.engine.scheduler.diagnosis import Diagnosis, histogram
from lifecycle.engine.scheduler.filtering import judge, prepare
from lifecycle.engine.scheduler.framework import Cluster, Status
from lifecycle.engine.scheduler.nodeinfo import NodeInfo, PodInfo

NOT_HELPFUL = Status(("Preemption is not helpful for scheduling",))
NO_VICTIMS = Status(("No preemption victims found for incoming pod",))
NEVER = "not eligible due to preemptionPolicy=Never."
TERMINATING = "not eligible due to a terminating pod on the nominated node."


class Candidate(NamedTuple):
    """A node, and the Pods that would have to leave it, the most important first."""

    node: str
    victims: tuple[PodInfo, ...]
    violations: int


class Preemption(NamedTuple):
    """What came of it: a candidate, or the text that says why there is none."""

    candidate: Candidate | None
    message: str = ""


class _View(NamedTuple):
    """The cluster with one node as it would be."""

    base: Cluster
    nodes: tuple[NodeInfo, ...]

    @property
    def guarded(self) -> bool:
        return self.base.guarded

    @property
    def shunning(self) -> tuple[NodeInfo, ...]:
        return tuple(node for node in self.nodes if node.shunning)

    def find(self, kind: str, namespace: str, name: str):
        return self.base.find(kind, namespace, name)


def preempt(
    pod: Pod,
    cluster: Cluster,
    diagnosis: Diagnosis,
    budgets: Iterable[PodDisruptionBudget],
) -> Preemption:
    """Find the node on which the least harm is done (`Evaluator.Preempt`)."""
    refusal = _ineligible(pod, cluster)
    if refusal:
        return Preemption(None, f"preemption: {refusal}")
    refused = dict(diagnosis.by_node)
    statuses: list[Status] = []
    candidates: list[Candidate] = []
    for node in cluster.nodes:
        status = diagnosis.everywhere or refused.get(node.name)
        if status is None or not status.resolvable:
            statuses.append(NOT_HELPFUL)
            continue
        found = _select_victims(pod, node, cluster, tuple(budgets))
        if isinstance(found, Status):
            statuses.append(found)
        else:
            candidates.append(found)
    if candidates:
        return Preemption(min(candidates, key=_harm))
    text = f"0/{diagnosis.nodes} nodes are available: {histogram(statuses)}."
    return Preemption(None, f"preemption: {text}")


def _ineligible(pod: Pod, cluster: Cluster) -> str:
    """`PodEligibleToPreemptOthers`: one preemption at a time."""
    if pod.spec.preemptionPolicy == "Never":
        return NEVER
    nominated = pod.status.nominatedNodeName if pod.status else None
    for node in cluster.nodes:
        if node.name != nominated:
            continue
        for info in node.pods.values():
            if info.pod.metadata.deletionTimestamp and _priority(info) < (pod.spec.priority or 0):
                return TERMINATING
    return ""


def _select_victims(
    pod: Pod, node: NodeInfo, cluster: Cluster, budgets: tuple[PodDisruptionBudget, ...]
) -> Candidate | Status:
    """The fewest Pods that have to go (`SelectVictimsOnNode`)."""
    priority = pod.spec.priority or 0
    lower = [info for info in node.pods.values() if _priority(info) < priority]
    if not lower:
        return NO_VICTIMS
    for info in lower:
        node = node.without_pod(info.uid)
    status = _fits(pod, node, cluster)
    if status is not None:
        return status
    violating = _violating(lower, budgets)
    victims: list[PodInfo] = []
    for info in sorted(lower, key=lambda info: (info.uid not in violating, *_importance(info))):
        with_it = node.with_pod(info)
        if _fits(pod, with_it, cluster) is None:
            node = with_it
        else:
            victims.append(info)
    victims.sort(key=_importance)
    return Candidate(node.name, tuple(victims), sum(v.uid in violating for v in victims))


def _fits(pod: Pod, node: NodeInfo, cluster: Cluster) -> Status | None:
    nodes = tuple(node if other.name == node.name else other for other in cluster.nodes)
    prepared = prepare(pod, _View(cluster, nodes))
    if len(prepared) == 2 and isinstance(prepared[1], Status):
        return prepared[1]
    answer = judge(pod, prepared, node)
    return answer[1] if answer else None


def _violating(pods: list[PodInfo], budgets: tuple[PodDisruptionBudget, ...]) -> frozenset[str]:
    """The Pods whose eviction a disruption budget would not allow."""
    allowed = {
        budget.metadata.uid: budget.status.disruptionsAllowed if budget.status else 0
        for budget in budgets
    }
    violating = []
    for info in sorted(pods, key=_importance):
        for budget in budgets:
            if _covers(budget, info.pod):
                allowed[budget.metadata.uid] -= 1
                if allowed[budget.metadata.uid] < 0:
                    violating.append(info.uid)
    return frozenset(violating)


def _covers(budget: PodDisruptionBudget, pod: Pod) -> bool:
    if budget.metadata.namespace != pod.metadata.namespace or budget.spec.selector is None:
        return False
    return matches(budget.spec.selector, pod.metadata.labels or {})


def _harm(candidate: Candidate) -> tuple:
    """What is compared in turn by `pickOneNodeForPreemption`; the least wins."""
    priorities = [_priority(info) for info in candidate.victims]
    highest = max(priorities)
    oldest = min(_started(v) for v in candidate.victims if _priority(v) == highest)
    return candidate.violations, highest, sum(priorities), len(priorities), -oldest


def _importance(info: PodInfo) -> tuple[int, int]:
    """Sorts the most important first: by priority, then the longest running."""
    return -_priority(info), _started(info)


def _priority(info: PodInfo) -> int:
    return info.pod.spec.priority or 0


def _started(info: PodInfo) -> int:
    started = info.pod.status.startTime if info.pod.status else None
    return millis(started or info.pod.metadata.creationTimestamp)
