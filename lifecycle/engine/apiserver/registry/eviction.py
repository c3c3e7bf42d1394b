"""The eviction API: a delete that asks the disruption budgets first.

Mirrors pkg/registry/core/pod/storage/eviction.go.
"""

from lightkube.models.core_v1 import Pod, PodCondition
from lightkube.models.meta_v1 import Condition
from lightkube.models.policy_v1 import PodDisruptionBudget
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.conditions import (
    get_condition,
    is_pod_ready,
    keep_transition_time,
    with_condition,
)
from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.api.selectors import of_label_selector
from lifecycle.engine.kernel.clock import Millis, timestamp

_REFUSED = "Cannot evict pod as it would violate the pod's disruption budget."
_SEVERAL = (
    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
    "support."
)
_MOST_DISRUPTED = 2000
"""More evictions than that are not let in before the controller has seen them."""


def can_ignore_budgets(pod: Pod) -> bool:
    """Whether losing the Pod disrupts nothing any more, or not yet (`canIgnorePDB`)."""
    phase = pod.status.phase
    return is_terminal(phase) or phase == "Pending" or pod.metadata.deletionTimestamp is not None


def budget_to_charge(pod: Pod, budgets: list[PodDisruptionBudget]) -> PodDisruptionBudget | None:
    """The budget that this eviction uses up, or None; raises ApiError if it may not be.

    `budgets` are those of the Pod's namespace.
    """
    labels = pod.metadata.labels or {}
    mine = [b for b in budgets if of_label_selector(b.spec.selector).matches(labels)]
    if len(mine) > 1:
        raise errors.ApiError(500, "", _SEVERAL)
    if not mine:
        return None
    budget, status = mine[0], mine[0].status
    if not is_pod_ready(pod):
        healthy = status is not None and status.currentHealthy >= status.desiredHealthy > 0
        if budget.spec.unhealthyPodEvictionPolicy == "AlwaysAllow" or healthy:
            return None
    _check(budget)
    return budget


def charged(budget: PodDisruptionBudget, pod: Pod, now: Millis) -> PodDisruptionBudget:
    """The budget with one disruption less, and the Pod noted (`checkAndDecrement`)."""
    status, moment = budget.status, timestamp(now)
    allowed, conditions = status.disruptionsAllowed - 1, status.conditions
    if allowed == 0:
        none_left = Condition(
            type="DisruptionAllowed",
            status="False",
            reason="InsufficientPods",
            message="",
            lastTransitionTime=moment,
            observedGeneration=status.observedGeneration,
        )
        conditions = with_condition(conditions, none_left)
    disrupted = {**(status.disruptedPods or {}), pod.metadata.name: moment}
    return replace(
        budget,
        status=replace(
            status, disruptionsAllowed=allowed, disruptedPods=disrupted, conditions=conditions
        ),
    )


def marked_for_eviction(pod: Pod, now: Millis) -> Pod:
    """The Pod with the DisruptionTarget condition that says why it goes."""
    target = PodCondition(
        type="DisruptionTarget",
        status="True",
        reason="EvictionByEvictionAPI",
        message="Eviction API: evicting",
        lastTransitionTime=timestamp(now),
    )
    target = keep_transition_time(get_condition(pod.status, "DisruptionTarget"), target)
    return replace(
        pod,
        status=replace(pod.status, conditions=with_condition(pod.status.conditions, target)),
    )


def _check(budget: PodDisruptionBudget) -> None:
    name, status = budget.metadata.name, budget.status
    observed = (status.observedGeneration or 0) if status else 0
    if observed < (budget.metadata.generation or 0):
        why = f"The disruption budget {name} is still being processed by the server."
        raise _too_many(why, retry_after_s=10)
    if status.disruptionsAllowed < 0:
        raise _forbidden(name, "pdb disruptions allowed is negative")
    if len(status.disruptedPods or ()) > _MOST_DISRUPTED:
        why = "DisruptedPods map too big - too many evictions not confirmed by PDB controller"
        raise _forbidden(name, why)
    if status.disruptionsAllowed == 0:
        why = (
            f"The disruption budget {name} needs {status.desiredHealthy} healthy pods and has "
            f"{status.currentHealthy} currently"
        )
        raise _too_many(why)


def _too_many(why: str, retry_after_s: int = 0) -> errors.ApiError:
    causes = [errors.Cause("DisruptionBudget", why, "")]
    return errors.too_many_requests(_REFUSED, causes, retry_after_s)


def _forbidden(name: str, why: str) -> errors.ApiError:
    """The resource in the singular: so the server writes it here."""
    resource = "poddisruptionbudget"
    message = f'{resource}.policy "{name}" is forbidden: {why}'
    return errors.ApiError(403, "Forbidden", message, kind=resource, name=name)
