"""When a container that has ended runs again."""

import pytest

from lifecycle.engine.kubelet.backoff import format_duration
from tests.engine.played import Played, pod_of


def waits(played, container="app"):
    """Seconds from each end to the next start."""
    ends = [record.t / 1000 for record in played.process("exit", container)]
    starts = played.starts(container)[1:]
    return [start - end for end, start in zip(ends, starts)]


def test_a_crash_loop_waits_longer_each_time():
    pod = pod_of({"name": "app", "command": ["sleep", "1"]})
    found = waits(Played(pod, until=700))
    assert len(found) >= 6
    assert found[0] < 2
    for least, found_wait in zip((10, 20, 40, 80, 160), found[1:]):
        assert least <= found_wait <= 1.5 * least + 3


@pytest.mark.parametrize("policy", ["Always", "OnFailure", "Never"])
def test_the_policy_decides_after_exit_0(policy):
    pod = pod_of({"name": "app", "command": ["sleep", "2"]}, restartPolicy=policy)
    played = Played(pod, until=30)
    restarted = len(played.starts("app")) > 1
    assert restarted == (policy == "Always")
    assert played.phases()[-1] == ("Running" if restarted else "Succeeded")


def test_the_first_restart_is_immediate_and_the_second_shows_as_back_off():
    pod = pod_of({"name": "app", "command": ["sleep", "1"]})
    played = Played(pod, until=150)
    assert played.states("app")[:4] == ["ContainerCreating", "running", "Completed", "running"]
    assert "CrashLoopBackOff" in played.states("app")
    first = played.process("backoff")[0]
    assert first.count == 10 and first.until > first.t


def test_back_off_is_told_of_in_events():
    played = Played(pod_of({"name": "app", "command": ["sleep", "1"]}), until=30)
    _, message, _ = played.events("BackOff")[0]
    assert message.startswith("Back-off restarting failed container app in pod web_default(")


def test_a_killed_sandbox_runs_everything_again():
    pod = pod_of({"name": "app", "command": ["sleep", "3600"]}, terminationGracePeriodSeconds=2)
    played = Played(pod, do=[(10, "sandbox kill web")], until=30)
    assert len(played.starts("app")) == 2
    assert played.events("SandboxChanged")
    assert played.pod().status.containerStatuses[0].restartCount == 1


def test_a_process_killed_from_outside_is_started_again():
    pod = pod_of({"name": "app", "command": ["sleep", "3600"]})
    played = Played(pod, do=[(10, "kill web -c app --signal=KILL")], until=20)
    assert played.states("app") == ["ContainerCreating", "running", "Error", "running"]


def test_a_kubelet_that_comes_back_starts_with_an_empty_memory():
    pod = pod_of({"name": "app", "command": ["sleep", "1"]})
    lines = [(100, "kubelet stop node1"), (106, "kubelet start node1")]
    played = Played(pod, do=lines, until=125)
    starts = [start for start in played.starts("app") if start > 100]
    assert starts[0] < 110


def test_a_running_pod_does_not_notice_a_restart_of_its_kubelet():
    pod = pod_of({"name": "app", "image": "nginx", "readinessProbe": {"httpGet": {"port": 80}}})
    lines = [(20, "kubelet stop node1"), (26, "kubelet start node1")]
    played = Played(pod, do=lines, until=60)
    assert all(moment < 20 for moment, _ in played.versions())


@pytest.mark.parametrize(
    ("ms", "text"), [(10_000, "10s"), (160_000, "2m40s"), (300_000, "5m0s"), (500, "500ms")]
)
def test_durations_are_printed_as_go_does(ms, text):
    assert format_duration(ms) == text


def test_all_containers_restart_at_once_when_none_of_them_runs_any_more():
    rule = {"action": "RestartAllContainers", "exitCodes": {"operator": "In", "values": [88]}}
    rules = {"restartPolicy": "Never", "restartPolicyRules": [rule]}
    pod = pod_of({"name": "app", "command": ["sh", "-c", "sleep 2; exit 88"], **rules})
    played = Played(pod, until=20)
    assert all(wait < 3 for wait in waits(played)), waits(played)
    assert played.states("app")[:4] == [
        "ContainerCreating",
        "running",
        "Error",
        "RestartingAllContainers",
    ]
