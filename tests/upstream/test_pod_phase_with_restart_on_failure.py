"""TestPodPhaseWithRestartOnFailure (kubelet_pods_test.go).

Only a failure is a reason to go on.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", "Pending"),
    ("web running, log running", "Running"),
    ("web exit 0, log exit 0", "Succeeded"),
    ("web exit -1, log exit -1", "Running"),
    ("web running, log exit 0", "Running"),
    ("web running", "Pending"),
    ("web running, log waiting", "Pending"),
    ("web running, log waiting after exit 0", "Running"),
]


@pytest.mark.parametrize(["states", "phase"], CASES)
def test_a_pod_that_restarts_on_failure_has_this_phase(states, phase):
    made = pod("web log", "OnFailure")
    assert get_phase(made, statuses(states), False, False) == phase
