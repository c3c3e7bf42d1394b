"""TestGeneratePodReadyCondition (status/generate_test.go).

Ready is ContainersReady, and every readiness gate's condition True.
"""

import pytest
from lightkube.models.core_v1 import PodCondition, PodReadinessGate

from lifecycle.engine.kubelet.status.conditions import generate_pod_ready_condition
from tests.upstream.condition import told
from tests.upstream.notation import pod, statuses

NOT_READY = "False ContainersNotReady: containers with "
CLOSED = "False ReadinessGatesNotReady: "
ABSENT = CLOSED + 'corresponding condition of pod readiness gate "{}" does not exist.'
REFUSED = CLOSED + 'the status of pod readiness gate "{}" is not "True", but False'
CASES = [
    ("", None, "Running", "", {}, "False UnknownContainerStatuses"),
    ("", "", "Running", "", {}, "True"),
    ("web", "", "Running", "", {}, NOT_READY + "unknown status: [web]"),
    ("web log", "web nothing ready, log nothing ready", "Running", "", {}, "True"),
    ("web log", "web nothing ready", "Running", "", {}, NOT_READY + "unknown status: [log]"),
    (
        "web log",
        "web nothing ready, log nothing",
        "Running",
        "",
        {},
        NOT_READY + "unready status: [log]",
    ),
    ("web", "web nothing", "Succeeded", "", {}, "False PodCompleted"),
    ("", "", "Running", "lb", {}, ABSENT.format("lb")),
    ("", "", "Running", "lb", {"lb": "False"}, REFUSED.format("lb")),
    ("", "", "Running", "lb", {"lb": "True"}, "True"),
    ("", "", "Running", "lb dns", {"lb": "True"}, ABSENT.format("dns")),
    ("", "", "Running", "lb dns", {"lb": "True", "dns": "False"}, REFUSED.format("dns")),
    ("", "", "Running", "lb dns", {"lb": "True", "dns": "True"}, "True"),
    (
        "web",
        "web nothing",
        "Running",
        "lb",
        {"lb": "True"},
        NOT_READY + "unready status: [web]",
    ),
]


@pytest.mark.parametrize(["containers", "states", "phase", "gates", "held", "condition"], CASES)
def test_a_pod_is_ready_with_its_containers_and_gates(
    containers, states, phase, gates, held, condition
):
    made = pod(containers)
    made.spec.readinessGates = [PodReadinessGate(conditionType=gate) for gate in gates.split()]
    known = None if states is None else statuses(states)
    conditions = [PodCondition(type=gate, status=status) for gate, status in held.items()]
    assert told(generate_pod_ready_condition(made, conditions, known, phase)) == condition
