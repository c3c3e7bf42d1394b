"""How many Pods of a budget may be evicted at this moment.

The eviction API takes the number from the budget's status; this controller keeps it true.

Mirrors pkg/controller/disruption/disruption.go.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lightkube.models.core_v1 import Pod
from lightkube.models.meta_v1 import Condition
from lightkube.models.policy_v1 import PodDisruptionBudget, PodDisruptionBudgetStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import (
    get_condition,
    is_pod_ready,
    keep_transition_time,
    with_condition,
)
from lifecycle.engine.api.selectors import format_label_selector, matches, of_label_selector
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.deployment.limits import scaled
from lifecycle.engine.controllers.ownership import controller_of, owner_of_kind
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis, millis, timestamp
from lifecycle.engine.kernel.world import World

SOURCE = "controllermanager"
DELETION_TIMEOUT_MS = 2 * 60_000
SCALED = ("ReplicaSet", "ReplicationController", "StatefulSet")
WITHOUT_SCALE = {"DaemonSet": "daemonsets.apps", "Job": "jobs.batch", "Node": "nodes"}
UNMANAGED = (
    "Pods selected by this PodDisruptionBudget (selector: {selector}) were found to be unmanaged. "
    "As a result, the status of the PDB cannot be calculated correctly, which may result in "
    'undefined behavior. To account for these pods please set ".spec.minAvailable" field of the '
    "PDB to an integer value."
)


class NoScale(Exception):
    """Nobody can say how many Pods there ought to be."""


class Healthy(NamedTuple):
    """How many Pods there ought to be, and how many of them ready."""

    expected: int
    desired: int


NOTHING = PodDisruptionBudgetStatus(
    currentHealthy=0, desiredHealthy=0, disruptionsAllowed=0, expectedPods=0
)


class DisruptionController(Reconciler):
    """Counts again whenever a Pod or a budget changes."""

    name = "disruption"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("disruption.pod", self._pod_changed)
        world.on("disruption.budget", self._budget_changed)
        api.watch("Pod", "disruption.pod")
        api.watch("PodDisruptionBudget", "disruption.budget")

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        for budget in self._api.list("PodDisruptionBudget", pod.metadata.namespace):
            if matches(budget.spec.selector, pod.metadata.labels):
                self.enqueue(budget.metadata.namespace, budget.metadata.name)

    def _budget_changed(
        self, verb: str, budget: PodDisruptionBudget, old: PodDisruptionBudget | None
    ) -> None:
        if verb != "deleted":
            self.enqueue(budget.metadata.namespace, budget.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Count, and say how many may go (`trySync`)."""
        budget = self._api.find("PodDisruptionBudget", namespace, name)
        if budget is None:
            return
        pods = self._api.list("Pod", namespace, of_label_selector(budget.spec.selector))
        if not pods:
            self._api.record_event(budget, "Normal", "NoPods", "No matching pods found", SOURCE)
        disrupted = self._disrupted(budget, pods)
        healthy = sum(
            is_pod_ready(pod)
            for pod in pods
            if not pod.metadata.deletionTimestamp and pod.metadata.name not in disrupted
        )
        try:
            wanted = self._wanted(budget, pods)
        except NoScale as error:
            self._fail(budget, str(error))
            return
        self._update(budget, wanted, healthy, disrupted)

    def _fail(self, budget: PodDisruptionBudget, why: str) -> None:
        """Nothing may go as long as nobody can count (`failSafe`)."""
        message = f"Failed to calculate the number of expected pods: {why}"
        reason = "CalculateExpectedPodCountFailed"
        self._api.record_event(budget, "Warning", reason, message, SOURCE)
        old = budget.status or NOTHING
        condition = Condition(
            type="DisruptionAllowed",
            status="False",
            reason="SyncFailed",
            message=why,
            lastTransitionTime=timestamp(self._world.now),
            observedGeneration=old.observedGeneration,
        )
        condition = keep_transition_time(get_condition(old, condition.type), condition)
        conditions = with_condition(old.conditions, condition)
        status = replace(old, disruptionsAllowed=0, conditions=conditions)
        if status != budget.status:
            self._api.update(replace(budget, status=status), subresource="status")

    def _disrupted(self, budget: PodDisruptionBudget, pods: list[Pod]) -> dict[str, datetime]:
        """Pods whose eviction was granted and that are not leaving yet."""
        noted = (budget.status and budget.status.disruptedPods) or {}
        waiting: dict[str, datetime] = {}
        for pod in pods:
            since = noted.get(pod.metadata.name)
            if since is None or pod.metadata.deletionTimestamp:
                continue
            left = millis(since) + DELETION_TIMEOUT_MS - self._world.now
            if left > 0:
                waiting[pod.metadata.name] = since
                self.enqueue(budget.metadata.namespace, budget.metadata.name, left)
            else:
                place = f"{budget.metadata.namespace}/{budget.metadata.name}"
                message = f"Pod was expected by PDB {place} to be deleted but it wasn't"
                self._api.record_event(pod, "Warning", "NotDeleted", message, SOURCE)
        return waiting

    def _wanted(self, budget: PodDisruptionBudget, pods: list[Pod]) -> Healthy:
        """What the budget asks for, of the scale of its Pods' owners (`getExpectedPodCount`)."""
        spec = budget.spec
        if isinstance(spec.minAvailable, int) and spec.maxUnavailable is None:
            return Healthy(len(pods), spec.minAvailable)
        expected = self._scale(pods)
        if any(controller_of(pod) is None for pod in pods):
            text = UNMANAGED.format(selector=format_label_selector(spec.selector))
            self._api.record_event(budget, "Warning", "UnmanagedPods", text, SOURCE)
        if spec.maxUnavailable is not None:
            return Healthy(expected, max(0, expected - scaled(spec.maxUnavailable, expected, True)))
        return Healthy(expected, scaled(spec.minAvailable, expected, True))

    def _scale(self, pods: Iterable[Pod]) -> int:
        """How many Pods their owners want, each owner once (`getExpectedScale`).

        NoScale if there is an owner that has no number of Pods, or is gone.
        """
        wanted: dict[str, int] = {}
        for pod in pods:
            reference = controller_of(pod)
            if reference is None or reference.uid in wanted:
                continue
            if resource := WITHOUT_SCALE.get(reference.kind):
                raise NoScale(f"{resource} does not implement the scale subresource")
            scaled_kind = reference.kind in SCALED
            owner = owner_of_kind(self._api, pod, reference.kind) if scaled_kind else None
            if owner is None:
                raise NoScale(f'found no controllers for pod "{pod.metadata.name}"')
            above = owner_of_kind(self._api, owner, "Deployment")
            owner = owner if above is None else above
            replicas = owner.spec.replicas
            wanted[owner.metadata.uid] = 1 if replicas is None else replicas
        return sum(wanted.values())

    def _update(
        self,
        budget: PodDisruptionBudget,
        wanted: Healthy,
        healthy: int,
        disrupted: dict[str, datetime],
    ) -> None:
        """Write the status if it is another (`updatePdbStatus`)."""
        allowed = max(0, healthy - wanted.desired) if wanted.expected > 0 else 0
        old = budget.status or NOTHING
        condition = _allowance(allowed, self._world.now, budget.metadata.generation)
        condition = keep_transition_time(get_condition(old, condition.type), condition)
        status = replace(
            old,
            currentHealthy=healthy,
            desiredHealthy=wanted.desired,
            expectedPods=wanted.expected,
            disruptionsAllowed=allowed,
            disruptedPods=disrupted or None,
            observedGeneration=budget.metadata.generation,
            conditions=with_condition(old.conditions, condition),
        )
        if status != budget.status:
            self._api.update(replace(budget, status=status), subresource="status")


def _allowance(allowed: int, now: Millis, generation: int | None) -> Condition:
    """The condition DisruptionAllowed (`UpdateDisruptionAllowedCondition`)."""
    return Condition(
        type="DisruptionAllowed",
        status="True" if allowed > 0 else "False",
        reason="SufficientPods" if allowed > 0 else "InsufficientPods",
        message="",
        lastTransitionTime=timestamp(now),
        observedGeneration=generation,
    )
