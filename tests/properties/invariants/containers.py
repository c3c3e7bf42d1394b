"""What holds for every container status that the API shows."""

from collections.abc import Iterator
from typing import Any

from lifecycle.engine.statecharts import CONTAINER
from tests.properties.histories import History, state_name, statuses


def _steps(history: History) -> Iterator[tuple[Any, Any, Any]]:
    """A Pod's version with a status in it, and that container's status before."""
    for before, after in history.steps("Pod"):
        old = {status.name: status for status in statuses(before)}
        for status in statuses(after):
            yield after, old.get(status.name), status


def a_container_goes_along_its_chart(history: History) -> None:
    for pod, old, new in _steps(history):
        if old is not None:
            edge = (state_name(old), state_name(new))
            assert CONTAINER.allows(*edge), (edge, new.name, pod)


def restarts_are_never_uncounted(history: History) -> None:
    for pod, old, new in _steps(history):
        assert old is None or old.restartCount <= new.restartCount, (new.name, pod)


def a_container_is_in_one_state(history: History) -> None:
    for pod in history.versions("Pod"):
        for status in statuses(pod):
            state = status.state
            given = [each for each in (state.waiting, state.running, state.terminated) if each]
            assert len(given) == 1, pod
            assert status.lastState is None or status.lastState.running is None, pod


def only_what_runs_is_ready(history: History) -> None:
    """A plain init container is ready once it has ended well, also while it is to run again.

    Ready does not imply started: until its startup probe has run, a container that was
    restarted is shown as its predecessor was.
    """
    for pod in history.versions("Pod"):
        plain = {c.name for c in pod.spec.initContainers or () if c.restartPolicy != "Always"}
        for status in statuses(pod):
            if status.ready and status.name in plain:
                ended = status.state.terminated or status.lastState.terminated
                assert ended.exitCode == 0, (status.name, pod)
            elif status.ready:
                assert status.state.running, (status.name, pod)
            if status.started and status.name not in plain:
                assert status.state.running, (status.name, pod)


def what_ended_had_begun(history: History) -> None:
    for pod in history.versions("Pod"):
        for status in statuses(pod):
            for state in (status.state, status.lastState):
                ended = state and state.terminated
                if ended and ended.startedAt and ended.finishedAt:
                    assert ended.startedAt <= ended.finishedAt, (status.name, pod)


def statuses_are_those_of_the_spec(history: History) -> None:
    for pod in history.versions("Pod"):
        for shown, containers in (
            (pod.status.initContainerStatuses, pod.spec.initContainers),
            (pod.status.containerStatuses, pod.spec.containers),
        ):
            if shown:
                names = [container.name for container in containers or ()]
                assert sorted(status.name for status in shown) == sorted(names), pod


ALL = (
    a_container_goes_along_its_chart,
    restarts_are_never_uncounted,
    a_container_is_in_one_state,
    only_what_runs_is_ready,
    what_ended_had_begun,
    statuses_are_those_of_the_spec,
)
