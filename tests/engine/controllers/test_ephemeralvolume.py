"""Claims for ephemeral volumes come with the Pod and go with it."""

from tests.engine.controllers.stagehand import Stage, template

VOLUMES = [
    {
        "name": "scratch",
        "ephemeral": {
            "volumeClaimTemplate": {
                "metadata": {"labels": {"of": "web"}},
                "spec": {
                    "accessModes": ["ReadWriteOnce"],
                    "resources": {"requests": {"storage": "1Gi"}},
                },
            }
        },
    }
]


def create_pod(stage):
    spec = template(volumes=VOLUMES)["spec"]
    stage.create({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec})


def claim(stage):
    return stage.api.find("PersistentVolumeClaim", "default", "web-scratch")


def test_the_claim_is_made_and_the_pod_scheduled():
    stage = Stage()
    create_pod(stage)
    stage.wait(2_000)
    assert claim(stage).metadata.labels == {"of": "web"}
    assert claim(stage).status.phase == "Bound"
    assert stage.api.find("Pod", "default", "web").spec.nodeName


def test_the_claim_goes_with_its_pod():
    stage = Stage()
    create_pod(stage)
    stage.wait(2_000)
    stage.api.delete("Pod", "default", "web")
    stage.wait(5_000)
    assert claim(stage) is None


def test_a_claim_that_somebody_deletes_is_made_again():
    stage = Stage()
    create_pod(stage)
    stage.wait(2_000)
    first = claim(stage).metadata.uid
    stage.api.delete("PersistentVolumeClaim", "default", "web-scratch")
    stage.wait(2_000)
    assert claim(stage).metadata.uid != first


def test_a_claim_of_that_name_that_is_not_the_pods_is_left_alone():
    stage = Stage()
    spec = VOLUMES[0]["ephemeral"]["volumeClaimTemplate"]["spec"]
    own = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": spec}
    stage.create({**own, "metadata": {"name": "web-scratch"}})
    create_pod(stage)
    stage.wait(500)
    said = {
        record.object.message
        for record in stage.world.records
        if record.kind == "Event" and record.object.reason == "FailedBinding"
    }
    assert said == {
        "ephemeral volume scratch: PVC default/web-scratch was not created for pod default/web "
        "(pod is not owner)"
    }
