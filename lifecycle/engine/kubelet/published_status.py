"""What the status manager adds to a status on its way to the API, as pure functions.

Transition times, the generation that was seen, the start time; what probes say between
two passes; the last word on a Pod whose worker is done; and the merge with what others
wrote, which holds a terminal phase back while containers may still run.

Mirrors pkg/kubelet/status/status_manager.go.
"""

from lightkube.models.core_v1 import (
    ContainerState,
    ContainerStateTerminated,
    ContainerStatus,
    Pod,
    PodCondition,
    PodStatus,
)
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, is_true, with_condition
from lifecycle.engine.api.pod import is_sidecar, is_terminal
from lifecycle.engine.kernel.clock import Millis, timestamp
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.prober.results import parse_container_id
from lifecycle.engine.kubelet.status.conditions import (
    CONTAINERS_READY,
    DISRUPTION_TARGET,
    KUBELET_CONDITIONS,
    READY,
    TERMINAL_REASONS,
    generate_containers_ready_condition,
    generate_pod_ready_condition,
)
from lifecycle.engine.kubelet.status.phase import is_static_pod

LOST = ContainerState(
    terminated=ContainerStateTerminated(
        exitCode=137,
        reason="ContainerStatusUnknown",
        message="The container could not be located when the pod was terminated",
    )
)


def updated_status(pod: Pod, old: PodStatus | None, new: PodStatus, now: Millis) -> PodStatus:
    """`updateStatusInternal`: times of what did not change are kept."""
    generation = pod.metadata.generation
    before = {condition.type: condition for condition in (old and old.conditions) or ()}
    conditions = [
        _with_time(condition, before.get(condition.type), generation, now)
        for condition in new.conditions or ()
    ]
    started = (old and old.startTime) or new.startTime or timestamp(now)
    return replace(new, conditions=conditions, startTime=started, observedGeneration=generation)


def _with_time(
    condition: PodCondition, old: PodCondition | None, generation: int | None, now: Millis
) -> PodCondition:
    if condition.type not in KUBELET_CONDITIONS and condition.type != DISRUPTION_TARGET:
        return condition
    if old is not None and old.status == condition.status and old.lastTransitionTime:
        moment = old.lastTransitionTime
    else:
        moment = timestamp(now)
    if condition.lastTransitionTime == moment and condition.observedGeneration == generation:
        return condition
    new = replace(condition, lastTransitionTime=moment, observedGeneration=generation)
    return old if new == old else new


def merge_pod_status(
    pod: Pod, api: PodStatus | None, new: PodStatus, could_have_running_containers: bool
) -> PodStatus:
    """`mergePodStatus`: the kubelet's status over the API's, with others' conditions kept."""
    api = api or PodStatus()
    ending = is_terminal(new.phase) and not is_terminal(api.phase)
    conditions = [c for c in api.conditions or () if c.type not in KUBELET_CONDITIONS]
    for condition in new.conditions or ():
        if condition.type in KUBELET_CONDITIONS:
            conditions.append(condition)
        elif condition.type == DISRUPTION_TARGET and ending and not could_have_running_containers:
            conditions = with_condition(conditions, condition)
    merged = replace(
        new,
        conditions=conditions,
        resourceClaimStatuses=api.resourceClaimStatuses,
        nominatedNodeName=api.nominatedNodeName,
    )
    if ending and could_have_running_containers:
        return replace(merged, phase=api.phase, reason=api.reason, message=api.message)
    if is_terminal(merged.phase) and (is_true(merged, READY) or is_true(merged, CONTAINERS_READY)):
        merged = _not_ready_any_more(merged)
    return merged


def _not_ready_any_more(status: PodStatus) -> PodStatus:
    conditions = status.conditions
    for type in (CONTAINERS_READY, READY):
        condition = replace(
            get_condition(status, type), status="False", reason=TERMINAL_REASONS[status.phase]
        )
        conditions = with_condition(conditions, condition)
    return replace(status, conditions=conditions)


def set_container_readiness(
    pod: Pod, status: PodStatus, container_id: str, ready: bool, gates: Gates = V1_36
) -> PodStatus:
    """`SetContainerReadiness`: one container's `ready`, and the conditions that follow."""
    status = _with_flag(status, container_id, "ready", ready)
    statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
    containers_ready = generate_containers_ready_condition(pod, statuses, status.phase, gates)
    pod_ready = generate_pod_ready_condition(
        pod, status.conditions or [], statuses, status.phase, containers_ready
    )
    conditions = with_condition(status.conditions, pod_ready)
    return replace(status, conditions=with_condition(conditions, containers_ready))


def set_container_startup(status: PodStatus, container_id: str, started: bool) -> PodStatus:
    """`SetContainerStartup`: one container's `started`."""
    return _with_flag(status, container_id, "started", started)


def _with_flag(status: PodStatus, container_id: str, flag: str, value: bool) -> PodStatus:
    def flagged(statuses: list[ContainerStatus] | None) -> list[ContainerStatus] | None:
        return statuses and [
            replace(each, **{flag: value})
            if parse_container_id(each.containerID) == container_id
            else each
            for each in statuses
        ]

    return replace(
        status,
        containerStatuses=flagged(status.containerStatuses),
        initContainerStatuses=flagged(status.initContainerStatuses),
    )


def terminate_pod_status(pod: Pod, status: PodStatus) -> PodStatus:
    """`TerminatePod`: what is not known to have ended has failed."""
    statuses, init = status.containerStatuses or [], status.initContainerStatuses or []
    if _has_pod_initialized(pod, status):
        statuses = [_ended(each) for each in statuses]
    begun = _begun(init)
    init = [_ended(each) if i < begun else each for i, each in enumerate(init)]
    phase = status.phase
    if not is_terminal(phase) and not is_static_pod(pod):
        phase = "Failed"
    return replace(
        status,
        phase=phase,
        containerStatuses=statuses or None,
        initContainerStatuses=init or None,
    )


def given_up_status(status: PodStatus) -> PodStatus:
    """`TerminatePod` before 1.22: what runs is said to have ended, one doesn't know how."""

    def lost(statuses: list[ContainerStatus] | None) -> list[ContainerStatus] | None:
        return statuses and [
            replace(each, state=LOST) if each.state and each.state.running else each
            for each in statuses
        ]

    return replace(
        status,
        containerStatuses=lost(status.containerStatuses),
        initContainerStatuses=lost(status.initContainerStatuses),
    )


def _ended(status: ContainerStatus) -> ContainerStatus:
    if status.state is not None and status.state.terminated is not None:
        return status
    return replace(status, state=LOST)


def _ran(status: ContainerStatus) -> bool:
    state, last = status.state, status.lastState
    return bool((state and (state.running or state.terminated)) or (last and last.terminated))


def _has_pod_initialized(pod: Pod, status: PodStatus) -> bool:
    init = status.initContainerStatuses or []
    if not pod.spec.initContainers or any(_ran(each) for each in status.containerStatuses or ()):
        return True
    if not init:
        return False
    last = init[-1]
    if is_sidecar(pod.spec.initContainers[-1]):
        return bool(last.state and last.state.running and last.started)
    ends = [state and state.terminated for state in (last.state, last.lastState)]
    return any(end is not None and end.exitCode == 0 for end in ends)


def _begun(init: list[ContainerStatus]) -> int:
    """How many of the init containers had their chance; the first one always had."""
    for index in range(len(init) - 1, -1, -1):
        if _ran(init[index]):
            return index + 1
    return 1
