"""Disruption budgets count, and evictions go by their count."""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.controllers.stagehand import Stage, workload


def budget(**spec):
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web"},
        "spec": {"selector": {"matchLabels": {"app": "web"}}, **spec},
    }


EXTRA = {"StatefulSet": {"serviceName": "web"}}


def counted(spec, kind="ReplicaSet", replicas=3, **stage):
    """Expected, desired and healthy Pods, and how many may go."""
    stage = Stage(**stage)
    stage.create(workload(kind, replicas, **EXTRA.get(kind, {})))
    stage.create(budget(**spec))
    stage.wait()
    status = stage.get("PodDisruptionBudget", "web").status
    return (
        status.expectedPods,
        status.desiredHealthy,
        status.currentHealthy,
        status.disruptionsAllowed,
    )


@pytest.mark.parametrize(
    ["spec", "counts"],
    [
        ({"maxUnavailable": 1}, (3, 2, 3, 1)),
        ({"maxUnavailable": "50%"}, (3, 1, 3, 2)),
        ({"maxUnavailable": "1%"}, (3, 2, 3, 1)),
        ({"maxUnavailable": 7}, (3, 0, 3, 3)),
        ({"minAvailable": 2}, (3, 2, 3, 1)),
        ({"minAvailable": 4}, (3, 4, 3, 0)),
        ({"minAvailable": "50%"}, (3, 2, 3, 1)),
        ({"minAvailable": "100%"}, (3, 3, 3, 0)),
    ],
)
def test_a_budget_counts_what_may_go(spec, counts):
    assert counted(spec) == counts


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet"])
def test_the_number_wanted_is_that_of_the_owner(kind):
    assert counted({"maxUnavailable": 1}, kind, 2) == (2, 1, 2, 1)


def test_pods_that_are_not_ready_are_not_healthy():
    assert counted({"maxUnavailable": 1}, ready=False) == (3, 2, 0, 0)


def test_a_budget_without_pods_allows_nothing_and_says_so():
    stage = Stage()
    stage.create(budget(maxUnavailable=1))
    stage.wait()
    assert stage.get("PodDisruptionBudget", "web").status.disruptionsAllowed == 0
    assert ("NoPods", "No matching pods found") in stage.events("PodDisruptionBudget")


def test_one_pod_may_be_evicted_and_the_next_only_when_its_replacement_is_ready():
    stage = Stage()
    stage.create(workload("ReplicaSet", 2))
    stage.create(budget(maxUnavailable=1))
    stage.wait()
    first, second = stage.names()
    stage.api.evict("default", first)
    with pytest.raises(ApiError, match="violate the pod's disruption budget"):
        stage.api.evict("default", second)
    stage.wait()
    stage.api.evict("default", second)


def test_an_eviction_that_led_to_nothing_is_forgotten_after_two_minutes():
    stage = Stage()
    stage.create(workload("ReplicaSet", 2))
    stage.create(budget(maxUnavailable=1))
    stage.wait()
    found = stage.get("PodDisruptionBudget", "web")
    noted = {stage.names()[0]: found.status.conditions[0].lastTransitionTime}
    status = replace(found.status, disruptedPods=noted, disruptionsAllowed=0)
    stage.api.update(replace(found, status=status), subresource="status")
    stage.wait(1_000)
    assert stage.get("PodDisruptionBudget", "web").status.disruptionsAllowed == 0
    stage.wait(125_000)
    after = stage.get("PodDisruptionBudget", "web").status
    assert (after.disruptionsAllowed, after.disruptedPods) == (1, None)
    assert "NotDeleted" in [reason for reason, _ in stage.events("Pod")]


@pytest.mark.parametrize("spec", [{"maxUnavailable": 1}, {"minAvailable": "50%"}])
def test_pods_of_a_daemon_set_cannot_be_counted_in_shares(spec):
    """TestTotalUnknownController: nothing may go, and the budget says why."""
    stage = Stage()
    agent = workload("DaemonSet", 1)
    del agent["spec"]["replicas"]
    stage.create(agent)
    stage.create(budget(**spec))
    stage.wait()
    status = stage.get("PodDisruptionBudget", "web").status
    assert status.disruptionsAllowed == 0
    (condition,) = status.conditions
    why = "daemonsets.apps does not implement the scale subresource"
    assert (condition.reason, condition.message) == ("SyncFailed", why)
    reason, message = stage.events("PodDisruptionBudget")[-1]
    assert reason == "CalculateExpectedPodCountFailed"
    assert message == f"Failed to calculate the number of expected pods: {why}"


def test_a_number_of_available_pods_needs_no_scale():
    stage = Stage()
    agent = workload("DaemonSet", 1)
    del agent["spec"]["replicas"]
    stage.create(agent)
    stage.create(budget(minAvailable=0))
    stage.wait()
    assert stage.get("PodDisruptionBudget", "web").status.disruptionsAllowed == 1


def test_pods_without_a_controller_are_told_of():
    """TestNakedPod: they count for nothing unless minAvailable is a number."""
    stage = Stage()
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "naked", "labels": {"app": "web"}},
        "spec": {"containers": [{"name": "app", "image": "busybox"}]},
    }
    stage.create(pod)
    stage.create(budget(minAvailable="28%"))
    stage.wait()
    status = stage.get("PodDisruptionBudget", "web").status
    assert (status.disruptionsAllowed, status.expectedPods, status.currentHealthy) == (0, 0, 1)
    reason, message = stage.events("PodDisruptionBudget")[-1]
    assert reason == "UnmanagedPods"
    assert "(selector: app=web)" in message
