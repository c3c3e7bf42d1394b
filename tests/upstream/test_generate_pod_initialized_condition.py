"""TestGeneratePodInitializedCondition (status/generate_test.go).

Init containers must be done and sidecars started, unless an app container has started.
"""

import pytest

from lifecycle.engine.kubelet.status.conditions import generate_pod_initialized_condition
from tests.upstream.condition import told
from tests.upstream.notation import pod, statuses

UNKNOWN = "False ContainersNotInitialized: containers with unknown status: "
INCOMPLETE = "False ContainersNotInitialized: containers with incomplete status: "
CASES = [
    ("i:load i:warm web", None, "Running", "False UnknownContainerStatuses"),
    ("web", "", "Running", "True"),
    ("i:load web", "", "Running", UNKNOWN + "[load]"),
    ("i:load i:warm web", "load nothing ready, warm nothing ready", "Running", "True"),
    ("i:load i:warm web", "load nothing ready", "Running", UNKNOWN + "[warm]"),
    ("i:load i:warm web", "load nothing ready, warm nothing", "Running", INCOMPLETE + "[warm]"),
    ("i:load web", "load nothing ready", "Succeeded", "True PodCompleted"),
    ("s:proxy web", "proxy nothing", "Pending", INCOMPLETE + "[proxy]"),
    ("s:proxy web", "proxy nothing started", "Running", "True"),
    ("s:proxy web", "proxy nothing, web running", "Running", "True"),
    ("i:load web", "load waiting, web exit 0", "Running", "True"),
]


@pytest.mark.parametrize(["containers", "states", "phase", "condition"], CASES)
def test_a_pod_is_initialized_when_its_init_containers_are_done(
    containers, states, phase, condition
):
    known = None if states is None else statuses(states)
    made = generate_pod_initialized_condition(pod(containers), None, known, phase)
    assert told(made) == condition
