"""binding, eviction, resize and ephemeralcontainers."""

import pytest
from lightkube.models.core_v1 import (
    EphemeralContainer,
    PodCondition,
    PodSchedulingGate,
    ResourceRequirements,
)
from lightkube.models.meta_v1 import LabelSelector, ObjectMeta
from lightkube.models.policy_v1 import (
    PodDisruptionBudget,
    PodDisruptionBudgetSpec,
    PodDisruptionBudgetStatus,
)
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, is_true
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import decode
from tests.engine.apiserver.served import Served, pod


def test_binding_sets_the_node_and_the_condition():
    served = Served()
    served.api.create(pod())
    bound = served.api.bind("default", "web", "node1")
    assert bound.spec.nodeName == "node1"
    assert is_true(bound.status, "PodScheduled")
    assert bound.metadata.generation == 1


def test_a_pod_is_bound_once():
    served = Served()
    served.api.create(pod(node="node1"))
    with pytest.raises(ApiError, match='pod web is already assigned to node "node1"'):
        served.api.bind("default", "web", "node2")


def test_a_gated_pod_says_so_and_cannot_be_bound():
    served = Served()
    made = served.api.create(pod(schedulingGates=[PodSchedulingGate(name="wait")]))
    condition = get_condition(made.status, "PodScheduled")
    assert (condition.status, condition.reason) == ("False", "SchedulingGated")
    with pytest.raises(ApiError, match=r"non-empty \.spec\.schedulingGates"):
        served.api.bind("default", "web", "node1")


def budgeted(served, *, ready=True, phase="Running", allowed=0, healthy=2, policy=None):
    """A Pod under a budget of two healthy Pods."""
    made = pod(node="node1")
    made.metadata.labels = {"app": "web"}
    made = served.api.create(made)
    condition = PodCondition(type="Ready", status="True" if ready else "False")
    status = replace(made.status, phase=phase, conditions=[condition])
    served.api.update(replace(made, status=status), subresource="status")
    budget = served.api.create(
        PodDisruptionBudget(
            metadata=ObjectMeta(name="budget", namespace="default"),
            spec=PodDisruptionBudgetSpec(
                selector=LabelSelector(matchLabels={"app": "web"}),
                minAvailable=2,
                unhealthyPodEvictionPolicy=policy,
            ),
        )
    )
    status = PodDisruptionBudgetStatus(
        currentHealthy=healthy,
        desiredHealthy=2,
        disruptionsAllowed=allowed,
        expectedPods=2,
        observedGeneration=1,
    )
    served.api.update(replace(budget, status=status), subresource="status")


def test_an_eviction_says_why_and_then_deletes():
    served = Served()
    served.api.create(pod(node="node1"))
    served.api.patch(
        "Pod",
        "default",
        "web",
        lambda old: replace(old, status=replace(old.status, phase="Running")),
        subresource="status",
    )
    served.api.evict("default", "web")
    assert served.changes() == ["added", "modified", "modified", "modified"]
    evicted = served.api.get("Pod", "default", "web")
    target = get_condition(evicted.status, "DisruptionTarget")
    assert (target.reason, target.message) == ("EvictionByEvictionAPI", "Eviction API: evicting")
    assert evicted.metadata.deletionTimestamp is not None


def test_a_budget_that_is_used_up_refuses():
    served = Served()
    budgeted(served)
    with pytest.raises(ApiError) as caught:
        served.api.evict("default", "web")
    error = caught.value
    assert (error.code, error.reason) == (429, "TooManyRequests")
    assert error.message == "Cannot evict pod as it would violate the pod's disruption budget."
    needs = "The disruption budget budget needs 2 healthy pods and has 2 currently"
    assert error.causes[0].message == needs
    assert served.api.get("Pod", "default", "web").metadata.deletionTimestamp is None


def test_an_eviction_is_charged_to_the_budget():
    served = Served()
    budgeted(served, allowed=1, healthy=3)
    served.api.evict("default", "web")
    status = served.api.get("PodDisruptionBudget", "default", "budget").status
    assert status.disruptionsAllowed == 0
    assert list(status.disruptedPods) == ["web"]


