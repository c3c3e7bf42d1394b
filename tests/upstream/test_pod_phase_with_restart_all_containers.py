"""TestPodPhaseWithRestartAllContainers (kubelet_pods_test.go).

While all containers are restarted in place, nothing counts as ended for good.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("trigger!Never{42=RestartAllContainers}", "trigger exit 42", "Running"),
    ("i:trigger!Never{42=RestartAllContainers}", "trigger exit 42, web waiting", "Pending"),
    ("s:trigger{42=RestartAllContainers} web", "trigger exit 42, web waiting", "Pending"),
    (
        "s:trigger{42=RestartAllContainers} i:load web",
        "trigger exit 42, load waiting, web waiting",
        "Pending",
    ),
    ("trigger!Never{42=RestartAllContainers}", "trigger reset", "Running"),
    ("i:trigger!Never{42=RestartAllContainers}", "trigger reset, web waiting", "Pending"),
    ("s:trigger{42=RestartAllContainers} web", "trigger reset, web waiting", "Pending"),
    (
        "s:trigger{42=RestartAllContainers} i:load web",
        "trigger reset, trigger reset, web waiting",
        "Pending",
    ),
    ("i:load trigger!Never{42=RestartAllContainers}", "load exit 0, trigger reset", "Running"),
    ("i:load trigger!Never{42=RestartAllContainers}", "load exit -1, trigger reset", "Failed"),
    ("i:trigger!Never{42=RestartAllContainers} web", "trigger exit 42, web waiting", "Pending"),
    ("i:trigger!Never{42=RestartAllContainers} web", "trigger exit 0, web waiting", "Pending"),
    ("s:trigger{42=RestartAllContainers} web", "trigger reset, web reset", "Running"),
    ("s:trigger{42=RestartAllContainers} web", "trigger running, web reset", "Running"),
    (
        "s:trigger{42=RestartAllContainers} i:load web",
        "trigger running, trigger reset, web waiting",
        "Pending",
    ),
]


@pytest.mark.parametrize(["containers", "states", "phase"], CASES)
def test_a_restart_in_place_is_no_end(containers, states, phase):
    made = pod(containers, "Never")
    assert get_phase(made, statuses(states), False, True) == phase
