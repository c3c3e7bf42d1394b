"""How the tables of printers write a Pod and its row.

States are written `running`, `exit 1 Error`, `waiting CrashLoopBackOff`, `nothing` (a status
without a state) or `unseen` (no status at all). After them stand `started`, `ready`, `xN` for
the restart count and `@S` for an earlier end S seconds ago. A condition is `Ready="True"`,
with a reason `PodScheduled="False SchedulingGated"`.
"""

import re
from datetime import timedelta

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


def printed(apps, *, init="", sidecars="", spec=None, status=None, deleted=False, **conditions):
    """All cells of the row of a Pod; sidecars stand after the other init containers."""
    names = {kind: _names(kind, text) for kind, text in zip("isa", (init, sidecars, apps))}
    pod = Pod(
        metadata=ObjectMeta(name="test", deletionTimestamp=EPOCH if deleted else None),
        spec=PodSpec(
            containers=[Container(name=name) for name in names["a"]],
            initContainers=[
                *(Container(name=name) for name in names["i"]),
                *(Container(name=name, restartPolicy="Always") for name in names["s"]),
            ],
            **(spec or {}),
        ),
        status=PodStatus(
            conditions=[_condition(*each) for each in conditions.items()],
            initContainerStatuses=_statuses(init, names["i"]) + _statuses(sidecars, names["s"]),
            containerStatuses=_statuses(apps, names["a"]),
            **(status or {}),
        ),
    )
    return print_pod(pod, 0)


def row(apps, *, phase="Running", reason=None, **how):
    """READY, STATUS and RESTARTS of a Pod's row."""
    cells = printed(apps, status={"phase": phase, "reason": reason}, **how)
    return cells.ready, cells.status, cells.restarts


def wide(apps, *, node=None, nominated=None, ips="", gates="", phase="Running", **how):
    """What `-o wide` adds: IP, NODE, NOMINATED NODE and READINESS GATES."""
    wanted = [PodReadinessGate(conditionType=name) for name in gates.split()]
    addresses = [PodIP(ip=ip) for ip in ips.split()]
    status = {"phase": phase, "podIPs": addresses, "nominatedNodeName": nominated}
    return printed(apps, spec={"nodeName": node, "readinessGates": wanted}, status=status, **how)[
        5:
    ]


def _names(kind, text):
    return [f"{kind}{number}" for number, _ in enumerate(text.split(", ") if text else ())]


def _condition(kind, text):
    status, _, reason = text.partition(" ")
    return PodCondition(type=kind, status=status, reason=reason or None)


def _statuses(text, names):
    parts = zip(names, text.split(", ") if text else (), strict=True)
    return [_status(name, part) for name, part in parts if part != "unseen"]


def _status(name, text):
    match = _STATE.fullmatch(text)
    assert match, f"not a state: {text}"
    last = ContainerState()
    if match["ago"]:
        ended = EPOCH - timedelta(seconds=int(match["ago"]))
        last.terminated = ContainerStateTerminated(exitCode=0, finishedAt=ended)
    return ContainerStatus(
        name=name,
        image="",
        imageID="",
        ready=bool(match["ready"]),
        started=bool(match["started"]),
        restartCount=int(match["count"] or 0),
        state=_state(match),
        lastState=last,
    )


def _state(match):
    reason = match["reason"]
    if match["state"] == "running":
        return ContainerState(running=ContainerStateRunning())
    if match["state"] == "waiting":
        return ContainerState(waiting=ContainerStateWaiting(reason=reason))
    if match["code"]:
        ended = ContainerStateTerminated(exitCode=int(match["code"]), reason=reason)
        return ContainerState(terminated=ended)
    return ContainerState()
