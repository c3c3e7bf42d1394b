"""A Pod's status, computed from the runtime's report and the status published before.

Mirrors `generateAPIPodStatus` of pkg/kubelet/kubelet_pods.go.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lightkube.models.core_v1 import (
    ContainerStatus,
    HostIP,
    Pod,
    PodCondition,
    PodIP,
    PodStatus,
    ResourceRequirements,
)

from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    all_containers_could_restart,
    should_all_containers_restart,
)
from lifecycle.engine.kubelet.prober.results import NO_PROBES, ProbeView
from lifecycle.engine.kubelet.prober.update_pod_status import update_pod_status
from lifecycle.engine.kubelet.status.conditions import (
    DISRUPTION_TARGET,
    KUBELET_CONDITIONS,
    POD_SCHEDULED,
    generate_all_containers_restarting_condition,
    generate_containers_ready_condition,
    generate_pod_initialized_condition,
    generate_pod_ready_condition,
    generate_pod_ready_to_start_containers_condition,
)
from lifecycle.engine.kubelet.status.convert import WaitReason, convert_to_api_container_statuses
from lifecycle.engine.kubelet.status.phase import FAILED, get_phase, is_terminal


class Eviction(NamedTuple):
    """A part of the kubelet wants the Pod gone: what its status is to say."""

    reason: str
    message: str


class Generated(NamedTuple):
    """A status, and the containers whose readiness worker is to probe at once."""

    status: PodStatus
    probe_now: tuple[str, ...]


def generate_api_pod_status(
    pod: Pod,
    runtime: PodRuntime,
    *,
    previous: PodStatus | None = None,
    terminal: bool = False,
    probes: ProbeView = NO_PROBES,
    reasons: Mapping[str, WaitReason] = {},
    host_ips: tuple[str, ...] = (),
    pod_ips: tuple[str, ...] | None = None,
    eviction: Eviction | None = None,
    resize_conditions: tuple[PodCondition, ...] = (),
    in_force: Mapping[str, ResourceRequirements] = {},
    gates: Gates = V1_36,
) -> Generated:
    """The status to publish; times and generations of conditions are set when it is.

    `previous` is the status manager's (None: what the API shows counts), `terminal` that
    the Pod's worker has stopped everything, `reasons` the errors in starting containers.
    `pod_ips` are those of the present sandbox, or of the last one once that is gone: by
    default read from `runtime` and `previous`. `resize_conditions` and `in_force` are of
    resizes that wait or are under way.
    """
    old = previous or pod.status or PodStatus()
    status = _convert_status_to_api_status(pod, runtime, old, reasons, in_force, gates)
    addresses = _pod_ips(runtime, old) if pod_ips is None else pod_ips
    if addresses:
        status.podIP, status.podIPs = addresses[0], [PodIP(ip=each) for each in addresses]
    init_statuses = status.initContainerStatuses or []
    statuses = [*(status.containerStatuses or ()), *init_statuses]
    initialized = has_any_active_regular_container_started(pod, runtime)
    _set_phase(pod, status, old, get_phase(pod, statuses, terminal, initialized, gates))
    if eviction is not None:
        status.phase, status.reason, status.message = FAILED, *eviction
        if not gates.deadline_keeps_conditions:
            _set_addresses(pod, status, host_ips)
            return Generated(status, ())
    if pod.status is not None and is_terminal(pod.status.phase):
        status.phase = pod.status.phase
    probe_now = update_pod_status(pod, status, probes, gates)
    if gates.observed_generation:
        status.observedGeneration = pod.metadata.generation
    status.conditions = _conditions(pod, runtime, old, status, resize_conditions, gates)
    _set_addresses(pod, status, host_ips)
    return Generated(status, probe_now)


def _pod_ips(runtime: PodRuntime, old: PodStatus) -> tuple[str, ...]:
    """A Pod keeps its address in the API after its sandbox is gone (`getPodIPs` of the PLEG)."""
    if runtime.sandboxes and runtime.sandboxes[0].ready:
        return (runtime.sandboxes[0].ip,) if runtime.sandboxes[0].ip else ()
    if any(sandbox.ready for sandbox in runtime.sandboxes):
        return ()
    return tuple(each.ip for each in old.podIPs or ())


def has_any_active_regular_container_started(pod: Pod, runtime: PodRuntime) -> bool:
    """Whether an app container has been made in the present sandbox."""
    present = ""
    if runtime.sandboxes and runtime.sandboxes[0].ready:
        present = runtime.sandboxes[0].id
    names = [container.name for container in pod.spec.containers]
    return any(
        container.sandbox_id == present and container.name in names
        for container in runtime.containers
    )


def _convert_status_to_api_status(
    pod: Pod,
    runtime: PodRuntime,
    old: PodStatus,
    reasons: Mapping[str, WaitReason],
    in_force: Mapping[str, ResourceRequirements],
    gates: Gates,
) -> PodStatus:
    spec = pod.spec
    has_init = bool(spec.initContainers)
    restarting = gates.restart_all_containers and should_all_containers_restart(pod, runtime, old)

    def converted(
        containers: list[Any], previous: list[ContainerStatus] | None, are_init: bool = False
    ) -> list[ContainerStatus]:
        return convert_to_api_container_statuses(
            pod,
            runtime,
            previous or (),
            containers,
            has_init,
            are_init,
            restarting,
            reasons=reasons,
            in_force=in_force,
            gates=gates,
        )

    status = PodStatus(qosClass=get_pod_qos(pod))
    if gates.pod_level_resize and spec.resources is not None:
        status.resources = spec.resources
        status.allocatedResources = spec.resources.requests
    status.containerStatuses = converted(spec.containers, old.containerStatuses)
    if spec.initContainers:
        status.initContainerStatuses = converted(
            spec.initContainers, old.initContainerStatuses, are_init=True
        )
    if spec.ephemeralContainers:
        status.ephemeralContainerStatuses = converted(
            spec.ephemeralContainers, old.ephemeralContainerStatuses
        )
    return status


def _set_phase(pod: Pod, status: PodStatus, old: PodStatus, phase: str) -> None:
    """Set the phase; a terminal one stays, and the same one keeps its reason and message."""
    api = pod.status or PodStatus()
    if not is_terminal(phase):
        if is_terminal(old.phase):
            phase = old.phase
        elif is_terminal(api.phase):
            phase = api.phase
    status.phase = phase
    if phase == old.phase:
        status.reason = old.reason or api.reason
        status.message = old.message or api.message


def _conditions(
    pod: Pod,
    runtime: PodRuntime,
    old: PodStatus,
    status: PodStatus,
    resize_conditions: tuple[PodCondition, ...],
    gates: Gates,
) -> list[PodCondition]:
    """Those that others own, then the kubelet's own in upstream's order."""
    conditions = [*resize_conditions]
    if pod.status is not None and pod.status.conditions:
        conditions += [
            condition
            for condition in pod.status.conditions
            if condition.type not in KUBELET_CONDITIONS
        ]
    _carry_over_disruption(conditions, old)
    others = len(conditions)
    if gates.pod_ready_to_start_containers:
        conditions.append(generate_pod_ready_to_start_containers_condition(pod, runtime))
    statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
    conditions.append(generate_pod_initialized_condition(pod, old, statuses, status.phase, gates))
    containers_ready = generate_containers_ready_condition(pod, statuses, status.phase, gates)
    conditions.append(
        generate_pod_ready_condition(pod, conditions, statuses, status.phase, containers_ready)
    )
    conditions.append(containers_ready)
    conditions.append(PodCondition(type=POD_SCHEDULED, status="True"))
    if gates.observed_generation:
        for condition in conditions[others:]:
            condition.observedGeneration = pod.metadata.generation
    if gates.restart_all_containers and all_containers_could_restart(pod.spec):
        conditions.append(
            generate_all_containers_restarting_condition(pod, runtime, old, status.phase)
        )
    return conditions


def _carry_over_disruption(conditions: list[PodCondition], old: PodStatus) -> None:
    """DisruptionTarget tells of an event, which no state of a container repeats."""
    for condition in old.conditions or ():
        if condition.type == DISRUPTION_TARGET:
            for index, present in enumerate(conditions):
                if present.type == DISRUPTION_TARGET:
                    conditions[index] = condition
                    return
            conditions.append(condition)
            return


def _set_addresses(pod: Pod, status: PodStatus, host_ips: tuple[str, ...]) -> None:
    if not host_ips:
        return
    status.hostIP = host_ips[0]
    status.hostIPs = [HostIP(ip=address) for address in host_ips]
    if pod.spec.hostNetwork and not status.podIP:
        status.podIP = host_ips[0]
        status.podIPs = [PodIP(ip=address) for address in host_ips[:2]]
