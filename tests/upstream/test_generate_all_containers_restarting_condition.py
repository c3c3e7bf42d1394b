"""TestGenerateAllContainersRestartingCondition (status/generate_test.go).

It holds from the exit that asks for the restart until every container has been removed.
"""

import pytest
from lightkube.models.core_v1 import PodCondition, PodStatus

from lifecycle.engine.kubelet.status.conditions import (
    generate_all_containers_restarting_condition,
)
from tests.upstream.condition import told
from tests.upstream.notation import pod, runtime

BEGUN = "True RestartAllContainersStarted: container exited with restart policy rule"
CASES = [
    ("web running, trigger exit 42", False, "Running", BEGUN),
    ("", True, "Pending", "False"),
    ("web exit 0, trigger exit 42", True, "Running", BEGUN),
    ("", False, "Failed", "False PodFailed"),
    ("", False, "Pending", "False"),
    ("", False, "Succeeded", "False PodCompleted"),
]


@pytest.mark.parametrize(["states", "held_before", "phase", "condition"], CASES)
def test_it_holds_until_all_are_removed(states, held_before, phase, condition):
    made = pod("web trigger!Never{42=RestartAllContainers}")
    before = PodCondition(type="AllContainersRestarting", status="True")
    old = PodStatus(conditions=[before] if held_before else None)
    seen = runtime(states, "none")
    got = generate_all_containers_restarting_condition(made, seen, old, phase)
    assert told(got) == condition
