"""TestPodPhaseWithContainerRestartPolicy (kubelet_pods_test.go).

A container's own restartPolicy comes before the Pod's.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("failed-container!Never", "Always", "failed-container exit -1", "Failed"),
    ("failed-container!OnFailure", "Always", "failed-container exit -1", "Running"),
    ("failed-container!Always", "Always", "failed-container exit -1", "Running"),
    ("web!Always log", "Never", "web exit 0, log exit -1", "Running"),
    ("web!Never log!OnFailure", "Always", "web exit -1, log exit 0", "Failed"),
    ("web!Never log!OnFailure", "Always", "web exit 0, log exit 0", "Succeeded"),
]


@pytest.mark.parametrize(["containers", "restart", "states", "phase"], CASES)
def test_a_containers_own_policy_comes_first(containers, restart, states, phase):
    made = pod(containers, restart)
    assert get_phase(made, statuses(states), False, True) == phase
