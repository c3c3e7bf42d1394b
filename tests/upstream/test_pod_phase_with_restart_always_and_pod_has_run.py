"""TestPodPhaseWithRestartAlwaysAndPodHasRun (kubelet_pods_test.go).

Once an app container has run, a sidecar that starts again makes nothing Pending.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("first running, second running, web running", False, "Pending"),
    ("first running, second running, web exit 0", False, "Pending"),
    ("first exit 0, second running, web exit 0", False, "Pending"),
    ("first exit 0, second running, web exit 0", True, "Running"),
    ("first exit 0, second running, web running", True, "Running"),
]


@pytest.mark.parametrize(["states", "initialized", "phase"], CASES)
def test_a_pod_that_has_run_is_not_pending_for_its_sidecar(states, initialized, phase):
    made = pod("i:first s:second web", "Always")
    assert get_phase(made, statuses(states), False, initialized) == phase
