"""What the probes make of a status: `started` and `ready` of each container.

Mirrors `UpdatePodStatus` of pkg/kubelet/prober/prober_manager.go.
"""

from lightkube.models.core_v1 import Container, ContainerStatus, Pod, PodStatus

from lifecycle.engine.kernel.clock import millis
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import is_restartable_init_container
from lifecycle.engine.kubelet.prober.results import (
    READINESS,
    STARTUP,
    SUCCESS,
    ProbeView,
    kubelet_restart_grace,
    parse_container_id,
)


def update_pod_status(
    pod: Pod, status: PodStatus, probes: ProbeView, gates: Gates = V1_36
) -> tuple[str, ...]:
    """Set `started` and `ready` in a status that is still being made.

    Answers with the names of the containers whose readiness worker is to probe at once:
    those that have started and are not known to be ready.
    """
    due: list[str] = []
    for each in status.containerStatuses or ():
        each.started = is_container_started(pod, each, probes, gates)
        if each.started:
            _set_ready(pod, each, probes, gates, pod.spec.containers, due)
    by_name = {container.name: container for container in pod.spec.initContainers or ()}
    for each in status.initContainerStatuses or ():
        each.started = is_container_started(pod, each, probes, gates)
        container = by_name.get(each.name)
        if container is None:
            continue
        if not is_restartable_init_container(container):
            ended = each.state.terminated
            if ended is not None and ended.exitCode == 0:
                each.ready = True
        elif each.started:
            _set_ready(pod, each, probes, gates, pod.spec.initContainers or [], due)
    return tuple(due)


def is_container_started(
    pod: Pod, status: ContainerStatus, probes: ProbeView, gates: Gates
) -> bool:
    """Whether it runs and its startup probe, if it has one, has succeeded."""
    if status.state is None or status.state.running is None:
        return False
    result = probes.results.get((STARTUP, parse_container_id(status.containerID)))
    if result is not None:
        return result == SUCCESS
    if status.started and not gates.change_container_status_on_kubelet_restart:
        return True
    return (pod.metadata.uid or "", status.name, STARTUP) not in probes.workers


def _set_ready(
    pod: Pod,
    status: ContainerStatus,
    probes: ProbeView,
    gates: Gates,
    containers: list[Container],
    due: list[str],
) -> None:
    container_id = parse_container_id(status.containerID)
    result = probes.results.get((READINESS, container_id))
    if result == SUCCESS:
        status.ready = True
        return
    probed = (pod.metadata.uid or "", status.name, READINESS) in probes.workers
    status.ready = not probed
    if probed:
        due.append(status.name)
    if gates.change_container_status_on_kubelet_restart:
        return
    if _outlived_a_kubelet(status, probes):
        if result is None:
            status.ready = True
        container = next((each for each in containers if each.name == status.name), None)
        if container is not None and container.readinessProbe is not None and not _is_ready(pod):
            status.ready = False


def _outlived_a_kubelet(status: ContainerStatus, probes: ProbeView) -> bool:
    """Whether it was running before this kubelet started, so that Ready must not flap."""
    started_at = status.state.running.startedAt
    return started_at is not None and millis(started_at) < kubelet_restart_grace(
        probes.kubelet_start
    )


def _is_ready(pod: Pod) -> bool:
    return pod.status is not None and any(
        condition.type == "Ready" and condition.status == "True"
        for condition in pod.status.conditions or ()
    )
