"""How a Pod ends: grace periods, hooks, the order of sidecars."""

import pytest

from tests.engine.played import Played, pod_of

FOREVER = ["sleep", "3600"]
"""As PID 1 it has no handler for TERM, so only KILL ends it."""


def ends(played, *containers):
    return [round(played.process("exit", name)[0].t / 1000) for name in containers]


def test_a_process_without_handler_gets_the_whole_grace_period():
    pod = pod_of({"name": "app", "command": FOREVER}, terminationGracePeriodSeconds=6)
    played = Played(pod, do=[(10, "kubectl delete pod web")], until=30)
    assert ends(played, "app") == [16]


def test_a_stop_never_gets_less_than_two_seconds():
    pod = pod_of({"name": "app", "command": FOREVER})
    played = Played(pod, do=[(10, "kubectl delete pod web --grace-period=1")], until=30)
    assert ends(played, "app") == [12]


def test_a_shorter_second_delete_does_not_shorten_the_stop_under_way():
    pod = pod_of({"name": "app", "command": FOREVER}, terminationGracePeriodSeconds=20)
    lines = [(10, "kubectl delete pod web"), (12, "kubectl delete pod web --grace-period=3")]
    assert ends(Played(pod, do=lines), "app") == [30]


@pytest.mark.parametrize(
    ("hook_seconds", "grace", "end"),
    [(3, 10, 20), (3, 4, 15), (30, 5, 17)],
    ids=["rest of the grace", "two seconds at least", "hook cut short"],
)
def test_a_prestop_hook_is_paid_from_the_grace_period(hook_seconds, grace, end):
    container = {
        "name": "app",
        "command": FOREVER,
        "lifecycle": {"preStop": {"sleep": {"seconds": min(hook_seconds, grace)}}},
    }
    if hook_seconds > grace:
        container["lifecycle"] = {"preStop": {"exec": {"command": ["sleep", str(hook_seconds)]}}}
    pod = pod_of(container, terminationGracePeriodSeconds=grace)
    assert ends(Played(pod, do=[(10, "kubectl delete pod web")]), "app") == [end]


def test_a_hook_that_is_cut_short_is_told_of_in_an_event():
    hook = {"preStop": {"exec": {"command": ["sleep", "30"]}}}
    pod = pod_of(
        {"name": "app", "command": FOREVER, "lifecycle": hook}, terminationGracePeriodSeconds=5
    )
    played = Played(pod, do=[(10, "kubectl delete pod web")])
    assert played.events("FailedPreStopHook") == [("FailedPreStopHook", "PreStopHook failed", 1)]


def test_sidecars_get_their_signal_after_the_apps_the_last_one_first():
    sidecars = [
        {"name": name, "command": FOREVER, "restartPolicy": "Always"} for name in ("one", "two")
    ]
    pod = pod_of(
        {"name": "app", "command": FOREVER}, init=sidecars, terminationGracePeriodSeconds=10
    )
    played = Played(pod, do=[(20, "kubectl delete pod web")], until=60)
    signals = [record.container for record in played.process("signal") if record.signal == "TERM"]
    assert signals == ["app", "two", "one"]
    assert ends(played, "app", "two", "one") == [30, 32, 32]
    killing = played.events("Killing")
    assert len(killing) == 3


def test_an_app_in_a_pod_that_runs_once_takes_its_sidecar_with_it():
    sidecar = {"name": "side", "command": FOREVER, "restartPolicy": "Always"}
    pod = pod_of(
        {"name": "app", "command": ["sleep", "5"]},
        init=[sidecar],
        restartPolicy="Never",
        terminationGracePeriodSeconds=3,
    )
    played = Played(pod, until=30)
    assert played.phases() == ["Pending", "Running", "Succeeded"]
    assert played.states("side")[-1] == "Error"


def test_a_pod_whose_volume_never_came_fails_and_goes():
    pod = pod_of(
        {"name": "app", "volumeMounts": [{"name": "v", "mountPath": "/v"}]},
        volumes=[{"name": "v", "configMap": {"name": "missing"}}],
    )
    played = Played(pod, do=[(6, "kubectl delete pod web")], until=20)
    assert played.states("app") == ["ContainerCreating", "ContainerStatusUnknown"]
    assert played.phases() == ["Pending", "Failed"]
    assert 6 < played.gone_at() < 9


def test_a_pod_past_its_deadline_fails_with_the_whole_grace_period():
    pod = pod_of(
        {"name": "app", "command": FOREVER},
        activeDeadlineSeconds=8,
        terminationGracePeriodSeconds=4,
    )
    played = Played(pod, until=30)
    assert played.phases() == ["Pending", "Running", "Failed"]
    assert played.pod().status.reason == "DeadlineExceeded"
    assert ends(played, "app") in ([12], [13])
    assert played.events("DeadlineExceeded")[-1][2] == 4


def test_a_pod_that_succeeded_does_not_fail_when_its_deadline_passes_later():
    spec = pod_of({"name": "c0"}, restartPolicy="Never", activeDeadlineSeconds=3)["spec"]
    job = {"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": "d0"}}
    played = Played({**job, "spec": {"template": {"spec": spec}}}, seed=0, until=30)
    (pod,) = played.cluster.api.list("Pod")
    assert played.phases(pod.metadata.name) == ["Pending", "Running", "Succeeded"]
    assert not played.events("DeadlineExceeded")


def test_a_kubelet_that_finds_a_pod_terminating_fails_to_mount_its_volumes():
    """It doesn't follow the objects of a Pod that it never let live (recording 22a)."""
    pod = pod_of({"name": "app", "command": ["sleep", "3600"]}, terminationGracePeriodSeconds=20)
    do = ((8, "kubectl delete pod web"), (12, "kubelet stop node1"), (18, "kubelet start node1"))
    played = Played(pod, do=do, until=60)
    said = [(message, count) for _, message, count in played.events("FailedMount")]
    volume = played.versions()[0][1].spec.volumes[0].name
    error = 'object "default"/"kube-root-ca.crt" not registered'
    message = f'MountVolume.SetUp failed for volume "{volume}" : {error}'
    assert said == [(message, number) for number in range(1, 7)]


def test_a_kubelet_that_finds_a_pod_alive_mounts_its_volumes():
    pod = pod_of({"name": "app", "command": ["sleep", "3600"]}, terminationGracePeriodSeconds=20)
    do = ((8, "kubelet stop node1"), (12, "kubelet start node1"), (30, "kubectl delete pod web"))
    assert not Played(pod, do=do, until=60).events("FailedMount")
