"""TestPodPhaseWithRestartNeverRestartableInitContainers (kubelet_pods_test.go).

Sidecars are restarted even in a Pod that never restarts anything else.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", False, "Pending"),
    ("first running", False, "Pending"),
    ("first exit 0", False, "Pending"),
    ("first waiting after exit 0", False, "Pending"),
    ("first waiting after exit -1", False, "Pending"),
    ("first waiting", False, "Pending"),
    ("first running started, web running", True, "Pending"),
    ("first running started, web exit 0, log exit 0", True, "Running"),
    ("first running, web exit 0, log exit 0", True, "Running"),
    ("first exit 0, web exit 0, log exit 0", True, "Succeeded"),
    ("first exit -1, web exit 0, log exit 0", True, "Succeeded"),
    ("first waiting after exit 0, web exit 0, log exit 0", True, "Succeeded"),
    ("first waiting after exit -1, web exit 0, log exit 0", True, "Succeeded"),
]


@pytest.mark.parametrize(["states", "initialized", "phase"], CASES)
def test_sidecars_are_no_reason_to_fail(states, initialized, phase):
    made = pod("s:first web log", "Never")
    assert get_phase(made, statuses(states), False, initialized) == phase
