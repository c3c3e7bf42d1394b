"""TestPodPhaseWithContainerRestartPolicyInitContainers (kubelet_pods_test.go).

An init container's own restartPolicy comes before the Pod's.
"""

import pytest

from lifecycle.engine.kubelet.status.phase import get_phase
from tests.upstream.notation import pod, statuses

CASES = [
    ("i:failed-container!Never trigger", "Always", "failed-container exit -1", "Failed"),
    ("i:failed-container!OnFailure trigger", "Never", "failed-container exit -1", "Pending"),
    ("s:failed-container trigger", "Never", "failed-container exit -1", "Pending"),
]


@pytest.mark.parametrize(["containers", "restart", "states", "phase"], CASES)
def test_an_init_containers_own_policy_comes_first(containers, restart, states, phase):
    made = pod(containers, restart)
    assert get_phase(made, statuses(states), False, True) == phase
