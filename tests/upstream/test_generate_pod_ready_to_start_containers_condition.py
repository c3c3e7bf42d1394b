"""TestGeneratePodReadyToStartContainersCondition (status/generate_test.go).

It takes a live sandbox with an address.
"""

import pytest

from lifecycle.engine.kubelet.status.conditions import (
    generate_pod_ready_to_start_containers_condition,
)
from tests.upstream.condition import told
from tests.upstream.notation import pod, runtime

CASES = [
    ("none", "False"),
    ("lost", "False"),
    ("ready without address", "False"),
    ("ready", "True"),
]


@pytest.mark.parametrize(["sandbox", "condition"], CASES)
def test_it_takes_a_live_sandbox_with_an_address(sandbox, condition):
    made = generate_pod_ready_to_start_containers_condition(pod("web"), runtime("", sandbox))
    assert told(made) == condition
