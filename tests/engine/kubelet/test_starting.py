"""What has to be there before a container runs: volumes, images, variables."""

import pytest

from lifecycle.engine.inputs import Input
from lifecycle.engine.kubelet.environment import expand
from tests.engine.played import Played, pod_of

SLEEP = {"name": "app", "command": ["sleep", "3600"]}


def config_map(name, **data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def test_an_image_that_is_there_is_not_pulled():
    played = Played(pod_of(SLEEP), until=5)
    assert played.events("Pulled") == [
        (
            "Pulled",
            'Container image "busybox:1.35" already present on machine and can be accessed by '
            "the pod",
            1,
        )
    ]
    assert not played.events("Pulling")


@pytest.mark.parametrize(
    ("policy", "reasons"),
    [
        ("Never", ["ErrImageNeverPull"]),
        ("IfNotPresent", ["ErrImagePull", "ImagePullBackOff"]),
    ],
)
def test_an_absent_image_is_named_as_the_reason(policy, reasons):
    container = {**SLEEP, "image": "nowhere/none:1", "imagePullPolicy": policy}
    played = Played(do=[], until=0)
    played.cluster.submit(Input(0, "image absent nowhere/none:1"))
    played.cluster.submit(Input(0, "kubectl apply -f -", (pod_of(container),)))
    played.cluster.advance(60_000)
    shown = [state for state in played.states("app") if state != "ContainerCreating"]
    assert list(dict.fromkeys(shown)) == reasons
    assert played.phases() == ["Pending"]


def test_an_image_name_that_is_none_is_refused_before_any_pull():
    played = Played(pod_of({**SLEEP, "image": "Not A Name"}), until=5)
    assert played.states("app")[-1] == "InvalidImageName"


def test_a_volume_that_is_missing_is_waited_for():
    container = {**SLEEP, "volumeMounts": [{"name": "v", "mountPath": "/v"}]}
    pod = pod_of(container, volumes=[{"name": "v", "configMap": {"name": "late"}}])
    played = Played(pod, until=5)
    assert played.states("app") == ["ContainerCreating"]
    _, message, count = played.events("FailedMount")[-1]
    assert message == 'MountVolume.SetUp failed for volume "v" : configmap "late" not found'
    assert count == 4
    played.cluster.submit(Input(5_000, "kubectl apply -f -", (config_map("late", a="1"),)))
    played.cluster.advance(20_000)
    assert played.states("app") == ["ContainerCreating", "running"]


def test_nobody_waits_for_a_volume_that_no_container_mounts():
    pod = pod_of(SLEEP, volumes=[{"name": "v", "configMap": {"name": "missing"}}])
    played = Played(pod, until=5)
    assert played.states("app") == ["ContainerCreating", "running"]


def test_a_missing_config_map_in_the_environment_is_no_crash_loop():
    reference = {"configMapKeyRef": {"name": "late", "key": "a"}}
    container = {**SLEEP, "env": [{"name": "A", "valueFrom": reference}]}
    played = Played(pod_of(container), until=40)
    assert played.states("app") == ["ContainerCreating", "CreateContainerConfigError"]
    assert played.events("Failed")[0][1] == 'Error: configmap "late" not found'
    assert not played.events("BackOff")
    played.cluster.submit(Input(40_000, "kubectl apply -f -", (config_map("late", a="1"),)))
    played.cluster.advance(60_000)
    assert played.states("app")[-1] == "running"


def test_a_container_that_must_not_be_root_is_not_made():
    container = {**SLEEP, "securityContext": {"runAsNonRoot": True}}
    played = Played(pod_of(container), until=5)
    message = played.events("Failed")[0][1]
    assert message.startswith("Error: container has runAsNonRoot and image will run as root (pod: ")


def test_a_failed_poststart_hook_kills_its_container():
    hook = {"postStart": {"exec": {"command": ["false"]}}}
    pod = pod_of({**SLEEP, "lifecycle": hook}, terminationGracePeriodSeconds=2)
    played = Played(pod, until=30)
    assert "PostStartHookError" in played.states("app")
    assert played.events("FailedPostStartHook")[0][1] == "PostStartHook failed"
    assert played.events("Killing")[0][1] == "FailedPostStartHook"


def test_a_delete_waits_for_a_poststart_hook():
    hook = {"postStart": {"exec": {"command": ["sleep", "20"]}}}
    pod = pod_of({**SLEEP, "lifecycle": hook}, terminationGracePeriodSeconds=2)
    played = Played(pod, do=[(8, "kubectl delete pod web")], until=40)
    assert played.process("grace")[0].t > 20_000
    assert 22 < played.gone_at() < 26


@pytest.mark.parametrize(
    ("text", "value"),
    [("$(A)b", "1b"), ("$$(A)", "$(A)"), ("$(NONE)", "$(NONE)"), ("$A", "$A"), ("$(A", "$(A")],
)
def test_references_to_variables_are_expanded(text, value):
    assert expand(text, {"A": "1"}) == value
