"""TestPodPhaseWithRestartNeverInitContainers (kubelet_pods_test.go).

A failed init container is the end of a Pod that never restarts.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", "Pending"),
    ("first running", "Pending"),
    ("first exit -1", "Failed"),
    ("first waiting after exit 0", "Pending"),
    ("first waiting after exit -1", "Failed"),
    ("first waiting", "Pending"),
    ("first exit 0, web running, log running", "Running"),
]


@pytest.mark.parametrize(["states", "phase"], CASES)
def test_a_failed_init_container_fails_the_pod(states, phase):
    made = pod("i:first web log", "Never")
    assert get_phase(made, statuses(states), False, False) == phase
