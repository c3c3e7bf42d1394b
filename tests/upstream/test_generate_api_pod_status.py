"""Test_generateAPIPodStatus (kubelet_pods_test.go).

A terminal phase is never left, reason and message stay with their phase, and conditions
that others own are kept.
"""

import pytest
from lightkube.models.core_v1 import PodCondition, PodStatus

from lifecycle.engine.kubelet.status.generate import generate_api_pod_status
from tests.upstream.condition import told
from tests.upstream.notation import pod, runtime, said, statuses
from tests.upstream.resourcing import pod_needing

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


REQUESTS = "needs cpu 100m memory 100Mi"
BOTH = f"{REQUESTS} limit cpu 200m memory 200Mi"
SHOWN = [
    # what the Pod and its container ask for, seen, terminal: the container's own are shown
    (f"app {BOTH}, pod {BOTH}", "", False, False),
    (f"app {BOTH}, pod {BOTH}", "app0 running", False, True),
    (f"app {REQUESTS}, pod {REQUESTS}", "app0 exit 0", True, True),
    (f"app {BOTH}, init {REQUESTS}, pod {BOTH}", "app0 running, init1 exit 0", False, True),
    ("app needs cpu 100m, pod needs cpu 100m", "app0 running", False, True),
    ("app needs memory 100Mi, pod needs memory 100Mi", "app0 running", False, True),
    ("app needs cpu 0 memory 0, pod needs cpu 0 memory 0", "app0 running", False, True),
]


@pytest.mark.parametrize(["needs", "seen", "terminal", "container_shown"], SHOWN)
def test_resources_of_the_pod_are_shown_and_of_containers_that_were_made(
    needs, seen, terminal, container_shown
):
    made = pod_needing(needs)
    status = generate_api_pod_status(made, runtime(seen), terminal=terminal).status
    wanted = made.spec.resources
    assert (status.resources, status.allocatedResources) == (wanted, wanted.requests)
    places = [(made.spec.containers, status.containerStatuses)]
    places.append((made.spec.initContainers, status.initContainerStatuses or []))
    for containers, shown in places:
        for container, each in zip(containers, shown, strict=True):
            own = container.resources if container_shown else None
            assert (each.resources, each.allocatedResources) == (own, own and own.requests)


def test_a_pod_that_asks_for_nothing_shows_nothing():
    status = generate_api_pod_status(pod("web log"), runtime("web running, log running")).status
    assert (status.resources, status.allocatedResources) == (None, None)
    assert [each.resources for each in status.containerStatuses] == [None, None]


@pytest.mark.parametrize("needs", ["app, app", "app needs cpu 1, app needs cpu 2, pod needs cpu 3"])
def test_containers_that_were_lost_show_no_resources(needs):
    made = pod_needing(needs)
    previous = PodStatus(containerStatuses=statuses("app0 running, app1 running"))
    made.status = previous
    status = generate_api_pod_status(made, runtime(""), previous=previous).status
    assert status.phase == "Running"
    assert status.resources == made.spec.resources
    assert [each.resources for each in status.containerStatuses] == [None, None]
    assert (
        said(status.containerStatuses).count("after exit 137 because ContainerStatusUnknown") == 2
    )


def test_only_the_container_that_was_made_shows_what_it_has():
    made = pod_needing(f"app {BOTH}, app {BOTH}, pod {BOTH}")
    status = generate_api_pod_status(made, runtime("app0 running")).status
    app, other = status.containerStatuses
    assert said([other, app]).startswith("app1 waiting because ContainerCreating, app0 running")
    assert (other.resources, other.allocatedResources) == (None, None)
    assert app.resources == made.spec.resources
