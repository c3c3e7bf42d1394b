"""Properties of the status functions, for any Pod and any report of the runtime."""

from hypothesis import assume, given
from hypothesis import strategies as st
from lightkube.models.core_v1 import PodStatus

from lifecycle.engine.kubelet.gates import V1_20, V1_36
from lifecycle.engine.kubelet.kuberuntime.restart_rules import all_containers_could_restart
from lifecycle.engine.kubelet.prober.results import ProbeView
from lifecycle.engine.kubelet.status.generate import generate_api_pod_status
from lifecycle.engine.kubelet.status.phase import get_phase, is_terminal
from tests.engine.kubelet.strategies import PHASES, names_of, pods, results, runtimes, statuses

KNOWN = ("Pending", "Running", "Succeeded", "Failed")


@given(st.data(), pods(), st.booleans(), st.booleans(), st.sampled_from([V1_20, V1_36]))
def test_property_a_phase_is_one_of_four(data, pod, terminal, initialized, gates):
    phase = get_phase(pod, data.draw(statuses(pod)), terminal, initialized, gates)
    assert phase in KNOWN


@given(st.data(), pods())
def test_property_a_finished_pod_with_ended_containers_is_terminal(data, pod):
    known = data.draw(statuses(pod))
    apps = [each for each in known if each.name.startswith("app")]
    init_waits = any(not each.state.terminated for each in known if each.name.startswith("init"))
    all_seen = {each.name for each in known} == set(names_of(pod))
    if all_seen and not init_waits and all(each.state.terminated for each in apps):
        assert is_terminal(get_phase(pod, known, True, True))


def generated(data, pod, previous=None, **options):
    report = data.draw(runtimes(pod))
    workers = [("uid", name, "readiness") for name in names_of(pod)]
    probes = ProbeView(data.draw(results(report)), workers)
    return (
        report,
        probes,
        generate_api_pod_status(pod, report, previous=previous, probes=probes, **options).status,
    )


def of_all(status):
    return [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]


@given(st.data(), pods(), PHASES, st.booleans())
def test_property_a_terminal_phase_is_never_left(data, pod, before, terminal):
    previous = PodStatus(phase=before)
    _, _, status = generated(data, pod, previous, terminal=terminal)
    shown = pod.status.phase if pod.status else None
    if is_terminal(shown):
        assert status.phase == shown
    elif is_terminal(before):
        assert is_terminal(status.phase)


@given(st.data(), pods())
def test_property_every_container_has_one_status_in_order(data, pod):
    _, _, status = generated(data, pod)
    apps = [each.name for each in status.containerStatuses]
    assert apps == sorted(container.name for container in pod.spec.containers)
    init = [each.name for each in status.initContainerStatuses or ()]
    assert init == [container.name for container in pod.spec.initContainers or ()]


@given(st.data(), pods())
def test_property_a_count_never_falls(data, pod):
    known = data.draw(statuses(pod))
    previous = PodStatus(
        containerStatuses=[each for each in known if each.name.startswith("app")],
        initContainerStatuses=[each for each in known if each.name.startswith("init")],
    )
    before = {each.name: each.restartCount for each in known}
    _, _, status = generated(data, pod, previous)
    assert all(each.restartCount >= before.get(each.name, 0) for each in of_all(status))


@given(st.data(), pods())
def test_property_who_is_ready_runs_and_has_started(data, pod):
    _, _, status = generated(data, pod)
    for each in status.containerStatuses:
        if each.ready:
            assert each.started
            assert each.state.running is not None


@given(st.data(), pods())
def test_property_a_ready_pod_has_ready_containers(data, pod):
    _, _, status = generated(data, pod)
    held = {condition.type: condition.status for condition in status.conditions}
    assert len(held) == len(status.conditions)
    if held["Ready"] == "True":
        assert held["ContainersReady"] == "True"
    if is_terminal(status.phase):
        assert held["Ready"] == "False"


@given(st.data(), pods())
def test_property_without_news_the_status_stays_as_it_is(data, pod):
    # A restart in place goes on from what was said before, so it has news of its own.
    assume(not all_containers_could_restart(pod.spec))
    report, probes, first = generated(data, pod)
    pod.status = first
    second = generate_api_pod_status(pod, report, previous=first, probes=probes).status
    third = generate_api_pod_status(pod, report, previous=second, probes=probes).status
    assert third == second
