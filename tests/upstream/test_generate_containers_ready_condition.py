"""TestGenerateContainersReadyCondition (status/generate_test.go).

App containers and sidecars must be ready; without a status they are unknown.
"""

import pytest

from lifecycle.engine.kubelet.status.conditions import generate_containers_ready_condition
from tests.upstream.condition import told
from tests.upstream.notation import pod, statuses

UNKNOWN = "False ContainersNotReady: containers with unknown status: "
UNREADY = "False ContainersNotReady: containers with unready status: "
CASES = [
    ("", None, "Running", "False UnknownContainerStatuses"),
    ("", "", "Running", "True"),
    ("web", "", "Running", UNKNOWN + "[web]"),
    ("web log", "web nothing ready, log nothing ready", "Running", "True"),
    ("web log", "web nothing ready", "Running", UNKNOWN + "[log]"),
    ("web log", "web nothing ready, log nothing", "Running", UNREADY + "[log]"),
    ("web", "web nothing", "Succeeded", "False PodCompleted"),
    ("s:proxy web", "web nothing ready", "Running", UNKNOWN + "[proxy]"),
    (
        "s:proxy s:vault web",
        "proxy nothing ready, vault nothing ready, web nothing ready",
        "Running",
        "True",
    ),
    (
        "s:proxy s:vault web",
        "proxy nothing ready, web nothing ready",
        "Running",
        UNKNOWN + "[vault]",
    ),
    (
        "s:proxy s:vault web",
        "proxy nothing ready, vault nothing, web nothing ready",
        "Running",
        UNREADY + "[vault]",
    ),
]


@pytest.mark.parametrize(["containers", "states", "phase", "condition"], CASES)
def test_all_that_serve_must_be_ready(containers, states, phase, condition):
    known = None if states is None else statuses(states)
    made = generate_containers_ready_condition(pod(containers), known, phase)
    assert told(made) == condition
