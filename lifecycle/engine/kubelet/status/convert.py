"""Container statuses: from the runtime's instances to the API's waiting, running, terminated.

The API keeps one status a container, with the state of its newest instance and, as
`lastState`, how the one before it ended. What the runtime has forgotten is taken from the
status that was published before.

Mirrors `convertToAPIContainerStatuses` of pkg/kubelet/kubelet_pods.go.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from lightkube.models.core_v1 import (
    Container,
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    Pod,
    ResourceRequirements,
)

from lifecycle.engine.cri import status as cri
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    has_any_regular_container_created,
    is_restartable_init_container,
    should_container_be_restarted,
)

CONTAINER_CREATING, POD_INITIALIZING = "ContainerCreating", "PodInitializing"
RESTARTING_ALL_CONTAINERS = "RestartingAllContainers"
RUNTIME = "containerd"


class WaitReason(NamedTuple):
    """Why a container could not be started last time: the kubelet's reason cache."""

    reason: str
    message: str = ""


_COMPLETED_UNSEEN = ContainerState(
    terminated=ContainerStateTerminated(
        exitCode=0,
        reason="Completed",
        message="Unable to get init container status from container runtime and pod has been "
        "initialized, treat it as exited normally",
    )
)
_CREATED = ContainerState(waiting=ContainerStateWaiting())
_DEFAULT_WAITING = {
    has_init: ContainerState(
        waiting=ContainerStateWaiting(reason=POD_INITIALIZING if has_init else CONTAINER_CREATING)
    )
    for has_init in (False, True)
}
_UNKNOWN_EXIT_CODE = 137
_LOST_WHILE_DELETED = ContainerState(
    terminated=ContainerStateTerminated(
        exitCode=_UNKNOWN_EXIT_CODE,
        reason="ContainerStatusUnknown",
        message="The container could not be located when the pod was deleted.  "
        "The container used to be Running",
    )
)
_LOST = {
    restarting: ContainerState(
        terminated=ContainerStateTerminated(
            exitCode=_UNKNOWN_EXIT_CODE,
            reason=RESTARTING_ALL_CONTAINERS if restarting else "ContainerStatusUnknown",
            message="The container could not be located when the pod was terminated",
        )
    )
    for restarting in (False, True)
}
_REMOVED_MESSAGE = "The container is removed because RestartAllContainers in place"
_REMOVED = ContainerState(
    waiting=ContainerStateWaiting(reason=RESTARTING_ALL_CONTAINERS, message=_REMOVED_MESSAGE)
)
_REMOVED_LAST = ContainerState(
    terminated=ContainerStateTerminated(
        exitCode=_UNKNOWN_EXIT_CODE, reason=RESTARTING_ALL_CONTAINERS, message=_REMOVED_MESSAGE
    )
)


def api_container_id(runtime_id: str) -> str:
    """The id as the API writes it."""
    return f"{RUNTIME}://{runtime_id}"


def convert_to_api_container_statuses(
    pod: Pod,
    runtime: PodRuntime,
    previous_statuses: Iterable[ContainerStatus],
    containers: Sequence[Container | Any],
    has_init_containers: bool,
    is_init_container: bool,
    pod_restarting: bool,
    *,
    reasons: Mapping[str, WaitReason] = {},
    in_force: Mapping[str, ResourceRequirements] = {},
    gates: Gates = V1_36,
) -> list[ContainerStatus]:
    """One status for each of `containers`: in spec order for init ones, else by name.

    `pod_restarting` while all containers are being restarted in place; `reasons` holds the
    last error in starting a container, by its name; `in_force` the resources of containers
    whose resize is still under way.
    """
    old = {status.name: status for status in previous_statuses}
    instances = _newest_two(runtime)
    statuses: list[ContainerStatus] = []
    for container in containers:
        previous = old.get(container.name)
        seen = instances.get(container.name, ())
        if seen:
            status = _from_instances(seen, previous, pod_restarting)
            if gates.in_place_resize and container.resources is not None:
                status.resources = in_force.get(container.name, container.resources)
                status.allocatedResources = container.resources.requests
        else:
            waiting = _DEFAULT_WAITING[has_init_containers]
            status = _without_instance(container, previous, pod, waiting, pod_restarting)
        if not seen and is_init_container and _is_past(container, status, pod, runtime):
            status.state = _COMPLETED_UNSEEN
        elif container.name in reasons and _is_to_start(container, pod, runtime, is_init_container):
            _wait(status, reasons[container.name])
        statuses.append(status)
    if not is_init_container and len(statuses) > 1:
        statuses.sort(key=attrgetter("name"))
    return statuses


def _newest_two(runtime: PodRuntime) -> dict[str, list[cri.ContainerStatus]]:
    instances: dict[str, list[cri.ContainerStatus]] = {}
    for instance in runtime.containers:
        instances.setdefault(instance.name, []).append(instance)
    return instances


