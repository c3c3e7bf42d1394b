"""TestPodPhaseWithRestartNever (kubelet_pods_test.go).

What ends stays ended; the exit codes decide how the Pod ended.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", "Pending"),
    ("web running, log running", "Running"),
    ("web exit 0, log exit 0", "Succeeded"),
    ("web exit -1, log exit -1", "Failed"),
    ("web running, log exit 0", "Running"),
    ("web running", "Pending"),
    ("web running, log waiting", "Pending"),
]


@pytest.mark.parametrize(["states", "phase"], CASES)
def test_a_pod_that_never_restarts_has_this_phase(states, phase):
    made = pod("web log", "Never")
    assert get_phase(made, statuses(states), False, False) == phase
