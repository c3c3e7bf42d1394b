"""TestPodPhaseWithRestartAlways (kubelet_pods_test.go).

What ends is started again, so a Pod that may always restart never ends by itself.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", False, "Pending"),
    ("web running, log running", False, "Running"),
    ("web exit 0, log exit 0", False, "Running"),
    ("web exit 0, log exit 0", True, "Succeeded"),
    ("web exit 0, log exit -1", True, "Failed"),
    ("web running, log exit 0", False, "Running"),
    ("web running", False, "Pending"),
    ("web running, log waiting", False, "Pending"),
    ("web running, log waiting after exit 0", False, "Running"),
]


@pytest.mark.parametrize(["states", "terminal", "phase"], CASES)
def test_a_pod_that_always_restarts_has_this_phase(states, terminal, phase):
    made = pod("web log", "Always")
    assert get_phase(made, statuses(states), terminal, False) == phase
