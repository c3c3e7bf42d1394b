"""StatefulSets make, end and update their Pods in order."""

import pytest
from msgspec.structs import replace

from tests.engine.controllers.stagehand import Stage, template


def stateful(replicas=3, **spec):
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "db"},
        "spec": {
            "serviceName": "db",
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "db"}},
            "template": template("db"),
            **spec,
        },
    }


def set_image(stage, image):
    found = stage.get("StatefulSet", "db").spec.template
    container = replace(found.spec.containers[0], image=image)
    spec = replace(found.spec, containers=[container])
    stage.update("StatefulSet", "db", template=replace(found, spec=spec))


def happenings(stage, verb):
    return [r.name for r in stage.world.records if r.kind == "Pod" and r.verb == verb]


def test_each_pod_waits_until_the_one_before_it_is_ready():
    stage = Stage(ready=False)
    stage.create(stateful())
    stage.wait()
    assert stage.names() == ["db-0"]
    stage.set_ready("db-0", True)
    stage.wait()
    assert stage.names() == ["db-0", "db-1"]
    assert stage.events("StatefulSet") == [
        ("SuccessfulCreate", "Create Pod db-0 in StatefulSet db successful"),
        ("SuccessfulCreate", "Create Pod db-1 in StatefulSet db successful"),
    ]


def test_a_pod_keeps_its_name_host_name_and_number():
    stage = Stage()
    stage.create(stateful(1))
    stage.wait()
    pod = stage.get("Pod", "db-0")
    assert (pod.spec.hostname, pod.spec.subdomain) == ("db-0", "db")
    assert pod.metadata.labels["statefulset.kubernetes.io/pod-name"] == "db-0"
    assert pod.metadata.labels["apps.kubernetes.io/pod-index"] == "0"


def test_in_parallel_all_come_at_once():
    stage = Stage(ready=False)
    stage.create(stateful(podManagementPolicy="Parallel"))
    stage.wait(100)
    assert stage.names() == ["db-0", "db-1", "db-2"]


def test_scaling_down_ends_the_last_first_and_waits_for_each():
    stage = Stage()
    stage.create(stateful())
    stage.wait(5_000)
    stage.update("StatefulSet", "db", replicas=1)
    stage.wait(500)
    assert stage.names() == ["db-0", "db-1", "db-2"]
    leaving = [p.metadata.name for p in stage.pods() if p.metadata.deletionTimestamp]
    assert leaving == ["db-2"]
    stage.wait(5_000)
    assert happenings(stage, "deleted") == ["db-2", "db-1"]
    assert stage.names() == ["db-0"]


def test_a_deleted_pod_comes_again_only_when_it_is_gone():
    stage = Stage()
    stage.create(stateful(1))
    stage.wait()
    uid = stage.get("Pod", "db-0").metadata.uid
    stage.api.delete("Pod", "default", "db-0")
    stage.wait(500)
    assert stage.get("Pod", "db-0").metadata.uid == uid
    stage.wait()
    assert stage.get("Pod", "db-0").metadata.uid != uid


@pytest.mark.parametrize(("partition", "updated"), [(0, ["db-2", "db-1", "db-0"]), (2, ["db-2"])])
def test_an_update_goes_from_the_last_pod_to_the_partition(partition, updated):
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": partition}}
    stage = Stage()
    stage.create(stateful(updateStrategy=strategy))
    stage.wait(5_000)
    set_image(stage, "busybox:2")
    stage.wait(20_000)
    assert happenings(stage, "deleted") == updated
    images = {pod.metadata.name: pod.spec.containers[0].image for pod in stage.pods()}
    assert [name for name in reversed(images) if images[name] == "busybox:2"] == updated
    status = stage.get("StatefulSet", "db").status
    assert (status.currentRevision == status.updateRevision) == (partition == 0)


def test_its_status_counts_as_recorded_from_a_real_cluster():
    stage = Stage()
    stage.create(stateful(2))
    stage.wait(5_000)
    fields = ("replicas", "readyReplicas", "currentReplicas", "updatedReplicas")
    history = stage.history("StatefulSet", *fields)
    assert history == [
        (0, 0, 0, 0), (1, 0, 1, 1), (1, 1, 1, 1), (2, 1, 2, 2), (2, 2, 2, 2),
    ]  # fmt: skip


def test_each_pod_gets_a_claim_of_its_own_that_outlives_it():
    claim = {
        "metadata": {"name": "data"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }
    stage = Stage()
    stage.create(stateful(2, volumeClaimTemplates=[claim]))
    stage.wait(10_000)
    assert stage.names("PersistentVolumeClaim") == ["data-db-0", "data-db-1"]
    phases = [c.status.phase for c in stage.api.list("PersistentVolumeClaim", "default")]
    assert phases == ["Bound", "Bound"]
    assert stage.get("StatefulSet", "db").status.readyReplicas == 2
    stage.update("StatefulSet", "db", replicas=0)
    stage.wait(10_000)
    assert stage.names("PersistentVolumeClaim") == ["data-db-0", "data-db-1"]


def test_in_parallel_one_that_has_ended_holds_up_no_other():
    stage = Stage()
    stage.create(stateful(podManagementPolicy="Parallel"))
    stage.wait(3_000)
    stage.api.patch("Pod", "default", "db-0", kept)
    stage.end("default", "db-0", "Failed")
    stage.wait(50)
    stage.api.delete("Pod", "default", "db-2", grace_seconds=0)
    stage.wait(50)
    phases = {pod.metadata.name: pod.status.phase for pod in stage.pods()}
    assert phases == {"db-0": "Failed", "db-1": "Running", "db-2": "Pending"}


def kept(pod):
    """The Pod with a finalizer that nobody removes."""
    return replace(pod, metadata=replace(pod.metadata, finalizers=["example.com/kept"]))
