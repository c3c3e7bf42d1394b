"""What the status manager does to a generated status before the API sees it.

It refuses a container that would come back from the dead, keeps the times of what has not
changed, and holds a terminal phase back while containers may still run.

Mirrors pkg/kubelet/status/status_manager.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import (
    Container,
    ContainerState,
    ContainerStateTerminated,
    ContainerStatus,
    Pod,
    PodCondition,
    PodSpec,
    PodStatus,
)
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import Millis, timestamp
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    ALL_CONTAINERS_RESTARTING,
    all_containers_could_restart,
    container_should_restart,
    is_restartable_init_container,
)
from lifecycle.engine.kubelet.status.conditions import (
    CONTAINERS_READY,
    DISRUPTION_TARGET,
    INITIALIZED,
    KUBELET_CONDITIONS,
    POD_READY_TO_START_CONTAINERS,
    POD_SCHEDULED,
    READY,
    TERMINAL_REASONS,
    generate_containers_ready_condition,
    generate_pod_ready_condition,
)
from lifecycle.engine.kubelet.status.phase import FAILED, is_static_pod, is_terminal

TIMED_CONDITIONS = (
    CONTAINERS_READY,
    READY,
    INITIALIZED,
    POD_READY_TO_START_CONTAINERS,
    POD_SCHEDULED,
    DISRUPTION_TARGET,
    ALL_CONTAINERS_RESTARTING,
)
_NEVER_FOUND = ContainerState(
    terminated=ContainerStateTerminated(
        exitCode=137,
        reason="ContainerStatusUnknown",
        message="The container could not be located when the pod was terminated",
    )
)


def check_container_state_transition(
    old: PodStatus, new: PodStatus, spec: PodSpec, gates: Gates = V1_36
) -> str | None:
    """What is wrong with going from one status to the other; such an update is dropped.

    A container that has ended for good stays ended.
    """
    if spec.restartPolicy in (None, "Always"):
        return None
    if gates.restart_all_containers and all_containers_could_restart(spec):
        return None
    init_containers = [
        container
        for container in spec.initContainers or ()
        if not is_restartable_init_container(container)
    ]
    return _resurrected(
        old.containerStatuses, new.containerStatuses, spec.containers, spec, gates
    ) or _resurrected(
        old.initContainerStatuses, new.initContainerStatuses, init_containers, spec, gates
    )


def _resurrected(
    old: list[ContainerStatus] | None,
    new: list[ContainerStatus] | None,
    containers: Iterable[Container],
    spec: PodSpec,
    gates: Gates,
) -> str | None:
    alive = [each.name for each in new or () if each.state is None or each.state.terminated is None]
    if not alive:
        return None
    by_name = {container.name: container for container in containers}
    for each in old or ():
        container = by_name.get(each.name)
        ended = each.state.terminated if each.state is not None else None
        if ended is None or container is None or each.name not in alive:
            continue
        if ended.exitCode != 0 and spec.restartPolicy == "OnFailure":
            continue
        if gates.container_restart_rules and container_should_restart(
            container, spec, ended.exitCode
        ):
            continue
        return (
            f"terminated container {each.name} attempted illegal transition to non-terminated state"
        )
    return None


def stamp(status: PodStatus, old: PodStatus | None, pod: Pod, now_ms: Millis) -> PodStatus:
    """The status with its times: when it started, when each condition last turned.

    What still is as it was keeps its time (`updateLastTransitionTime`).
    """
    old = old or PodStatus()
    before = {condition.type: condition for condition in old.conditions or ()}
    conditions = [
        _timed(condition, before.get(condition.type), now_ms)
        for condition in status.conditions or ()
    ]
    return replace(
        status,
        conditions=conditions,
        startTime=old.startTime or status.startTime or timestamp(now_ms),
        observedGeneration=max(old.observedGeneration or 0, status.observedGeneration or 0) or None,
    )


def _timed(condition: PodCondition, before: PodCondition | None, now_ms: Millis) -> PodCondition:
    if condition.type not in TIMED_CONDITIONS:
        return condition
    if before is not None and before.status == condition.status:
        return replace(condition, lastTransitionTime=before.lastTransitionTime)
    return replace(condition, lastTransitionTime=timestamp(now_ms))


def is_pod_status_by_kubelet_equal(old: PodStatus, new: PodStatus) -> bool:
    """Whether the kubelet would write nothing new; times of conditions don't count."""
    if _owned(old) != _owned(new):
        return False
    return replace(old, conditions=None) == replace(new, conditions=None)


def _owned(status: PodStatus) -> dict[str, tuple[str, str | None, str | None]]:
    return {
        condition.type: (condition.status, condition.reason, condition.message)
        for condition in status.conditions or ()
        if condition.type in KUBELET_CONDITIONS or condition.type == DISRUPTION_TARGET
    }


