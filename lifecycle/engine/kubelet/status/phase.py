"""A Pod's phase, counted from its container statuses.

Phase is a summary for people and controllers; nothing in the kubelet acts on it, except
that Succeeded and Failed are never left. Sidecars can make a Pod Pending or Running; how
they ended never matters.

Mirrors `getPhase` of pkg/kubelet/kubelet_pods.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import (
    Container,
    ContainerStateTerminated,
    ContainerStatus,
    Pod,
)

from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    container_should_restart,
    is_restartable_init_container,
)

PENDING, RUNNING, SUCCEEDED, FAILED = "Pending", "Running", "Succeeded", "Failed"
RESTARTING_ALL_CONTAINERS = "RestartingAllContainers"
CONFIG_SOURCE = "kubernetes.io/config.source"


def is_terminal(phase: str | None) -> bool:
    """Whether a Pod in this phase is over (`IsPodPhaseTerminal`)."""
    return phase in (SUCCEEDED, FAILED)


def is_static_pod(pod: Pod) -> bool:
    """Whether the Pod came from a file of the node's, not from the API (`IsStaticPod`)."""
    source = (pod.metadata.annotations or {}).get(CONFIG_SOURCE)
    return source is not None and source != "api"


class _Count:
    """How many containers are in which state; `restarting` of the stopped will run again."""

    __slots__ = ("failed_init", "pending_init", "pending_sidecars", "restarting", "running")
    __slots__ += ("stopped", "succeeded", "unknown", "waiting")

    def __init__(self) -> None:
        self.pending_init = self.failed_init = self.pending_sidecars = 0
        self.unknown = self.running = self.waiting = 0
        self.stopped = self.succeeded = self.restarting = 0


def get_phase(
    pod: Pod,
    statuses: Iterable[ContainerStatus],
    pod_is_terminal: bool,
    pod_has_initialized: bool,
    gates: Gates = V1_36,
) -> str:
    """The phase that these statuses, of app and init containers, add up to.

    `pod_is_terminal` when the Pod's worker has finished: nothing will start again.
    `pod_has_initialized` when an app container has been made in the present sandbox.
    """
    by_name = {status.name: status for status in statuses}
    count = _Count()
    for container in pod.spec.initContainers or ():
        if is_restartable_init_container(container):
            _count_sidecar(count, by_name.get(container.name))
        else:
            _count_init(count, container, pod, by_name.get(container.name), gates)
    for container in pod.spec.containers:
        _count_app(count, container, pod, by_name.get(container.name), gates)
    if count.failed_init:
        return FAILED
    if count.pending_init or count.waiting:
        return PENDING
    if count.pending_sidecars and not pod_has_initialized:
        return PENDING
    if count.running and not count.unknown:
        return RUNNING
    if count.stopped and not count.running and not count.unknown:
        return _phase_of_stopped(pod, count, pod_is_terminal)
    return PENDING


def _phase_of_stopped(pod: Pod, count: _Count, pod_is_terminal: bool) -> str:
    ended = SUCCEEDED if count.stopped == count.succeeded else FAILED
    if pod_is_terminal and not is_static_pod(pod):
        return ended
    return RUNNING if count.restarting else ended


def _count_init(
    count: _Count, container: Container, pod: Pod, status: ContainerStatus | None, gates: Gates
) -> None:
    state = status.state if status is not None else None
    if state is None or state.running is not None:
        count.pending_init += 1
        return
    ended = state.terminated
    if ended is None and state.waiting is not None and status.lastState is not None:
        ended = status.lastState.terminated
    if ended is None:
        count.pending_init += 1
    elif ended.exitCode != 0 and not _restarts(container, pod, ended, gates):
        count.failed_init += 1


def _count_sidecar(count: _Count, status: ContainerStatus | None) -> None:
    state = status.state if status is not None else None
    if status is None:
        count.unknown += 1
    elif state is None or (state.running or state.terminated or state.waiting) is None:
        count.pending_sidecars += 1
        count.unknown += 1
    elif state.running is not None:
        count.running += 1
        if not status.started:
            count.pending_sidecars += 1
    elif state.waiting is not None and not _ended_before(status):
        count.pending_sidecars += 1
        count.waiting += 1


def _count_app(
    count: _Count, container: Container, pod: Pod, status: ContainerStatus | None, gates: Gates
) -> None:
    state = status.state if status is not None else None
    if state is None:
        count.unknown += 1
    elif state.running is not None:
        count.running += 1
    elif state.terminated is not None:
        count.stopped += 1
        count.succeeded += state.terminated.exitCode == 0
        count.restarting += _restarts(container, pod, state.terminated, gates)
    elif state.waiting is not None:
        if _ended_before(status):
            count.stopped += 1
            count.restarting += _restarts(container, pod, status.lastState.terminated, gates)
        else:
            count.waiting += 1
    else:
        count.unknown += 1


def _ended_before(status: ContainerStatus) -> bool:
    return status.lastState is not None and status.lastState.terminated is not None


def _restarts(
    container: Container, pod: Pod, ended: ContainerStateTerminated, gates: Gates
) -> bool:
    if gates.container_restart_rules:
        if ended.reason == RESTARTING_ALL_CONTAINERS:
            return True
        return container_should_restart(container, pod.spec, ended.exitCode)
    policy = pod.spec.restartPolicy
    return policy != "Never" and (policy != "OnFailure" or ended.exitCode != 0)
