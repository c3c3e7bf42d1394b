"""TestPrintPod and its kin (printers_test.go): READY, STATUS and RESTARTS of a row.

States are written `running`, `exit 1 Error`, `waiting CrashLoopBackOff`, `nothing`; `ready`
and `started` stand after them, `xN` is the restart count, `@S` an earlier end S seconds ago.
"""

import re
from datetime import timedelta

import pytest
from lightkube.models.core_v1 import (
    Container,
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    Pod,
    PodCondition,
    PodIP,
    PodReadinessGate,
    PodSpec,
    PodStatus,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.apiserver.printers.pod import print_pod
from lifecycle.engine.kernel.clock import EPOCH

_STATE = re.compile(
    r"(?P<state>running|exit (?P<code>\d+)|waiting|nothing)(?: (?P<reason>[A-Z]\w+))?"
    r"(?P<started> started)?(?P<ready> ready)?(?: x(?P<count>\d+))?(?: @(?P<ago>\d+))?"
)
DAY = 86400


def state(match):
    reason, kind = match["reason"], match["state"].split()[0]
    made = {
        "running": lambda: ContainerState(running=ContainerStateRunning()),
        "waiting": lambda: ContainerState(waiting=ContainerStateWaiting(reason=reason)),
        "exit": lambda: ContainerState(
            terminated=ContainerStateTerminated(exitCode=int(match["code"]), reason=reason)
        ),
        "nothing": ContainerState,
    }
    return made[kind]()


def statuses(text, names):
    made = []
    for name, part in zip(names, text.split(", ") if text else (), strict=False):
        match = _STATE.fullmatch(part)
        assert match, part
        last = ContainerState()
        if match["ago"]:
            ended = EPOCH - timedelta(seconds=int(match["ago"]))
            terminated = ContainerStateTerminated(exitCode=0, finishedAt=ended)
            last = ContainerState(terminated=terminated)
        made.append(
            ContainerStatus(
                name=name,
                image="",
                imageID="",
                ready=bool(match["ready"]),
                started=bool(match["started"]),
                restartCount=int(match["count"] or 0),
                state=state(match),
                lastState=last,
            )
        )
    return made


def row(apps, *, init="", sidecars="", phase="Running", reason=None, deleted=False, **conditions):
    """The row of a Pod; `init` and `sidecars` are states, sidecars after the others."""
    inits = [f"i{i}" for i, _ in enumerate(init.split(", ") if init else ())]
    beside = [f"s{i}" for i, _ in enumerate(sidecars.split(", ") if sidecars else ())]
    names = [f"c{i}" for i, _ in enumerate(apps.split(", "))]
    pod = Pod(
        metadata=ObjectMeta(name="test", deletionTimestamp=EPOCH if deleted else None),
        spec=PodSpec(
            containers=[Container(name=name) for name in names],
            initContainers=[
                *(Container(name=name) for name in inits),
                *(Container(name=name, restartPolicy="Always") for name in beside),
            ],
        ),
        status=PodStatus(
            phase=phase,
            reason=reason,
            conditions=[
                PodCondition(type=name, status=status) for name, status in conditions.items()
            ],
            initContainerStatuses=statuses(init, inits) + statuses(sidecars, beside),
            containerStatuses=statuses(apps, names),
        ),
    )
    printed = print_pod(pod, 0)
    return printed.ready, printed.status, printed.restarts


CASES = [
    ("running ready x3, nothing x3", {"phase": "podPhase"}, ("1/2", "podPhase", "6")),
    ("running ready x3, waiting Reason x3", {}, ("1/2", "Reason", "6")),
    ("waiting First x3, exit 0 Second x3", {}, ("0/2", "First", "6")),
    ("running ready x3, nothing ready x3", {}, ("1/2", "Running", "6")),
    ("running ready x3, nothing ready x3", {"reason": "podReason"}, ("1/2", "podReason", "6")),
    ("exit 0 Completed ready x3, running ready x3", {}, ("1/2", "NotReady", "6")),
    ("exit 0 Completed x3, running ready x3", {"Ready": "True"}, ("1/2", "Running", "6")),
    ("running ready x3 @432000", {}, ("1/1", "Running", "3 (5d ago)")),
    ("running ready, running ready x3 @864000", {}, ("2/2", "Running", "3 (10d ago)")),
    (
        f"running ready x6 @{5 * DAY}, running ready x3 @{20 * DAY}",
        {},
        ("2/2", "Running", "9 (5d ago)"),
    ),
    ("exit 0 Completed", {"phase": "Succeeded"}, ("0/1", "Completed", "0")),
    ("exit 1 Error", {"phase": "Failed"}, ("0/1", "Error", "0")),
    ("exit 0 Completed", {"phase": "Succeeded", "deleted": True}, ("0/1", "Completed", "0")),
    ("running", {"deleted": True}, ("0/1", "Terminating", "0")),
    ("nothing", {"phase": "Pending", "deleted": True}, ("0/1", "Terminating", "0")),
    ("running", {"deleted": True, "reason": "NodeLost"}, ("0/1", "Unknown", "0")),
    ("exit 1 Crash, running ready", {"phase": "Failed"}, ("1/2", "Crash", "0")),
    ("running ready, exit 1 Crash", {"phase": "Failed"}, ("1/2", "Crash", "0")),
    ("exit 0 Completed, exit 1 Crash, running", {}, ("0/3", "Crash", "0")),
    ("exit 7", {}, ("0/1", "ExitCode:7", "0")),
]
INIT_CASES = [
    ("waiting", {"init": "running x3 @10"}, ("0/1", "Init:0/1", "3 (10s ago)")),
    ("waiting", {"init": "running x3 @10, waiting"}, ("0/1", "Init:0/2", "3 (10s ago)")),
    ("waiting", {"init": "exit 0, running x3 @10"}, ("0/1", "Init:1/2", "3 (10s ago)")),
    ("waiting", {"init": "exit 0 x2 @120, running x3 @10"}, ("0/1", "Init:1/2", "5 (10s ago)")),
    ("running x4 @20", {"init": "exit 0 x2 @120"}, ("0/1", "Running", "4 (20s ago)")),
    ("waiting", {"init": "waiting PodInitializing"}, ("0/1", "Init:0/1", "0")),
    ("waiting", {"init": "waiting CrashLoopBackOff"}, ("0/1", "Init:CrashLoopBackOff", "0")),
    ("waiting", {"init": "exit 3"}, ("0/1", "Init:ExitCode:3", "0")),
    ("waiting", {"init": "exit 1 Error"}, ("0/1", "Init:Error", "0")),
]
SIDECAR_CASES = [
    ("waiting", {"sidecars": "running x3 @10, waiting"}, ("0/3", "Init:0/2", "3 (10s ago)")),
    (
        "waiting",
        {"sidecars": "running started x3 @10, running"},
        ("0/3", "Init:1/2", "3 (10s ago)"),
    ),
    (
        "running ready x4 @20",
        {"sidecars": "running started x3 @10, running started", "Initialized": "True"},
        ("1/3", "Running", "7 (10s ago)"),
    ),
    (
        "running ready",
        {"sidecars": "running started ready", "Initialized": "True"},
        ("2/2", "Running", "0"),
    ),
    (
        "exit 0 Completed x4 @20",
        {"sidecars": "exit 137 Error x3 @10, exit 137 Error", "Initialized": "True"},
        ("0/3", "Completed", "7 (10s ago)"),
    ),
]


@pytest.mark.parametrize(["apps", "how", "expected"], [*CASES, *INIT_CASES, *SIDECAR_CASES])
def test_a_row_sums_up_the_statuses(apps, how, expected):
    assert row(apps, **how) == expected


def test_a_gated_pod_says_so():
    condition = PodCondition(type="PodScheduled", status="False", reason="SchedulingGated")
    pod = Pod(
        metadata=ObjectMeta(name="gated"),
        spec=PodSpec(containers=[Container(name="a")]),
        status=PodStatus(phase="Pending", conditions=[condition]),
    )
    assert print_pod(pod, 0).status == "SchedulingGated"


def test_the_wide_columns_show_address_node_and_gates():
    held = [PodCondition(type="b", status="True"), PodCondition(type="a", status="False")]
    pod = Pod(
        metadata=ObjectMeta(name="wide"),
        spec=PodSpec(
            containers=[Container(name="a")],
            nodeName="node1",
            readinessGates=[PodReadinessGate(conditionType=name) for name in "abc"],
        ),
        status=PodStatus(
            phase="Running",
            podIPs=[PodIP(ip="1.1.1.1"), PodIP(ip="2001:db8::")],
            nominatedNodeName="node2",
            conditions=held,
        ),
    )
    assert print_pod(pod, 0)[5:] == ("1.1.1.1", "node1", "node2", "1/3")


def test_the_wide_columns_of_a_new_pod_are_empty():
    pod = Pod(metadata=ObjectMeta(name="new"), spec=PodSpec(containers=[Container(name="a")]))
    assert print_pod(pod, 0)[4:] == ("<unknown>", *["<none>"] * 4)