def merge_pod_status(
    pod: Pod, old: PodStatus, new: PodStatus, could_have_running_containers: bool
) -> PodStatus:
    """What to write, given what the API shows (`old`) and what the kubelet knows (`new`).

    Conditions of others stay; a terminal phase waits until nothing can run any more, and
    with it DisruptionTarget; a Pod that turns terminal is not ready.
    """
    turning = not is_terminal(old.phase) and is_terminal(new.phase)
    conditions = [c for c in old.conditions or () if c.type not in KUBELET_CONDITIONS]
    for condition in new.conditions or ():
        if condition.type in KUBELET_CONDITIONS:
            conditions.append(condition)
        elif condition.type == DISRUPTION_TARGET and _disruption_may_show(
            old, turning, could_have_running_containers
        ):
            conditions = [c for c in conditions if c.type != DISRUPTION_TARGET]
            conditions.append(condition)
    merged = replace(new, conditions=conditions)
    if turning and could_have_running_containers:
        merged = replace(merged, phase=old.phase, reason=old.reason, message=old.message)
    elif turning:
        merged = replace(merged, conditions=_unready(pod, merged))
    return merged


def _disruption_may_show(old: PodStatus, turning: bool, could_have_running: bool) -> bool:
    known = any(condition.type == DISRUPTION_TARGET for condition in old.conditions or ())
    return known or (turning and not could_have_running)


def _unready(pod: Pod, status: PodStatus) -> list[PodCondition]:
    """The conditions, with Ready and ContainersReady as a terminal phase has them."""
    reason = TERMINAL_REASONS[status.phase]
    return [
        replace(condition, status="False", reason=reason, message=None)
        if condition.type in (READY, CONTAINERS_READY)
        else condition
        for condition in status.conditions or ()
    ]


def set_container_readiness(pod: Pod, old: PodStatus, container_id: str, ready: bool) -> PodStatus:
    """The status after a readiness verdict; the same object if it changes nothing.

    `container_id` is the API's, with `containerd://` (`SetContainerReadiness`).
    """
    status = _with_container(old, container_id, "ready", ready)
    if status is old:
        return old
    statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
    phase = status.phase or ""
    containers_ready = generate_containers_ready_condition(pod, statuses, phase)
    ready_now = generate_pod_ready_condition(
        pod, status.conditions, statuses, phase, containers_ready
    )
    fresh = {READY: ready_now, CONTAINERS_READY: containers_ready}
    for condition in fresh.values():
        condition.observedGeneration = pod.metadata.generation
    conditions = [fresh.pop(c.type, c) for c in status.conditions or ()]
    return replace(status, conditions=[*conditions, *fresh.values()])


def set_container_startup(old: PodStatus, container_id: str, started: bool) -> PodStatus:
    """The status after a startup verdict; the same object if it changes nothing."""
    return _with_container(old, container_id, "started", started)


def _with_container(old: PodStatus, container_id: str, field: str, value: bool) -> PodStatus:
    for list_name in ("containerStatuses", "initContainerStatuses"):
        statuses: list[ContainerStatus] = getattr(old, list_name) or []
        for index, each in enumerate(statuses):
            if each.containerID != container_id:
                continue
            if getattr(each, field) == value:
                return old
            changed = [*statuses]
            changed[index] = replace(each, **{field: value})
            return replace(old, **{list_name: changed})
    return old


def terminate_pod(pod: Pod, old: PodStatus) -> PodStatus:
    """The last status: whatever was never seen to end counts as failed (`TerminatePod`).

    Init containers that were never tried stay as they are.
    """
    initialized = has_pod_initialized(pod, old)
    statuses = old.containerStatuses
    if initialized and statuses:
        statuses = [_ended(each) for each in statuses]
    init_statuses = old.initContainerStatuses
    if init_statuses:
        tried = len(_initialized_containers(init_statuses))
        init_statuses = [
            _ended(each) if index < tried else each for index, each in enumerate(init_statuses)
        ]
    phase = old.phase
    if not is_static_pod(pod) and not is_terminal(phase):
        phase = FAILED
    return replace(
        old, containerStatuses=statuses, initContainerStatuses=init_statuses, phase=phase
    )


def _ended(status: ContainerStatus) -> ContainerStatus:
    if status.state is not None and status.state.terminated is not None:
        return status
    return replace(status, state=_NEVER_FOUND)


def has_pod_initialized(pod: Pod, status: PodStatus) -> bool:
    """Whether the init containers of the Pod have all done their work (`hasPodInitialized`)."""
    if not pod.spec.initContainers:
        return True
    if any(c.type == INITIALIZED and c.status == "True" for c in status.conditions or ()):
        return True
    if any(each.started for each in status.containerStatuses or ()):
        return True
    last = pod.spec.initContainers[-1]
    for each in status.initContainerStatuses or ():
        if each.name != last.name:
            continue
        if is_restartable_init_container(last):
            return bool(each.started)
        state = each.state
        return state is not None and state.terminated is not None and state.terminated.exitCode == 0
    return False


def _initialized_containers(statuses: list[ContainerStatus]) -> list[ContainerStatus]:
    """Those that were tried at least once; never fewer than the first."""
    for index in range(len(statuses) - 1, -1, -1):
        each = statuses[index]
        waits = each.state is not None and each.state.waiting is not None
        if not waits or (each.lastState is not None and each.lastState.terminated is not None):
            return statuses[: index + 1]
    return statuses[:1]
