"""What is deleted with its owner, and what is left."""

import pytest

from tests.engine.controllers.stagehand import Stage, workload


@pytest.fixture
def stage():
    stage = Stage()
    stage.create(workload("Deployment", 2))
    stage.wait()
    return stage


def test_deleting_a_deployment_deletes_its_replica_set_and_its_pods(stage):
    stage.api.delete("Deployment", "default", "web", propagation="Background")
    stage.wait(5_000)
    assert stage.names("Deployment") == []
    assert stage.names("ReplicaSet") == []
    assert stage.names() == []


def test_in_the_foreground_the_owner_goes_last(stage):
    stage.api.delete("Deployment", "default", "web", propagation="Foreground")
    stage.wait(200)
    assert stage.names("Deployment") == ["web"]
    assert len(stage.names()) == 2
    stage.wait(5_000)
    assert stage.names("Deployment") == []
    assert stage.names() == []
    gone = [r.kind for r in stage.world.records if r.kind != "Event" and r.verb == "deleted"]
    assert gone == ["Pod", "Pod", "ReplicaSet", "Deployment"]


def test_orphans_stay_and_forget_their_owner(stage):
    (name,) = stage.names("ReplicaSet")
    stage.api.delete("ReplicaSet", "default", name, propagation="Orphan")
    stage.api.delete("Deployment", "default", "web", propagation="Orphan")
    stage.wait()
    assert stage.names("Deployment") == []
    assert [pod.metadata.ownerReferences for pod in stage.pods()] == [None, None]


def test_a_deleted_namespace_takes_everything_with_it():
    stage = Stage()
    stage.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    stage.wait(100)
    stage.create({"apiVersion": "v1", "kind": "ConfigMap",
                  "metadata": {"name": "settings", "namespace": "shop"}})  # fmt: skip
    stage.api.delete("Namespace", "", "shop")
    assert stage.api.get("Namespace", "", "shop").status.phase == "Terminating"
    stage.wait(10_000)
    assert stage.api.find("Namespace", "", "shop") is None
    assert stage.api.list("ConfigMap", "shop") == []
