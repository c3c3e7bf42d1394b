"""Test_generateAPIPodStatus (kubelet_pods_test.go).

A terminal phase is never left, reason and message stay with their phase, and conditions
that others own are kept.
"""

import pytest
from lightkube.models.core_v1 import PodCondition, PodStatus, ResourceRequirements

from lifecycle.engine.kubelet.status.generate import generate_api_pod_status
from tests.upstream.condition import told
from tests.upstream.notation import pod, runtime, said, statuses

CASES = [
    # API's phase, the phase before, what was and is seen, terminal: the phase now
    ("Always", None, None, "web running", "", True, "Failed"),
    ("Always", None, None, "web running", "", False, "Running"),
    ("Always", "Succeeded", "Running", "web running", "", False, "Succeeded"),
    ("Always", "Running", "Succeeded", "web running", "", False, "Succeeded"),
    ("Never", "Running", "Succeeded", "web exit 0", "", False, "Succeeded"),
    ("Always", "Running", "Running", "web waiting", "", False, "Pending"),
    ("Always", None, None, "", "web running", False, "Running"),
    ("Never", None, None, "", "web exit 0", False, "Succeeded"),
]


@pytest.mark.parametrize(["restart", "shown", "before", "was", "seen", "terminal", "phase"], CASES)
def test_the_phase_is_merged_with_what_was_said_before(
    restart, shown, before, was, seen, terminal, phase
):
    made = pod("web", restart, deleted=terminal)
    made.status = PodStatus(phase=shown, containerStatuses=statuses(was))
    previous = PodStatus(phase=before, containerStatuses=statuses(was))
    got = generate_api_pod_status(made, runtime(seen), previous=previous, terminal=terminal)
    assert got.status.phase == phase


@pytest.mark.parametrize(
    ["seen", "reason"], [("web waiting", "Test"), ("web running", None)], ids=["same", "other"]
)
def test_reason_and_message_stay_while_the_phase_does(seen, reason):
    made = pod("web")
    previous = PodStatus(phase="Pending", reason="Test", message="Test")
    report = runtime("" if "waiting" in seen else seen)
    status = generate_api_pod_status(made, report, previous=previous).status
    assert (status.reason, status.message) == (reason, reason)


def test_a_disruption_is_carried_over_to_the_end():
    made = pod("web", deleted=True)
    disruption = PodCondition(type="DisruptionTarget", status="True")
    previous = PodStatus(conditions=[disruption], containerStatuses=statuses("web running"))
    status = generate_api_pod_status(
        made, runtime("", "ready"), previous=previous, terminal=True
    ).status
    assert {each.type: told(each) for each in status.conditions} == {
        "DisruptionTarget": "True",
        "PodReadyToStartContainers": "True",
        "Initialized": "True",
        "Ready": "False PodFailed",
        "ContainersReady": "False PodFailed",
        "PodScheduled": "True",
    }


def test_conditions_that_others_own_come_first():
    made = pod("web")
    made.status = PodStatus(conditions=[PodCondition(type="example.com/lb", status="True")])
    status = generate_api_pod_status(made, runtime("web running")).status
    assert status.conditions[0].type == "example.com/lb"


def test_resources_are_shown_of_the_pod_and_of_each_container_that_was_made():
    made = pod("web log")
    wanted = ResourceRequirements(requests={"cpu": "100m"}, limits={"cpu": "200m"})
    made.spec.resources = wanted
    for container in made.spec.containers:
        container.resources = wanted
    status = generate_api_pod_status(made, runtime("web running")).status
    log, web = status.containerStatuses
    assert said([log, web]).startswith("log waiting because ContainerCreating, web running")
    assert (log.resources, log.allocatedResources) == (None, None)
    assert (web.resources, web.allocatedResources) == (wanted, {"cpu": "100m"})
    assert (status.resources, status.allocatedResources) == (wanted, {"cpu": "100m"})
