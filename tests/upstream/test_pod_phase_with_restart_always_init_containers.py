"""TestPodPhaseWithRestartAlwaysInitContainers (kubelet_pods_test.go).

An init container that fails is tried again, and the Pod stays Pending meanwhile.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("", "Pending"),
    ("first running", "Pending"),
    ("first exit -1", "Pending"),
    ("first waiting after exit 0", "Pending"),
    ("first waiting after exit -1", "Pending"),
    ("first waiting", "Pending"),
    ("first exit 0, web running, log running", "Running"),
]


@pytest.mark.parametrize(["states", "phase"], CASES)
def test_init_containers_keep_the_pod_pending(states, phase):
    made = pod("i:first web log", "Always")
    assert get_phase(made, statuses(states), False, False) == phase
