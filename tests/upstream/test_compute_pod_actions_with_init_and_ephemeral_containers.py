"""TestComputePodActionsWithInitAndEphemeralContainers (kuberuntime_manager_test.go).

An ephemeral container starts once, whatever the others do.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.upstream.notation import pod, runtime, told

CASES = [
    (
        "i:load1 web log db e:debug",
        "OnFailure",
        "load1 exit 137, debug running",
        "lost",
        "kill the pod; make sandbox 1; init load1",
    ),
    (
        "i:load1 web log db e:debug",
        "Always",
        "web running, log running, db running, load1 exit 0, debug exit 0",
        "ready",
        "keep",
    ),
    (
        "i:load1 web log db e:debug",
        "Never",
        "web running, log running, db running, load1 exit 0, debug unknown",
        "ready",
        "keep",
    ),
    (
        "i:load1 web log db e:debug",
        "Always",
        "web running, log running, db running, load1 exit 0, debug running",
        "lost",
        "kill the pod; make sandbox 1; init load1",
    ),
    (
        "i:load1 web log db e:debug",
        "Never",
        "web exit 0, log exit 0, db exit 0, load1 exit 0, debug running",
        "ready",
        "kill the pod",
    ),
    (
        "i:load1 web log db e:debug",
        None,
        "web running, log running, db running, load1 exit 0",
        "ready",
        "debug debug",
    ),
    (
        "i:load1 web log db e:debug e:debug2",
        None,
        "web running, log running, db running, load1 exit 0, debug running",
        "ready",
        "debug debug2",
    ),
    (
        "i:load1 web log db e:debug",
        None,
        "web running, log running, db running, load1 running",
        "ready",
        "debug debug",
    ),
    (
        "i:load1 web log db e:debug",
        None,
        "web running, log running, db running, load1 exit 0, debug running",
        "ready",
        "keep",
    ),
]


@pytest.mark.parametrize(["containers", "restart", "states", "sandbox", "plan"], CASES)
def test_ephemeral_containers_start_once(containers, restart, states, sandbox, plan):
    made = pod(containers, restart)
    seen = runtime(states, sandbox)
    actions = compute_pod_actions(made, seen, results={})
    assert told(made, actions) == plan
