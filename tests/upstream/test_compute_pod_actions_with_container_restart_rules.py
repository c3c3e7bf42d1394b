"""TestComputePodActionsWithContainerRestartRules (kuberuntime_manager_test.go).

A container's own restartPolicy comes before the Pod's.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.upstream.notation import pod, runtime, told

CASES = [
    (
        "web log!OnFailure db",
        "Always",
        "web running, log exit 0, db running",
        "lost",
        "kill the pod; make sandbox 1; start web db",
    ),
    ("web!Never log!Never db", "Always", "web exit 0, log exit 111, db running", "ready", "keep"),
    (
        "web!OnFailure log!OnFailure db",
        "Never",
        "web exit 0, log created, db running",
        "ready",
        "start log",
    ),
    (
        "web!Always log!Always db",
        "Never",
        "web exit 0, log exit 111, db running",
        "ready",
        "start web log",
    ),
    (
        "web!OnFailure log!OnFailure db",
        "Never",
        "web exit 0, log exit 111, db running",
        "ready",
        "start log",
    ),
]


@pytest.mark.parametrize(["containers", "restart", "states", "sandbox", "plan"], CASES)
def test_a_containers_own_policy_comes_first(containers, restart, states, sandbox, plan):
    made = pod(containers, restart)
    seen = runtime(states, sandbox)
    actions = compute_pod_actions(made, seen, results={})
    assert told(made, actions) == plan
