"""TestPodPhaseWithRestartAlwaysRestartableInitContainers (kubelet_pods_test.go).

A sidecar that has not started keeps a new Pod Pending.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", False, False, "Pending"),
    ("first running", False, False, "Pending"),
    ("first exit 0", False, False, "Pending"),
    ("first waiting after exit 0", False, False, "Pending"),
    ("first waiting after exit -1", False, False, "Pending"),
    ("first waiting", False, False, "Pending"),
    ("first running started, web running", False, True, "Pending"),
    ("first running started, web running, log running", False, True, "Running"),
    ("first running, web running, log running", False, True, "Running"),
    ("first exit 0, web running, log running", False, True, "Running"),
    ("first waiting after exit 0, web running, log running", False, True, "Running"),
    ("first exit -1, web exit 0, log exit 0", True, True, "Succeeded"),
    ("first exit 0, web exit 0, log exit 0", True, True, "Succeeded"),
    ("first running, web running, log running", False, False, "Pending"),
]


@pytest.mark.parametrize(["states", "terminal", "initialized", "phase"], CASES)
def test_sidecars_decide_with_the_app_containers(states, terminal, initialized, phase):
    made = pod("s:first web log", "Always")
    assert get_phase(made, statuses(states), terminal, initialized) == phase
