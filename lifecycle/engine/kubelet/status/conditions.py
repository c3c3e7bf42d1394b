"""The conditions that the kubelet owns, each computed anew from the container statuses.

Mirrors pkg/kubelet/status/generate.go.
"""

from collections.abc import Iterable, Sequence

from lightkube.models.core_v1 import Container, ContainerStatus, Pod, PodCondition, PodStatus

from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    ALL_CONTAINERS_RESTARTING,
    all_containers_restart_cleaned_up,
    is_restartable_init_container,
    should_all_containers_restart,
)
from lifecycle.engine.kubelet.kuberuntime.sandbox import pod_sandbox_changed
from lifecycle.engine.kubelet.status.phase import FAILED, SUCCEEDED

CONTAINERS_READY = "ContainersReady"
READY = "Ready"
INITIALIZED = "Initialized"
POD_READY_TO_START_CONTAINERS = "PodReadyToStartContainers"
POD_SCHEDULED = "PodScheduled"
DISRUPTION_TARGET = "DisruptionTarget"
RESIZE_PENDING, RESIZE_IN_PROGRESS = "PodResizePending", "PodResizeInProgress"

KUBELET_CONDITIONS = frozenset(
    {
        POD_SCHEDULED,
        READY,
        INITIALIZED,
        CONTAINERS_READY,
        POD_READY_TO_START_CONTAINERS,
        RESIZE_PENDING,
        RESIZE_IN_PROGRESS,
        ALL_CONTAINERS_RESTARTING,
    }
)
"""Those that only the kubelet writes (`PodConditionByKubelet`)."""

TERMINAL_REASONS = {SUCCEEDED: "PodCompleted", FAILED: "PodFailed"}

Statuses = Sequence[ContainerStatus] | None


def generate_containers_ready_condition(
    pod: Pod, statuses: Statuses, phase: str, gates: Gates = V1_36
) -> PodCondition:
    """True when every app container and every sidecar is ready; None statuses are unknown."""
    if statuses is None:
        return _condition(CONTAINERS_READY, "UnknownContainerStatuses")
    by_name = {status.name: status for status in statuses}
    unknown: list[str] = []
    unready: list[str] = []
    for container in _serving_containers(pod):
        status = by_name.get(container.name)
        if status is None:
            unknown.append(container.name)
        elif not status.ready:
            unready.append(container.name)
    failed = phase == FAILED and gates.reason_pod_failed
    if failed or (phase == SUCCEEDED and not unknown):
        return _condition(CONTAINERS_READY, TERMINAL_REASONS[phase])
    message = _not_ready_message("unready", unknown, unready)
    if message:
        return _condition(CONTAINERS_READY, "ContainersNotReady", message)
    return PodCondition(type=CONTAINERS_READY, status="True")


def generate_pod_ready_condition(
    pod: Pod,
    conditions: Iterable[PodCondition] | None,
    statuses: Statuses,
    phase: str,
    containers_ready: PodCondition | None = None,
) -> PodCondition:
    """True when the containers are ready and every readiness gate's condition is True."""
    containers = containers_ready or generate_containers_ready_condition(pod, statuses, phase)
    if containers.status != "True":
        return PodCondition(
            type=READY,
            status=containers.status,
            reason=containers.reason,
            message=containers.message,
        )
    if pod.spec.readinessGates:
        message = ", ".join(_closed_gates(pod, conditions or ()))
        if message:
            return _condition(READY, "ReadinessGatesNotReady", message)
    return PodCondition(type=READY, status="True")


