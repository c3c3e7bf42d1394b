"""TestComputePodActions (kuberuntime_manager_test.go).

App containers: what runs is kept, what ended goes by the policy, what is in doubt is killed.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.upstream.notation import pod, runtime, told, verdicts

CASES = [
    (
        "Never",
        "web running, log unknown, db running",
        "ready",
        "",
        ('start log; kill log-1 (Container is in "unknown" state, try killing it before restart)'),
    ),
    (
        "Always",
        "web running, log running changed, db running",
        "ready",
        "",
        "start log; kill log-1 (Container log definition changed, will be restarted)",
    ),
    (
        "Always",
        "web running, log running, db running",
        "ready",
        "liveness of log Failure",
        "start log; kill log-1 (Container log failed liveness probe, will be restarted)",
    ),
    (
        "Always",
        "web running, log running, db running",
        "ready",
        "startup of log Failure",
        "start log; kill log-1 (Container log failed startup probe, will be restarted)",
    ),
    (
        "OnFailure",
        "web running, log exit 0, db running",
        "lost",
        "",
        "kill the pod; make sandbox 1; start web db",
    ),
    (
        None,
        "web running, log running, db running",
        "ready without address",
        "",
        "kill the pod; make sandbox 1; start web log db",
    ),
    (
        "Always",
        "web running, log running, db running",
        "lost",
        "",
        "kill the pod; make sandbox 1; start web log db",
    ),
    ("Never", "web running, log created, db running", "ready", "", "start log"),
    ("Never", "", "lost x2", "", "kill the pod; make sandbox 3; start web log db"),
    ("Never", "web exit 0, log exit 0, db exit 0", "lost x1", "", "kill the pod"),
    ("OnFailure", "web exit 0, log exit 0, db exit 0", "lost x1", "", "kill the pod"),
    ("Never", "web exit 0, log exit 111, db running", "ready", "", "keep"),
    (None, "web running, log running, db running", "ready", "", "keep"),
    ("OnFailure", "web exit 0, log created, db running", "ready", "", "start log"),
    ("Always", "web exit 0, log exit 111, db running", "ready", "", "start web log"),
    ("OnFailure", "web exit 0, log exit 111, db running", "ready", "", "start log"),
    (None, "", "none", "", "kill the pod; make sandbox 0; start web log db"),
]


@pytest.mark.parametrize(["restart", "states", "sandbox", "results", "plan"], CASES)
def test_a_sync_does_this(restart, states, sandbox, results, plan):
    made = pod("web log db", restart)
    seen = runtime(states, sandbox)
    actions = compute_pod_actions(made, seen, results=verdicts(made, seen, results))
    assert told(made, actions) == plan
