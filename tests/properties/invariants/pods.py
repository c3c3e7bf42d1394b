"""What holds for every version of a Pod that a watcher sees."""

from itertools import pairwise

from lifecycle.engine.api.pod import is_mirror
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.statecharts import CONDITION, PHASE
from lifecycle.sessions.podline import pod_line
from tests.properties.histories import History, condition, state_name, statuses

CONDITIONS = (
    "PodScheduled",
    "PodReadyToStartContainers",
    "Initialized",
    "ContainersReady",
    "Ready",
    "DisruptionTarget",
    "AllContainersRestarting",
)
TERMINAL = ("Succeeded", "Failed")


def a_phase_goes_along_its_chart(history: History) -> None:
    """A static Pod that has ended is begun anew by the next kubelet; its mirror is no Pod."""
    for before, after in history.steps("Pod"):
        if is_mirror(after):
            continue
        edge = (before.status.phase, after.status.phase)
        assert PHASE.allows(*edge), (edge, after)


def a_condition_goes_along_its_chart(history: History) -> None:
    for before, after in history.steps("Pod"):
        for kind in CONDITIONS:
            edge = (condition(before, kind), condition(after, kind))
            assert CONDITION.allows(*edge), (kind, edge, after)


def a_pod_that_has_ended_runs_nothing(history: History) -> None:
    """Unless its node is gone: then the control plane calls it failed without knowing.

    Before 1.22 a kubelet said at once that a Pod past its deadline had failed.
    """
    given_up: set[str] = set()
    for change in history.changes:
        if change.rule == "podgc":
            given_up.add(change.uid)
        if change.kind != "Pod" or change.uid in given_up or not history.modern:
            continue
        pod = change.object
        if pod.status.phase in TERMINAL:
            running = [s.name for s in statuses(pod) if state_name(s) == "running"]
            assert not running, pod
            assert condition(pod, "Ready") != "True", pod


def a_pod_succeeds_only_if_all_its_apps_did(history: History) -> None:
    for pod in history.versions("Pod"):
        if pod.status.phase == "Succeeded":
            codes = [_exit_code(s) for s in pod.status.containerStatuses]
            assert codes == [0] * len(pod.spec.containers), pod


def a_deletion_is_never_taken_back_or_put_off(history: History) -> None:
    """A shorter grace moves its end towards the present, but not into the past."""
    for changes in history.of("Pod"):
        for before, after in pairwise(changes):
            old, new = before.object.metadata, after.object.metadata
            if old.deletionTimestamp is not None:
                assert new.deletionTimestamp is not None, after
                latest = max(old.deletionTimestamp, timestamp(after.t))
                assert new.deletionTimestamp <= latest, after
                assert new.deletionGracePeriodSeconds <= old.deletionGracePeriodSeconds, after


def what_is_decided_once_stays(history: History) -> None:
    """Before 1.22 the status of an evicted Pod held its end and nothing else."""
    for before, after in history.steps("Pod"):
        if not history.modern and after.status.reason == "Evicted":
            continue
        for old, new in (
            (before.metadata.creationTimestamp, after.metadata.creationTimestamp),
            (before.spec.nodeName, after.spec.nodeName),
            (before.status.startTime, after.status.startTime),
            (before.status.qosClass, after.status.qosClass),
        ):
            assert old in (None, new), (old, after)


def generations_grow(history: History) -> None:
    for before, after in history.steps("Pod"):
        assert before.metadata.generation <= after.metadata.generation, after
        observed = after.status.observedGeneration or 0
        assert observed <= after.metadata.generation, after


def a_pod_without_a_node_has_nothing_on_it(history: History) -> None:
    for pod in history.versions("Pod"):
        if not pod.spec.nodeName:
            assert not pod.status.podIP, pod
            assert not any(state_name(s) != "waiting" for s in statuses(pod)), pod


def a_ready_pod_has_ready_containers(history: History) -> None:
    for pod in history.versions("Pod"):
        if condition(pod, "Ready") == "True":
            assert condition(pod, "ContainersReady") == "True", pod
        if condition(pod, "ContainersReady") == "True":
            ready = [s.name for s in pod.status.containerStatuses or () if s.ready]
            assert len(ready) == len(pod.spec.containers), pod
            assert condition(pod, "Initialized") == "True", pod


def gates_hold_back_readiness(history: History) -> None:
    for pod in history.versions("Pod"):
        if condition(pod, "Ready") == "True":
            for gate in pod.spec.readinessGates or ():
                assert condition(pod, gate.conditionType) == "True", pod


def the_columns_are_those_of_the_statuses(history: History) -> None:
    for pod in history.versions("Pod"):
        line = pod_line(pod)
        ready, total = map(int, line["ready_column"].split("/"))
        sidecars = [c.name for c in pod.spec.initContainers or () if c.restartPolicy == "Always"]
        assert total == len(pod.spec.containers) + len(sidecars), pod
        apps = [s for s in pod.status.containerStatuses or () if s.ready]
        started = [
            s
            for s in pod.status.initContainerStatuses or ()
            if s.name in sidecars and s.ready and s.started
        ]
        if condition(pod, "Initialized") == "True":
            running = [s for s in apps if state_name(s) == "running"]
            assert ready <= len(running) + len(started), (line, pod)
            if pod.status.phase == "Running" and len(started) == len(sidecars):
                assert ready == len(running) + len(started), (line, pod)
        assert ready <= total, pod
        counts = {s.name: s.restartCount for s in statuses(pod)}
        assert int(line["restarts_column"]) <= sum(counts.values()), pod


def a_pod_that_goes_is_told_to_be_terminating(history: History) -> None:
    for pod in history.versions("Pod"):
        if pod.metadata.deletionTimestamp is not None and pod.status.phase not in TERMINAL:
            assert pod_line(pod)["status_column"] == "Terminating", pod


def _exit_code(status) -> int | None:
    terminated = status.state.terminated
    return None if terminated is None else terminated.exitCode


ALL = (
    a_phase_goes_along_its_chart,
    a_condition_goes_along_its_chart,
    a_pod_that_has_ended_runs_nothing,
    a_pod_succeeds_only_if_all_its_apps_did,
    a_deletion_is_never_taken_back_or_put_off,
    what_is_decided_once_stays,
    generations_grow,
    a_pod_without_a_node_has_nothing_on_it,
    a_ready_pod_has_ready_containers,
    gates_hold_back_readiness,
    the_columns_are_those_of_the_statuses,
    a_pod_that_goes_is_told_to_be_terminating,
)
