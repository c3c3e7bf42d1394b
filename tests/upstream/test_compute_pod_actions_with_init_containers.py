"""TestComputePodActionsWithInitContainers (kuberuntime_manager_test.go).

One init container after the other, and the app containers after the last.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
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
