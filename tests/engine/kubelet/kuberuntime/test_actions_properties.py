"""Properties of computePodActions, for any Pod and any report of the runtime."""

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.cri.status import EXITED, RUNNING
from lifecycle.engine.kubelet.gates import V1_20, V1_36
from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from tests.engine.kubelet.strategies import pods, results, runtimes


@st.composite
def computed(draw, gates=V1_36, restart_all_containers=False):
    """A Pod, a report about it, and what a sync would do."""
    pod = draw(pods())
    runtime = draw(runtimes(pod))
    actions = compute_pod_actions(
        pod,
        runtime,
        results=draw(results(runtime)),
        restart_all_containers=restart_all_containers,
        gates=gates,
    )
    return pod, runtime, actions


def to_start(pod, actions):
    init = [pod.spec.initContainers[index].name for index in actions.init_containers_to_start]
    return init + [pod.spec.containers[index].name for index in actions.containers_to_start]


@given(st.one_of(computed(), computed(gates=V1_20)))
def test_property_nothing_is_started_twice(case):
    pod, runtime, actions = case
    killed = [kill.id for kill in actions.containers_to_kill]
    names = to_start(pod, actions)
    assert len(set(actions.containers_to_start)) == len(actions.containers_to_start)
    for name in names:
        newest = runtime.newest(name)
        if newest is not None and newest.state == RUNNING and not actions.kill_pod:
            assert newest.id in killed


@given(computed())
def test_property_only_what_may_live_is_killed(case):
    _, runtime, actions = case
    alive = [each.id for each in runtime.containers if each.state != EXITED]
    assert all(kill.id in alive for kill in actions.containers_to_kill)


@given(computed())
def test_property_a_pod_that_is_killed_starts_nothing_but_in_a_new_sandbox(case):
    pod, _, actions = case
    if actions.kill_pod and not actions.create_sandbox:
        assert to_start(pod, actions) == []


@given(computed())
def test_property_app_containers_wait_for_a_new_sandboxs_init_containers(case):
    pod, _, actions = case
    if actions.create_sandbox and pod.spec.initContainers:
        assert actions.init_containers_to_start == (0,)
        assert actions.containers_to_start == ()


@given(computed())
def test_property_a_deleted_pod_starts_no_app_container_anew(case):
    pod, _, actions = case
    if pod.metadata.deletionTimestamp is not None and not actions.create_sandbox:
        killed = [kill.name for kill in actions.containers_to_kill]
        started = [pod.spec.containers[index].name for index in actions.containers_to_start]
        assert all(name in killed for name in started)


@given(computed(restart_all_containers=True))
def test_property_a_restart_in_place_removes_every_instance_once(case):
    _, runtime, actions = case
    removed = sorted(reset.id for reset in actions.containers_to_reset)
    assert removed == sorted(each.id for each in runtime.containers)
    assert not actions.containers_to_start
