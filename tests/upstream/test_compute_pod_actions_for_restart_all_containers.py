"""TestComputePodActionsForRestartAllContainers (kuberuntime_manager_test.go).

A restart in place removes everything first: who asked for it goes last.
"""

import pytest

from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.upstream.notation import pod, runtime, told

CASES = [
    ("i:load1 i:load2 i:load3 web log db", None, "", False, "init load1"),
    ("web log db", None, "", False, "start web log db"),
    (
        "i:load1 s:load2 i:load3!Never{1=RestartAllContainers} web log db",
        None,
        "load1 exit 0, load2 running, load3 exit 1",
        True,
        "remove load1-1; kill and remove load2-1; remove load3-1",
    ),
    (
        "web log db",
        None,
        "web running, log running, db running",
        True,
        "kill and remove web-1; kill and remove log-1; kill and remove db-1",
    ),
    (
        "i:load1 i:load2 i:load3 web log db",
        None,
        "load1 exit 0, load2 exit 0, load3 exit 0",
        True,
        "remove load1-1; remove load2-1; remove load3-1",
    ),
    (
        "s:proxy1 s:proxy2 s:proxy3 web log db",
        None,
        "proxy1 running, proxy2 running, proxy3 running",
        True,
        "kill and remove proxy1-1; kill and remove proxy2-1; kill and remove proxy3-1",
    ),
    ("web log db", None, "web running, log running, db running", False, "keep"),
    (
        "s:proxy1 s:proxy2 s:proxy3 web log db!Never{1=RestartAllContainers}",
        None,
        "proxy1 running, proxy2 running, proxy3 running, web running, log running, db exit 1",
        True,
        (
            "kill and remove web-1; kill and remove log-1; kill and remove proxy1-1; "
            "kill and remove proxy2-1; kill and remove proxy3-1; remove db-1"
        ),
    ),
    (
        "web log db!Always{1=RestartAllContainers}",
        "Always",
        "web running, log running, db exit 1, web exit 99, log exit 99, db exit 99",
        True,
        (
            "kill and remove web-1; remove web-2; kill and remove log-1; remove log-2; "
            "remove db-2; remove db-1"
        ),
    ),
    (
        "s:proxy1 s:proxy2 s:proxy3{1=RestartAllContainers} web log db",
        None,
        "proxy1 running, proxy2 running, proxy3 exit 1, web running",
        True,
        (
            "kill and remove web-1; kill and remove proxy1-1; kill and remove proxy2-1; "
            "remove proxy3-1"
        ),
    ),
]


@pytest.mark.parametrize(["containers", "restart", "states", "restart_all", "plan"], CASES)
def test_everything_is_removed_first(containers, restart, states, restart_all, plan):
    made = pod(containers, restart)
    seen = runtime(states, "ready")
    actions = compute_pod_actions(made, seen, results={}, restart_all_containers=restart_all)
    assert told(made, actions) == plan
