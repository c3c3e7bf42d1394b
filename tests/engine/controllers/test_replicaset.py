"""ReplicaSets keep their number of Pods."""

from msgspec.structs import replace

from tests.engine.controllers.stagehand import Stage, template, workload


def test_a_replica_set_makes_its_pods_and_says_so():
    stage = Stage()
    stage.create(workload("ReplicaSet", 2))
    stage.wait()
    names = stage.names()
    assert len(names) == 2
    assert all(name.startswith("web-") and len(name) == 9 for name in names)
    created = [message for reason, message in stage.events("ReplicaSet")]
    assert sorted(created) == [f"Created pod: {name}" for name in names]


def test_its_status_follows_the_pods():
    stage = Stage()
    stage.create(workload("ReplicaSet", 2))
    stage.wait()
    history = stage.history("ReplicaSet", "replicas", "readyReplicas", "availableReplicas")
    assert history[0] == (0, 0, 0)
    assert history[1] == (2, 0, 0)
    assert history[-1] == (2, 2, 2)


def test_a_replacement_is_made_at_the_delete_and_not_at_the_end():
    stage = Stage()
    stage.create(workload("ReplicaSet", 1))
    stage.wait()
    (old,) = stage.names()
    stage.api.delete("Pod", "default", old)
    stage.wait(100)
    assert len(stage.names()) == 2
    assert old in stage.names()
    assert stage.get("ReplicaSet", "web").status.terminatingReplicas == 1
    stage.wait()
    assert old not in stage.names()
    assert stage.get("ReplicaSet", "web").status.terminatingReplicas == 0


def test_a_pod_that_has_ended_is_replaced_too():
    stage = Stage()
    stage.create(workload("ReplicaSet", 1))
    stage.wait()
    (old,) = stage.names()
    stage.end("default", old, "Failed")
    stage.wait(100)
    assert len(stage.names()) == 2


def test_a_pod_whose_label_is_taken_away_is_let_go_and_replaced():
    stage = Stage()
    stage.create(workload("ReplicaSet", 1))
    stage.wait()
    (old,) = stage.names()
    stage.api.patch(
        "Pod",
        "default",
        old,
        lambda pod: replace(pod, metadata=replace(pod.metadata, labels={"app": "mine"})),
    )
    stage.wait(100)
    assert len(stage.names()) == 2
    assert not stage.get("Pod", old).metadata.ownerReferences


def test_an_orphan_with_the_labels_is_adopted():
    stage = Stage()
    stage.create({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "orphan",
                  "labels": {"app": "web"}}, "spec": template()["spec"]})  # fmt: skip
    stage.wait()
    stage.create(workload("ReplicaSet", 1))
    stage.wait()
    assert stage.names() == ["orphan"]
    assert stage.get("Pod", "orphan").metadata.ownerReferences[0].name == "web"


def test_scaling_down_takes_the_pods_that_are_not_ready_first():
    stage = Stage()
    stage.create(workload("ReplicaSet", 3))
    stage.wait()
    unready = stage.names()[1]
    stage.set_ready(unready, False)
    stage.update("ReplicaSet", "web", replicas=2)
    stage.wait(3_000)
    assert unready not in stage.names()
    assert len(stage.names()) == 2
    assert ("SuccessfulDelete", f"Deleted pod: {unready}") in stage.events("ReplicaSet")


def test_a_pod_counts_as_available_when_it_has_been_ready_long_enough():
    stage = Stage()
    stage.create(workload("ReplicaSet", 1, minReadySeconds=10))
    stage.wait(5_000)
    assert stage.get("ReplicaSet", "web").status.readyReplicas == 1
    assert stage.get("ReplicaSet", "web").status.availableReplicas is None
    stage.wait(8_000)
    assert stage.get("ReplicaSet", "web").status.availableReplicas == 1


def test_pods_that_the_api_server_refuses_are_reported():
    stage = Stage()
    refused = template(serviceAccountName="nobody")
    stage.create(workload("ReplicaSet", 1, template=refused))
    stage.wait(1_000)
    reason, message = stage.events("ReplicaSet")[0]
    assert reason == "FailedCreate"
    assert 'serviceaccount "nobody" not found' in message
    (condition,) = stage.get("ReplicaSet", "web").status.conditions
    assert (condition.type, condition.reason) == ("ReplicaFailure", "FailedCreate")
