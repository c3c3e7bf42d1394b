"""TestComputePodActionsWithRestartableInitContainers (kuberuntime_manager_test.go).

Sidecars start in order, go on, and never keep a Pod alive alone.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.upstream.notation import pod, runtime, told, verdicts

CASES = [
    ("Never", "", "lost", "", "kill the pod; make sandbox 1; init proxy1"),
    (
        "Always",
        "proxy1 running, proxy2 running, proxy3 exit 137",
        "lost",
        "",
        "kill the pod; make sandbox 1; init proxy1",
    ),
    (
        "OnFailure",
        "proxy1 running, proxy2 running, proxy3 exit 137",
        "lost",
        "",
        "kill the pod; make sandbox 1; init proxy1",
    ),
    ("Never", "proxy1 running, proxy2 running, proxy3 exit 137", "lost", "", "kill the pod"),
    ("Always", "proxy1 running, proxy2 running, proxy3 created", "ready", "", "init proxy3"),
    (None, "proxy1 running, proxy2 running, proxy3 running", "ready", "", "start web log db"),
    ("Never", "proxy1 running, proxy2 running, proxy3 exit 137", "ready", "", "init proxy3"),
    (
        "Always",
        "proxy1 running, proxy2 running, proxy3 running changed",
        "ready",
        "",
        ("init proxy3; start web log db; kill proxy3-1 (Init container proxy3 definition changed)"),
    ),
    (
        "Always",
        "proxy1 running, proxy2 running, proxy3 running",
        "ready",
        "liveness of proxy3 Failure",
        (
            "init proxy3; start web log db; "
            "kill proxy3-1 (Init container proxy3 failed liveness probe)"
        ),
    ),
    (
        "Always",
        "proxy1 running, proxy2 running, proxy3 running",
        "ready",
        "startup of proxy3 Failure",
        "init proxy3; kill proxy3-1 (Init container proxy3 failed startup probe)",
    ),
    (
        "Never",
        "proxy1 running, proxy2 running, proxy3 running, web exit 0, log exit 0, db exit 0",
        "ready",
        "",
        "kill the pod",
    ),
    ("Always", "proxy1 running, proxy2 running", "ready", "", "init proxy3"),
    ("Always", "proxy1 running, proxy2 running", "ready", "liveness of proxy2 none", "init proxy3"),
    (
        "Always",
        "proxy1 running, proxy2 running",
        "ready",
        "liveness of proxy2 UNKNOWN",
        "init proxy3",
    ),
    (None, "", "ready", "", "init proxy1"),
    (
        "Never",
        ("proxy1 running, proxy2 running, proxy3 exit 137, web running, log running, db running"),
        "ready",
        "",
        "init proxy3",
    ),
    ("Always", "proxy1 exit 0, proxy2 running, proxy3 exit 0", "ready", "", "init proxy1 proxy3"),
    (
        "Always",
        "proxy1 exit 0, proxy2 running, proxy3 running",
        "ready",
        "",
        "init proxy1; start web log db",
    ),
    ("Always", "proxy1 running", "ready", "", "init proxy2"),
    (
        "Never",
        "proxy1 running, proxy2 running, proxy3 unknown",
        "ready",
        "",
        (
            "init proxy3; "
            'kill proxy3-1 (Init container is in "unknown" state, try killing it before restart)'
        ),
    ),
    ("Always", "proxy3 running", "ready", "", "init proxy1 proxy2; start web log db"),
    ("Always", "proxy1 running, proxy2 running", "ready", "", "init proxy3"),
    ("Always", "proxy1 running, proxy2 running", "ready", "startup of proxy2 none", "keep"),
    ("Always", "proxy1 running, proxy2 running", "ready", "startup of proxy2 UNKNOWN", "keep"),
]


@pytest.mark.parametrize(["restart", "states", "sandbox", "results", "plan"], CASES)
def test_sidecars_are_kept_running(restart, states, sandbox, results, plan):
    made = pod("s:proxy1 s:proxy2+liveness+startup s:proxy3+liveness+startup web log db", restart)
    seen = runtime(states, sandbox)
    actions = compute_pod_actions(made, seen, results=verdicts(made, seen, results))
    assert told(made, actions) == plan
