"""One probe of one container: whether it runs now, and what its results add up to.

A worker turns single outcomes into a verdict on the container. It owns no clock and no
table: each function takes the worker's state as a value and answers with the next one and
with the verdicts to store. Three workers of different types may watch the same container;
they meet only in `ContainerStatus.started`.

Mirrors `doProbe` of pkg/kubelet/prober/worker.go, cut in two where the probe itself runs.
"""

import msgspec
from lightkube.models.core_v1 import Container, ContainerStatus, Pod, PodStatus, Probe

from lifecycle.engine.kernel.clock import Millis, millis
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    container_should_restart,
    is_restartable_init_container,
    should_all_containers_restart,
)
from lifecycle.engine.kubelet.prober.results import (
    FAILURE,
    INITIAL_RESULTS,
    LIVENESS,
    READINESS,
    STARTUP,
    SUCCESS,
    kubelet_restart_grace,
    parse_container_id,
)


class WorkerState(msgspec.Struct, frozen=True):
    """What a worker remembers: the container that it watches and the last results in a row.

    On hold it waits for the next container id.
    """

    container_id: str = ""
    last_result: str = ""
    result_run: int = 0
    on_hold: bool = False


NEW_WORKER = WorkerState()


class Step(msgspec.Struct, frozen=True):
    """What came of one turn.

    `keep_going` is False when the worker is to stop for good. With `run`, the probe has to
    run and its outcome go to `record_result`. `forget` is a container whose verdict is to be
    removed; `verdicts` are to be stored, in this order, for `state.container_id`.
    """

    state: WorkerState
    keep_going: bool = True
    run: bool = False
    forget: str = ""
    verdicts: tuple[str, ...] = ()


def begin_probe(
    state: WorkerState,
    probe_type: str,
    probe: Probe,
    pod: Pod,
    container: Container,
    status: PodStatus | None,
    *,
    now_ms: Millis,
    kubelet_start: Millis = 0,
    gates: Gates = V1_36,
) -> Step:
    """The part of a turn before the probe: whether it has to run at all.

    `pod` is the Pod as it was when the worker began, `status` the status manager's.
    """
    if status is None:
        return Step(state)
    if status.phase in ("Failed", "Succeeded"):
        return Step(state, keep_going=False)
    seen = _find(status, container.name)
    if seen is None:
        return Step(state)
    forget, verdicts = "", ()
    container_id = parse_container_id(seen.containerID)
    if container_id != state.container_id:
        forget = state.container_id
        verdicts = _first_verdicts(probe_type, pod, container, seen, kubelet_start, gates)
        state = msgspec.structs.replace(state, container_id=container_id, on_hold=False)
    if state.on_hold:
        return Step(state, forget=forget, verdicts=verdicts)
    if seen.state is None or seen.state.running is None:
        keep_going = _runs_again(pod, container, seen, status, gates)
        return Step(state, keep_going, forget=forget, verdicts=(*verdicts, FAILURE))
    if pod.metadata.deletionTimestamp is not None and probe_type != READINESS:
        return Step(state, False, forget=forget, verdicts=(*verdicts, SUCCESS))
    run = _is_due(probe_type, probe, seen, now_ms)
    return Step(state, run=run, forget=forget, verdicts=verdicts)


def record_result(state: WorkerState, probe_type: str, probe: Probe, outcome: str | None) -> Step:
    """The part of a turn after the probe; an outcome of None (it failed to run) is ignored.

    Fewer results in a row than the threshold leave the verdict as it was.
    """
    if outcome is None:
        return Step(state)
    run = state.result_run + 1 if state.last_result == outcome else 1
    threshold = probe.failureThreshold if outcome == FAILURE else probe.successThreshold
    if run < (threshold or 0):
        return Step(WorkerState(state.container_id, outcome, run, state.on_hold))
    # What decides over the container's life has spoken: silence until there is a new one.
    hold = probe_type == STARTUP or (probe_type == LIVENESS and outcome == FAILURE)
    after = WorkerState(state.container_id, outcome, 0 if hold else run, hold or state.on_hold)
    return Step(after, verdicts=(outcome,))


def _find(status: PodStatus, name: str) -> ContainerStatus | None:
    for statuses in (status.containerStatuses, status.initContainerStatuses):
        for each in statuses or ():
            if each.name == name and each.containerID:
                return each
    return None


def _first_verdicts(
    probe_type: str,
    pod: Pod,
    container: Container,
    seen: ContainerStatus,
    kubelet_start: Millis,
    gates: Gates,
) -> tuple[str, ...]:
    """What stands for a container that this worker sees for the first time.

    Nothing, if it has outlived a restart of the kubelet: Ready must not flap.
    """
    initial = INITIAL_RESULTS[probe_type]
    if gates.change_container_status_on_kubelet_restart:
        return (initial,)
    verdicts: tuple[str, ...] = ()
    if probe_type == STARTUP and seen.started and _is_sidecar_of(pod, container):
        verdicts = (SUCCESS,)
    running = seen.state.running if seen.state is not None else None
    started_at = running.startedAt if running is not None else None
    if started_at is not None and millis(started_at) < kubelet_restart_grace(kubelet_start):
        return verdicts
    return (*verdicts, initial)


def _is_sidecar_of(pod: Pod, container: Container) -> bool:
    return any(
        each.name == container.name and is_restartable_init_container(each)
        for each in pod.spec.initContainers or ()
    )


def _runs_again(
    pod: Pod, container: Container, seen: ContainerStatus, status: PodStatus, gates: Gates
) -> bool:
    """Whether a container that doesn't run may still run later."""
    ended = seen.state.terminated if seen.state is not None else None
    if ended is None:
        return True
    if not gates.container_restart_rules:
        return pod.spec.restartPolicy != "Never" or _is_sidecar_of(pod, container)
    return container_should_restart(container, pod.spec, ended.exitCode) or (
        gates.restart_all_containers and should_all_containers_restart(pod, None, status)
    )


def _is_due(probe_type: str, probe: Probe, seen: ContainerStatus, now_ms: Millis) -> bool:
    """Past the initial delay; startup probes until it has started, the others from then on."""
    if probe.initialDelaySeconds:
        started_at = seen.state.running.startedAt
        if started_at is not None:
            seconds = int((now_ms - millis(started_at)) / 1000)
            if seconds < probe.initialDelaySeconds:
                return False
    return bool(seen.started) != (probe_type == STARTUP)