def _is_to_start(
    container: Container, pod: Pod, runtime: PodRuntime, is_init_container: bool
) -> bool:
    if is_init_container:
        newest = runtime.newest(container.name)
        if newest is not None and newest.state == cri.EXITED and newest.exit_code == 0:
            return False
    return should_container_be_restarted(container, pod, runtime)


def _wait(status: ContainerStatus, why: WaitReason) -> None:
    reason, message = why
    if status.state.terminated is not None:
        status.lastState = status.state
    status.state = ContainerState(
        waiting=ContainerStateWaiting(reason=reason, message=message or None)
    )


def _from_instances(
    instances: Sequence[cri.ContainerStatus], previous: ContainerStatus | None, restarting: bool
) -> ContainerStatus:
    newest = instances[0]
    state, lost = _state(newest, previous, restarting)
    status = ContainerStatus(
        name=newest.name,
        image=newest.image,
        imageID=newest.image_id,
        containerID=api_container_id(newest.id),
        ready=False,
        restartCount=newest.restart_count,
        state=state,
    )
    if previous is not None:
        _carry_over(status, newest, previous, lost)
    if len(instances) > 1:
        status.lastState = _state(instances[1], previous, restarting)[0]
    return status


def _carry_over(
    status: ContainerStatus, newest: cri.ContainerStatus, previous: ContainerStatus, lost: bool
) -> None:
    """Keep what the runtime forgets when a container is removed: its count, how it ended."""
    status.volumeMounts = previous.volumeMounts
    status.restartCount = max(status.restartCount, previous.restartCount)
    ended = previous.state.terminated if previous.state is not None else None
    if ended is not None and previous.containerID != status.containerID:
        status.lastState = ContainerState(terminated=ended)
    elif previous.lastState is not None and previous.lastState.terminated is not None:
        status.lastState = ContainerState(terminated=previous.lastState.terminated)
    if newest.state == cri.RUNNING:
        status.started = previous.started
    if lost or (
        newest.state == cri.RUNNING
        and ended is not None
        and previous.restartCount >= newest.restart_count
    ):
        status.restartCount = previous.restartCount + 1


def _state(
    instance: cri.ContainerStatus, previous: ContainerStatus | None, restarting: bool
) -> tuple[ContainerState, bool]:
    """The instance's state, and whether it is one that was lost while it ran."""
    if instance.state == cri.RUNNING:
        return _running(instance.started_ms // 1000), False
    if instance.state == cri.EXITED:
        return _exited(instance), False
    if (
        instance.state == cri.UNKNOWN
        and previous is not None
        and previous.state is not None
        and previous.state.running is not None
    ):
        return _LOST[restarting], True
    return _CREATED, False


@lru_cache(maxsize=4096)
def _running(started_second: int) -> ContainerState:
    return ContainerState(running=ContainerStateRunning(startedAt=timestamp(started_second * 1000)))


@lru_cache(maxsize=4096)
def _exited(instance: cri.ContainerStatus) -> ContainerState:
    return ContainerState(
        terminated=ContainerStateTerminated(
            exitCode=instance.exit_code,
            reason=instance.reason or None,
            message=instance.message or None,
            startedAt=timestamp(instance.started_ms),
            finishedAt=timestamp(instance.finished_ms),
            containerID=api_container_id(instance.id),
        )
    )


def _without_instance(
    container: Container,
    previous: ContainerStatus | None,
    pod: Pod,
    waiting: ContainerState,
    pod_restarting: bool,
) -> ContainerStatus:
    """The status of a container of which the runtime knows nothing (any more)."""
    status = ContainerStatus(
        name=container.name,
        image=container.image or "",
        imageID="",
        ready=False,
        restartCount=0,
        state=waiting,
    )
    if previous is None:
        return status
    was = previous.state or ContainerState()
    if pod_restarting and was.waiting is None:
        status.state, status.lastState = _REMOVED, _REMOVED_LAST
        status.restartCount = previous.restartCount + 1
        return status
    if was.terminated is not None:
        return _copy(previous)
    status.restartCount = previous.restartCount
    status.lastState = previous.lastState
    if was.running is not None and not (status.lastState and status.lastState.terminated):
        # It ran and is gone, so it has ended, whatever the exit code was.
        status.lastState = _LOST_WHILE_DELETED
        if pod.metadata.deletionTimestamp is None:
            status.restartCount += 1
    return status


def _is_past(container: Container, status: ContainerStatus, pod: Pod, runtime: PodRuntime) -> bool:
    """An init container that has been removed has done its work if an app container exists."""
    return (
        status.state.waiting is not None
        and not is_restartable_init_container(container)
        and has_any_regular_container_created(pod, runtime)
    )


def _copy(status: ContainerStatus) -> ContainerStatus:
    return ContainerStatus(**{name: getattr(status, name) for name in status.__struct_fields__})
