"""TestComputePodActionsForPodResize (kuberuntime_manager_test.go).

A running container is set to its new resources, or restarted where its resizePolicy says so.
Amounts are written `cpu request/limit memory request/limit`.
"""

import pytest
from lightkube.models.core_v1 import ContainerResizePolicy, ResourceRequirements

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from lifecycle.engine.kubelet.kuberuntime.resize import Actuated, Resources
from tests.upstream.notation import pod, runtime, told

RUNNING = runtime("web running, log running, db running")
SET = "set cpu of log; set memory of log"
RESTART = "start log; kill log-1 (Container log resize requires restart)"
CASES = [
    ("0/200 0/0", "0/200 0/0", "", "keep"),
    ("0/0 0/0", "0/0 0/0", "", "keep"),
    ("0/200 0/200", "0/100 0/100", "", "set cpu of log; set memory of log"),
    ("0/100 0/100", "0/200 0/200", "cpu", RESTART),
    ("0/100 0/100", "0/200 0/200", "memory", RESTART),
    ("0/200 0/100", "0/100 0/100", "", "set cpu of log"),
    ("0/100 0/100", "0/200 0/100", "memory", "set cpu of log"),
    ("100/200 50/200", "100/200 100/200", "memory", RESTART),
    ("100/200 50/200", "100/200 100/200", "", "set memory of log"),
    ("0/200 0/100", "0/200 0/200", "", "set memory of log"),
    ("0/100 0/100", "0/100 0/200", "cpu", "set memory of log"),
]


def amounts(written):
    (cpu_request, cpu_limit), (memory_request, memory_limit) = (
        map(int, pair.split("/")) for pair in written.split()
    )
    return Resources(cpu_request, cpu_limit, memory_request, memory_limit)


def requirements(resources):
    def listed(cpu, memory):
        amounts = {"cpu": f"{cpu}m", "memory": str(memory)}
        return {name: text for name, text in amounts.items() if text not in ("0m", "0")}

    return ResourceRequirements(
        requests=listed(resources.cpu_request, resources.memory_request),
        limits=listed(resources.cpu_limit, resources.memory_limit),
    )


def resized(wanted, restart_for):
    """Three containers, of which the second is asked to become other than it is."""
    made = pod("web log db")
    log = made.spec.containers[1]
    log.resources = requirements(amounts(wanted))
    log.resizePolicy = [
        ContainerResizePolicy(
            resourceName=name,
            restartPolicy="RestartContainer" if name == restart_for else "NotRequired",
        )
        for name in ("cpu", "memory")
    ]
    return made


@pytest.mark.parametrize(["in_force", "wanted", "restart_for", "plan"], CASES)
def test_a_resize_sets_or_restarts(in_force, wanted, restart_for, plan):
    made = resized(wanted, restart_for)
    actuated = Actuated({"log": amounts(in_force)})
    actions = compute_pod_actions(made, RUNNING, results={}, actuated=actuated)
    assert told(made, actions) == plan
    assert actions.update_pod_resources == plan.startswith("start")


def test_a_decrease_comes_before_an_increase():
    made = pod("web log")
    for container, limit in zip(made.spec.containers, ("300m", "100m")):
        container.resources = ResourceRequirements(limits={"cpu": limit})
    actuated = Actuated({"web": amounts("0/200 0/0"), "log": amounts("0/200 0/0")})
    seen = runtime("web running, log running")
    actions = compute_pod_actions(made, seen, results={}, actuated=actuated)
    assert told(made, actions) == "set cpu of log web"


POD_CASES = [
    # the Pod's resources in force and wanted, and those of its one container: plan, Pod's too
    ("0/100 0/100", "0/200 0/200", "0/100 0/100", "0/100 0/100", "", "keep", True),
    ("0/600 0/600", "0/600 0/600", "0/200 0/200", "0/100 0/100", "", SET, False),
    ("0/200 0/200", "0/600 0/600", "0/100 0/100", "0/0 0/0", "cpu", RESTART, True),
    ("0/200 0/200", "0/600 0/600", "0/100 0/100", "0/0 0/0", "", SET, True),
    ("0/200 0/200", "0/100 0/100", "0/0 0/100", "0/0 0/0", "", "set memory of log", True),
    ("0/200 0/200", "0/600 0/600", "0/100 0/100", "0/200 0/200", "", SET, True),
    # Not upstream's: nothing of the Pod's own, or what it has already.
    (None, "0/0 0/0", "0/200 0/200", "0/100 0/100", "", SET, False),
    ("0/600 0/0", "0/600 0/0", "0/0 0/0", "0/0 0/0", "", "keep", False),
]


@pytest.mark.parametrize(
    ["pod_in_force", "pod_wanted", "in_force", "wanted", "restart_for", "plan", "changed"],
    POD_CASES,
)
def test_the_resources_of_the_pod_as_a_whole_are_set(
    pod_in_force, pod_wanted, in_force, wanted, restart_for, plan, changed
):
    """Upstream's case with the gate for this off has no counterpart: 1.36 has it on."""
    made = resized(wanted, restart_for)
    made.spec.resources = requirements(amounts(pod_wanted))
    of_pod = amounts(pod_in_force) if pod_in_force else None
    actuated = Actuated({"log": amounts(in_force)}, of_pod)
    actions = compute_pod_actions(made, RUNNING, results={}, actuated=actuated)
    assert told(made, actions) == plan
    assert actions.update_pod_level_resources is changed
