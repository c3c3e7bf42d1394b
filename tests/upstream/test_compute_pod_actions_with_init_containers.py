"""TestComputePodActionsWithInitContainers (kuberuntime_manager_test.go).

One init container after the other, and the app containers after the last.
"""

import pytest
from lightkube.models.core_v1 import ResourceRequirements

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from lifecycle.engine.kubelet.kuberuntime.resize import Actuated, Resources
from tests.upstream.notation import pod, runtime, told

CASES = [
    (
        "Always",
        "load1 exit 0, load2 exit 0, load3 exit 0",
        "lost",
        "kill the pod; make sandbox 1; init load1",
    ),
    ("Never", "", "lost", "kill the pod; make sandbox 1; init load1"),
    (
        "OnFailure",
        "load1 exit 0, load2 exit 0, load3 exit 137",
        "lost",
        "kill the pod; make sandbox 1; init load1",
    ),
    ("Never", "load1 exit 0, load2 exit 0, load3 exit 0", "lost", "kill the pod"),
    ("Always", "load1 exit 0, load2 exit 0, load3 created", "ready", "init load3"),
    (
        "Always",
        "load1 exit 0, load2 exit 0, load3 unknown",
        "ready",
        (
            "init load3; "
            'kill load3-1 (Init container is in "unknown" state, try killing it before restart)'
        ),
    ),
    (
        "OnFailure",
        "load1 exit 0, load2 exit 0, load3 unknown",
        "ready",
        (
            "init load3; "
            'kill load3-1 (Init container is in "unknown" state, try killing it before restart)'
        ),
    ),
    ("Never", "load1 exit 0, load2 exit 0, load3 unknown", "ready", "kill the pod"),
    (None, "load1 exit 0, load2 exit 0, load3 exit 0", "ready", "start web log db"),
    ("Never", "load1 exit 0, load2 exit 0, load3 exit 137", "ready", "kill the pod"),
    ("Always", "load1 exit 0, load2 exit 0, load3 exit 137", "ready", "init load3"),
    ("OnFailure", "load1 exit 0, load2 exit 0, load3 exit 137", "ready", "init load3"),
    ("Always", "load1 exit 0, load2 exit 0, load3 running", "ready", "keep"),
    (None, "", "ready", "init load1"),
    ("Always", "load3 running", "ready", "keep"),
]


@pytest.mark.parametrize(["restart", "states", "sandbox", "plan"], CASES)
def test_init_containers_go_one_by_one(restart, states, sandbox, plan):
    made = pod("i:load1 i:load2 i:load3 web log db", restart)
    seen = runtime(states, sandbox)
    actions = compute_pod_actions(made, seen, results={})
    assert told(made, actions) == plan


@pytest.mark.parametrize(
    ["states", "plan"],
    [("load1 running", "set cpu of load1; set memory of load1"), ("", "init load1")],
    ids=["running", "not yet running"],
)
def test_an_init_container_that_runs_is_resized(states, plan):
    """Upstream's third case has the gate for this off, which no version played here has."""
    made = pod("i:load1 i:load2 i:load3 web log db", None)
    limits = {"cpu": "200m", "memory": "200"}
    made.spec.initContainers[0].resources = ResourceRequirements(limits=limits)
    actuated = Actuated({"load1": Resources(cpu_limit=100, memory_limit=100)})
    actions = compute_pod_actions(made, runtime(states), results={}, actuated=actuated)
    assert told(made, actions) == plan