@pytest.mark.parametrize(
    "how",
    [
        {"phase": "Pending"},
        {"phase": "Failed"},
        {"ready": False},
        {"ready": False, "healthy": 1, "policy": "AlwaysAllow"},
    ],
)
def test_some_pods_need_no_budget(how):
    served = Served()
    budgeted(served, **how)
    served.api.evict("default", "web")


def test_an_unready_pod_is_kept_while_the_others_are_not_healthy():
    served = Served()
    budgeted(served, ready=False, healthy=1)
    with pytest.raises(ApiError, match="disruption budget"):
        served.api.evict("default", "web")


def test_resize_changes_nothing_but_resources():
    served = Served()
    made = pod(node="node1")
    made.spec.containers[0].resources = ResourceRequirements(requests={"cpu": "100m"})
    made = served.api.create(made)
    resources = ResourceRequirements(requests={"cpu": "200m"})
    container = replace(made.spec.containers[0], image="other", resources=resources)
    wanted = replace(made, spec=replace(made.spec, containers=[container]))
    resized = served.api.update(wanted, subresource="resize")
    assert resized.spec.containers[0].image == "busybox:1.35"
    assert resized.spec.containers[0].resources.requests == {"cpu": "200m"}
    assert resized.metadata.generation == 2


def test_resize_may_not_change_the_quality_of_service():
    served = Served()
    made = served.api.create(pod(node="node1"))
    resources = ResourceRequirements(requests={"cpu": "200m"})
    container = replace(made.spec.containers[0], resources=resources)
    wanted = replace(made, spec=replace(made.spec, containers=[container]))
    with pytest.raises(ApiError, match="Pod QOS Class may not change as a result of resizing"):
        served.api.update(wanted, subresource="resize")


def test_a_resize_beyond_all_that_the_node_has_is_forbidden():
    served = Served()
    node = {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "node1"}}
    served.api.create(decode({**node, "status": {"allocatable": {"cpu": "2", "memory": "8Gi"}}}))
    made = pod(node="node1")
    made.spec.containers[0].resources = ResourceRequirements(requests={"cpu": "100m"})
    made = served.api.create(made)
    resources = ResourceRequirements(requests={"cpu": "100"})
    container = replace(made.spec.containers[0], resources=resources)
    wanted = replace(made, spec=replace(made.spec, containers=[container]))
    why = "resources: cpu, requested: 100000, allocatable: 2000"
    with pytest.raises(ApiError, match=f'pods "web" is forbidden: .*{why}'):
        served.api.update(wanted, subresource="resize")


def test_only_some_fields_of_a_pod_can_be_updated():
    served = Served()
    made = served.api.create(pod())
    changed = replace(made, spec=replace(made.spec, hostNetwork=True))
    with pytest.raises(ApiError, match="pod updates may not change fields other than"):
        served.api.update(changed)


def test_a_wrong_pod_is_not_created():
    wrong = pod("Web")
    with pytest.raises(ApiError, match=r'Pod "Web" is invalid: metadata\.name: Invalid value'):
        Served().api.create(wrong)


def test_ephemeral_containers_are_added_through_their_own_door():
    served = Served()
    made = served.api.create(pod(node="node1"))
    spec = replace(made.spec, ephemeralContainers=[EphemeralContainer(name="debug", image="x")])
    added = served.api.update(replace(made, spec=spec), subresource="ephemeralcontainers")
    assert [one.name for one in added.spec.ephemeralContainers] == ["debug"]


def test_an_unknown_subresource_is_refused():
    served = Served()
    made = served.api.create(pod())
    with pytest.raises(ApiError) as caught:
        served.api.update(made, subresource="nonsense")
    assert caught.value.code == 405


RESIZED_LISTS = [
    (
        ["app", "more"],
        "spec.containers: Forbidden: containers may not be added or removed on resize",
    ),
    (
        ["other"],
        "spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize",
    ),
]


@pytest.mark.parametrize(["names", "said"], RESIZED_LISTS)
def test_a_resize_keeps_the_containers(names, said):
    served = Served()
    made = served.api.create(pod())
    wanted = [replace(made.spec.containers[0], name=name) for name in names]
    changed = replace(made, spec=replace(made.spec, containers=wanted))
    with pytest.raises(ApiError) as refused:
        served.api.update(changed, subresource="resize")
    assert said in refused.value.message
