"""TestEviction, TestEvictionIgnorePDB, TestEvictionPDBStatus and TestAddConditionAndDelete.

(pkg/registry/core/pod/storage/eviction_test.go) Without what depends on a race between two
requests: here they come one after the other.
"""

import pytest
from lightkube.models.core_v1 import PodCondition
from lightkube.models.meta_v1 import Condition, LabelSelector, ObjectMeta
from lightkube.models.policy_v1 import (
    PodDisruptionBudget,
    PodDisruptionBudgetSpec,
    PodDisruptionBudgetStatus,
)
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.kernel.clock import timestamp
from tests.engine.apiserver.served import Served, pod

ANY = (None, "IfHealthyBudget", "AlwaysAllow")
GUARDED = (None, "IfHealthyBudget")
MINE, OTHERS, ALL = ({"a": "true"}, {"b": "true"}, {})


def served(phase="Running", ready=None, deleting=False, budgets=()):
    server = Served()
    made = pod(node="foo")
    made.metadata.labels = dict(MINE)
    made = server.api.create(made)
    conditions = [PodCondition(type="Ready", status=ready)] if ready else None
    made = replace(made, status=replace(made.status, phase=phase, conditions=conditions))
    server.api.update(made, subresource="status")
    for budget in budgets:
        made = server.api.create(budget)
        server.api.update(replace(made, status=budget.status), subresource="status")
    if deleting:
        server.api.delete("Pod", "default", "web", grace_seconds=300)
    return server


def budget(selector=MINE, policy=None, name="foo", generation=1, **status):
    numbers = {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, **status}
    return PodDisruptionBudget(
        metadata=ObjectMeta(name=name, namespace="default"),
        spec=PodDisruptionBudgetSpec(
            selector=LabelSelector(matchLabels=selector or None),
            unhealthyPodEvictionPolicy=policy,
            minAvailable=1,
        ),
        status=PodDisruptionBudgetStatus(expectedPods=0, observedGeneration=generation, **numbers),
    )


def evicted(server):
    """Whether the Pod is gone, and what the server said if it is not."""
    try:
        server.api.evict("default", "web", grace_seconds=0)
    except ApiError as error:
        assert server.api.find("Pod", "default", "web") is not None
        return error
    assert server.api.find("Pod", "default", "web") is None
    return None


def needs(number, has=None):
    has = number if has is None else has
    return f"The disruption budget foo needs {number} healthy pods and has {has} currently"


HELD = [
    # the Pod, the budget: what keeps it
    ({}, {}, GUARDED, needs(0)),
    ({}, {"selector": ALL}, GUARDED, needs(0)),
    ({"ready": "True"}, {"currentHealthy": 2, "desiredHealthy": 2}, ANY, needs(2)),
    ({"ready": "True"}, {"selector": ALL, "currentHealthy": 3, "desiredHealthy": 3}, ANY,
     needs(3)),
    ({"ready": "False"}, {"currentHealthy": 1, "desiredHealthy": 2}, GUARDED, needs(2, 1)),
    ({}, {"generation": 0, "disruptionsAllowed": 9}, GUARDED,
     "The disruption budget foo is still being processed by the server."),
]  # fmt: skip


@pytest.mark.parametrize(["how", "status", "policies", "why"], HELD)
def test_a_budget_holds_a_pod(how, status, policies, why):
    for policy in policies:
        error = evicted(served(**how, budgets=[budget(policy=policy, **status)]))
        assert (error.code, error.reason) == (429, "TooManyRequests")
        assert error.message == "Cannot evict pod as it would violate the pod's disruption budget."
        assert [(c.reason, c.message) for c in error.causes] == [("DisruptionBudget", why)]
        late = "still being processed" in why
        assert error.status()["details"].get("retryAfterSeconds") == (10 if late else None)


LET_GO = [
    ({"phase": "Pending"}, {}, ANY),
    ({"phase": "Succeeded"}, {}, ANY),
    ({"phase": "Failed"}, {}, ANY),
    ({"deleting": True}, {}, ANY),
    ({}, {"disruptionsAllowed": 1}, ANY),
    ({}, {"selector": OTHERS}, ANY),
    ({"ready": "True"}, {"disruptionsAllowed": 1, "currentHealthy": 3, "desiredHealthy": 3}, ANY),
    ({"ready": "False"}, {"currentHealthy": 2, "desiredHealthy": 2}, ANY),
    ({"ready": "False"}, {}, ("AlwaysAllow",)),
]


@pytest.mark.parametrize(["how", "status", "policies"], LET_GO)
def test_and_lets_it_go(how, status, policies):
    for policy in policies:
        assert evicted(served(**how, budgets=[budget(policy=policy, **status)])) is None


def test_two_budgets_are_one_too_many():
    error = evicted(served(budgets=[budget(), budget(name="other")]))
    assert error.status() == {
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": "This pod has more than one PodDisruptionBudget, which the eviction subresource "
        "does not support.",
        "code": 500,
    }  # fmt: skip


NUMBERS = [
    ({"disruptionsAllowed": -1}, "pdb disruptions allowed is negative"),
    ({"disruptionsAllowed": 1, "disruptedPods": {f"p{n}": timestamp(0) for n in range(2001)}},
     "DisruptedPods map too big - too many evictions not confirmed by PDB controller"),
]  # fmt: skip


@pytest.mark.parametrize(["status", "why"], NUMBERS)
def test_numbers_that_mean_nothing_are_refused(status, why):
    error = evicted(served(budgets=[budget(**status)]))
    assert error.message == f'poddisruptionbudget.policy "foo" is forbidden: {why}'
    assert error.code == 403


@pytest.mark.parametrize(["allowed", "reason"], [(1, "InsufficientPods"), (3, "SufficientPods")])
def test_the_budget_counts(allowed, reason):
    plenty = Condition(
        type="DisruptionAllowed",
        status="True",
        reason="SufficientPods",
        message="",
        lastTransitionTime=timestamp(0),
    )
    server = served(budgets=[budget(disruptionsAllowed=allowed, conditions=[plenty])])
    assert evicted(server) is None
    status = server.api.get("PodDisruptionBudget", "default", "foo").status
    assert status.disruptionsAllowed == allowed - 1
    assert get_condition(status, "DisruptionAllowed").reason == reason


@pytest.mark.parametrize("phase", ["Running", "Pending", "Succeeded"])
def test_who_goes_says_why_whether_or_not_a_budget_was_asked(phase):
    server = served(phase)
    heard = []
    server.world.on("test.hear", lambda verb, obj, old: heard.append(obj))
    server.api.watch("Pod", "test.hear")
    server.api.evict("default", "web", grace_seconds=0)
    server.world.advance(1_000)
    target = get_condition(heard[0].status, "DisruptionTarget")
    assert (target.status, target.reason, target.message) == (
        "True", "EvictionByEvictionAPI", "Eviction API: evicting",
    )  # fmt: skip


def test_a_pod_that_is_not_there_cannot_be_evicted():
    with pytest.raises(ApiError) as caught:
        Served().api.evict("default", "web")
    assert caught.value.code == 404
