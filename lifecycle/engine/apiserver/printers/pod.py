"""The row of a Pod: READY, STATUS and RESTARTS are worked out from its statuses.

STATUS is neither the phase nor a condition: it is the most telling reason among the Pod's
own, its init containers' and its containers'.

Mirrors `printPod` (pkg/printers/internalversion/printers.go).
"""

from datetime import datetime
from typing import NamedTuple

from lightkube.models.core_v1 import (
    ContainerState,
    ContainerStateTerminated,
    ContainerStatus,
    Pod,
    PodSpec,
    PodStatus,
)

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.api.pod import is_sidecar, is_terminal
from lifecycle.engine.api.version import V1_36, Version
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kernel.clock import Millis

NONE = "<none>"


class PodSummary(NamedTuple):
    """What the columns say that does not depend on the time of looking."""

    ready: str
    status: str
    restarts: int
    last_restart: datetime | None


class PodRow(NamedTuple):
    """All cells, those of `-o wide` too."""

    name: str
    ready: str
    status: str
    restarts: str
    age: str
    ip: str
    node: str
    nominated_node: str
    readiness_gates: str


class _Count:
    """Restarts of several containers, and the newest end of an instance."""

    def __init__(self) -> None:
        self.restarts = 0
        self.last: datetime | None = None

    def add(self, status: ContainerStatus) -> None:
        self.restarts += status.restartCount
        terminated = status.lastState and status.lastState.terminated
        ended = terminated.finishedAt if terminated else None
        if ended is not None and (self.last is None or self.last < ended):
            self.last = ended


def print_pod(pod: Pod, now_ms: Millis, version: Version = V1_36) -> PodRow:
    """The Pod's row at a moment."""
    summary = summarize_pod(pod, version)
    restarts = str(summary.restarts)
    if summary.restarts and summary.last_restart is not None:
        restarts += f" ({since(summary.last_restart, now_ms)} ago)"
    metadata, status = pod.metadata, pod.status or PodStatus()
    return PodRow(
        metadata.name or "",
        summary.ready,
        summary.status,
        restarts,
        since(metadata.creationTimestamp, now_ms),
        status.podIPs[0].ip if status.podIPs else NONE,
        pod.spec.nodeName or NONE,
        status.nominatedNodeName or NONE,
        _readiness_gates(pod.spec, status),
    )


def summarize_pod(pod: Pod, version: Version = V1_36) -> PodSummary:
    """READY, STATUS and RESTARTS, as an API server of that version prints them."""
    spec, status = pod.spec, pod.status or PodStatus()
    sidecars = [c.name for c in spec.initContainers or () if is_sidecar(c)]
    init_reason, ready, all_init, sidecar_count = _initialization(spec, status, sidecars)
    reason, count = init_reason or _own_reason(status), all_init
    if not init_reason or is_true(status, "Initialized"):
        count = sidecar_count
        reason, ready_apps = _running(reason, status, count, version)
        ready += ready_apps
    if pod.metadata.deletionTimestamp is not None:
        if status.reason == "NodeLost":
            reason = "Unknown"
        elif not (version.terminal_pods_not_terminating and is_terminal(status.phase)):
            reason = "Terminating"
    total = len(spec.containers or ()) + len(sidecars)
    last = count.last if version.restarts_tell_when else None
    return PodSummary(f"{ready}/{total}", reason, count.restarts, last)


def _own_reason(status: PodStatus) -> str:
    for condition in status.conditions or ():
        if condition.type == "PodScheduled" and condition.reason == "SchedulingGated":
            return "SchedulingGated"
    return status.reason or status.phase or ""


def _initialization(
    spec: PodSpec, status: PodStatus, sidecars: list[str]
) -> tuple[str, int, _Count, _Count]:
    """What holds up initialization (empty if nothing), and counts of what was looked at."""
    ready, everyone, sidecars_only = 0, _Count(), _Count()
    for i, container in enumerate(status.initContainerStatuses or ()):
        is_one = container.name in sidecars
        everyone.add(container)
        if is_one:
            sidecars_only.add(container)
        state = container.state or ContainerState()
        if state.terminated is not None and state.terminated.exitCode == 0:
            continue
        if is_one and container.started:
            ready += bool(container.ready)
            continue
        reason = _init_reason(state) or f"{i}/{len(spec.initContainers or ())}"
        return "Init:" + reason, ready, everyone, sidecars_only
    return "", ready, everyone, sidecars_only


def _init_reason(state: ContainerState) -> str:
    if state.terminated is not None:
        return _terminated_reason(state.terminated)
    reason = state.waiting.reason if state.waiting is not None else None
    return reason if reason and reason != "PodInitializing" else ""


def _terminated_reason(terminated: ContainerStateTerminated) -> str:
    if terminated.reason:
        return terminated.reason
    if terminated.signal:
        return f"Signal:{terminated.signal}"
    return f"ExitCode:{terminated.exitCode}"


def _running(reason: str, status: PodStatus, count: _Count, version: Version) -> tuple[str, int]:
    """The reason that the app containers give, and how many of them are ready."""
    ready, error = 0, ""
    for container in reversed(status.containerStatuses or ()):
        count.add(container)
        state = container.state or ContainerState()
        if state.waiting is not None and state.waiting.reason:
            reason = state.waiting.reason
        elif state.terminated is not None:
            reason = _terminated_reason(state.terminated)
            if state.terminated.exitCode and version.errors_beside_completed:
                error = reason
        elif container.ready and state.running is not None:
            ready += 1
    if reason == "Completed":
        if ready and is_true(status, "Ready"):
            reason = "Running"
        elif error:
            reason = error
        elif ready:
            reason = "NotReady"
    return reason, ready


def _readiness_gates(spec: PodSpec, status: PodStatus) -> str:
    gates = spec.readinessGates
    if not gates:
        return NONE
    held = sum(is_true(status, gate.conditionType) for gate in gates)
    return f"{held}/{len(gates)}"
