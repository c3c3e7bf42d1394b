"""Claims are bound to volumes, and Pods wait for that."""

from tests.engine.controllers.stagehand import Stage, template


def claim(storage="1Gi", **spec):
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": storage}},
            **spec,
        },
    }


def volume(name, storage, class_name="manual"):
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name},
        "spec": {
            "storageClassName": class_name,
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": storage},
            "hostPath": {"path": "/mnt/data"},
        },
    }


def pod_with_claim(stage):
    volumes = [{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}]
    stage.create(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "web"},
            "spec": template(volumes=volumes)["spec"],
        }
    )


def test_the_smallest_volume_that_is_large_enough_is_taken():
    stage = Stage()
    for name, storage in (("small", "500Mi"), ("large", "10Gi"), ("right", "2Gi")):
        stage.create(volume(name, storage))
    stage.create(claim(storageClassName="manual"))
    stage.wait()
    assert stage.get("PersistentVolumeClaim", "data").spec.volumeName == "right"
    phases = {v.metadata.name: v.status.phase for v in stage.api.list("PersistentVolume")}
    assert phases == {"small": "Available", "large": "Available", "right": "Bound"}


def test_a_claim_without_a_class_is_provided_for():
    stage = Stage()
    pod_with_claim(stage)
    stage.wait()
    assert stage.get("Pod", "web").spec.nodeName is None
    stage.create(claim())
    stage.wait(5_000)
    assert stage.get("PersistentVolumeClaim", "data").status.phase == "Bound"
    assert stage.get("Pod", "web").spec.nodeName == "node1"


def test_a_claim_of_a_class_that_does_not_exist_waits_and_so_does_its_pod():
    stage = Stage()
    stage.create(claim(storageClassName="fast"))
    pod_with_claim(stage)
    stage.wait()
    assert stage.get("PersistentVolumeClaim", "data").status.phase == "Pending"
    assert stage.events("PersistentVolumeClaim") == [
        ("ProvisioningFailed", 'storageclass.storage.k8s.io "fast" not found')
    ]
    (condition,) = stage.get("Pod", "web").status.conditions
    assert "pod has unbound immediate PersistentVolumeClaims" in condition.message