def generate_pod_initialized_condition(
    pod: Pod, old_status: PodStatus | None, statuses: Statuses, phase: str, gates: Gates = V1_36
) -> PodCondition:
    """True when all init containers are done, and from then on."""
    init_containers = pod.spec.initContainers or ()
    if statuses is None and init_containers:
        return _condition(INITIALIZED, "UnknownContainerStatuses")
    by_name = {status.name: status for status in statuses or ()}
    unknown: list[str] = []
    incomplete: list[str] = []
    for container in init_containers:
        status = by_name.get(container.name)
        if status is None:
            unknown.append(container.name)
        elif not _is_initialized(container, status):
            incomplete.append(container.name)
    if phase == SUCCEEDED and not unknown:
        return PodCondition(type=INITIALIZED, status="True", reason=TERMINAL_REASONS[SUCCEEDED])
    if not unknown and not incomplete:
        return PodCondition(type=INITIALIZED, status="True")
    if _has_any_regular_container_started(pod, by_name) or (
        # A restart in place runs the init containers again; the Pod stays initialized.
        gates.restart_all_containers and _was_true(old_status, INITIALIZED)
    ):
        return PodCondition(type=INITIALIZED, status="True")
    message = _not_ready_message("incomplete", unknown, incomplete)
    return _condition(INITIALIZED, "ContainersNotInitialized", message)


def generate_pod_ready_to_start_containers_condition(pod: Pod, runtime: PodRuntime) -> PodCondition:
    """True while the Pod has a live sandbox with an address."""
    changed = pod_sandbox_changed(pod, runtime).changed
    return PodCondition(type=POD_READY_TO_START_CONTAINERS, status="False" if changed else "True")


def generate_all_containers_restarting_condition(
    pod: Pod, runtime: PodRuntime, old_status: PodStatus | None, phase: str
) -> PodCondition:
    """True from the exit that asks for it until the runtime has removed every container."""
    if phase in TERMINAL_REASONS:
        return _condition(ALL_CONTAINERS_RESTARTING, TERMINAL_REASONS[phase])
    if not should_all_containers_restart(
        pod, runtime, old_status
    ) or all_containers_restart_cleaned_up(pod, runtime):
        return PodCondition(type=ALL_CONTAINERS_RESTARTING, status="False")
    return PodCondition(
        type=ALL_CONTAINERS_RESTARTING,
        status="True",
        reason="RestartAllContainersStarted",
        message="container exited with restart policy rule",
    )


def _condition(type_: str, reason: str, message: str | None = None) -> PodCondition:
    return PodCondition(type=type_, status="False", reason=reason, message=message)


def _serving_containers(pod: Pod) -> Iterable[Container]:
    if not pod.spec.initContainers:
        return pod.spec.containers
    sidecars = [each for each in pod.spec.initContainers if is_restartable_init_container(each)]
    return [*sidecars, *pod.spec.containers]


def _closed_gates(pod: Pod, conditions: Iterable[PodCondition]) -> Iterable[str]:
    by_type = {condition.type: condition for condition in conditions}
    for gate in pod.spec.readinessGates or ():
        condition = by_type.get(gate.conditionType)
        if condition is None:
            yield (
                f'corresponding condition of pod readiness gate "{gate.conditionType}" '
                "does not exist."
            )
        elif condition.status != "True":
            yield (
                f'the status of pod readiness gate "{gate.conditionType}" is not "True", '
                f"but {condition.status}"
            )


def _is_initialized(container: Container, status: ContainerStatus) -> bool:
    if is_restartable_init_container(container):
        return bool(status.started)
    return status.ready


def _has_any_regular_container_started(pod: Pod, by_name: dict[str, ContainerStatus]) -> bool:
    for container in pod.spec.containers:
        status = by_name.get(container.name)
        state = status.state if status is not None else None
        if state is not None and (state.running or state.terminated) is not None:
            return True
    return False


def _was_true(status: PodStatus | None, type_: str) -> bool:
    return status is not None and any(
        condition.type == type_ and condition.status == "True"
        for condition in status.conditions or ()
    )


def _not_ready_message(what: str, unknown: list[str], others: list[str]) -> str:
    """Names in brackets and separated by spaces, as Go prints a list."""
    parts = []
    if unknown:
        parts.append(f"containers with unknown status: [{' '.join(unknown)}]")
    if others:
        parts.append(f"containers with {what} status: [{' '.join(others)}]")
    return ", ".join(parts)
