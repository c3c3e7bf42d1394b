"""Deployments roll their template out by way of ReplicaSets."""

import re

import pytest
from msgspec.structs import replace

from tests.engine.controllers.stagehand import Stage, workload

SCALED = re.compile(r"Scaled (up|down) replica set (\S+) from (\d+) to (\d+)")


def deployed(replicas=4, *, settled=3_000, stage=None, **spec):
    stage = stage or Stage()
    stage.create(workload("Deployment", replicas, **spec))
    stage.wait(settled)
    return stage


def set_image(stage, image):
    """What `kubectl set image` does."""
    template = stage.get("Deployment", "web").spec.template
    container = replace(template.spec.containers[0], image=image)
    spec = replace(template.spec, containers=[container])
    stage.update("Deployment", "web", template=replace(template, spec=spec))


def steps(stage):
    """Every scaling as (old or new, from, to); the first ReplicaSet is the old one."""
    found = [SCALED.match(message) for _, message in stage.events("Deployment")]
    order = list(dict.fromkeys(match[2] for match in found))
    return [(("old", "new")[order.index(m[2])], int(m[3]), int(m[4])) for m in found]


def conditions(stage):
    status = stage.get("Deployment", "web").status
    return {c.type: (c.status, c.reason) for c in status.conditions}


def test_a_deployment_makes_one_replica_set_with_all_its_pods():
    stage = deployed()
    (name,) = stage.names("ReplicaSet")
    assert re.fullmatch(r"web-[bcdfghjklmnpqrstvwxz2456789]{1,10}", name)
    assert stage.events("Deployment") == [
        ("ScalingReplicaSet", f"Scaled up replica set {name} from 0 to 4")
    ]
    owned = stage.get("ReplicaSet", name)
    assert owned.metadata.annotations["deployment.kubernetes.io/revision"] == "1"
    assert owned.metadata.labels["pod-template-hash"] == name.removeprefix("web-")
    assert conditions(stage) == {
        "Available": ("True", "MinimumReplicasAvailable"),
        "Progressing": ("True", "NewReplicaSetAvailable"),
    }


def test_its_status_counts_as_recorded_from_a_real_cluster():
    stage = deployed(2)
    fields = ("replicas", "updatedReplicas", "readyReplicas", "unavailableReplicas")
    history = stage.history("Deployment", *fields)
    assert history[:3] == [(0, 0, 0, 0), (0, 0, 0, 2), (2, 2, 0, 2)]
    assert history[-1] == (2, 2, 2, 0)


def test_a_rolling_update_never_goes_beyond_its_limits():
    stage = deployed()
    set_image(stage, "busybox:2")
    first = len(stage.world.records)
    stage.wait(20_000)
    sizes = {}
    for record in stage.world.records[first:]:
        if record.kind == "ReplicaSet":
            sizes[record.name] = record.object.spec.replicas
            assert sum(sizes.values()) <= 5
        if record.kind == "Deployment":
            assert record.object.status.availableReplicas >= 3
    assert steps(stage)[:4] == [("old", 0, 4), ("new", 0, 1), ("old", 4, 3), ("new", 1, 2)]
    assert steps(stage)[-1] == ("old", 1, 0)
    images = [pod.spec.containers[0].image for pod in stage.pods()]
    assert images == ["busybox:2"] * 4


def test_an_update_whose_pods_never_become_ready_stops_and_keeps_the_old_ones():
    stage = deployed(progressDeadlineSeconds=15)
    stage.ready = False
    set_image(stage, "busybox:2")
    stage.wait(10_000)
    assert stage.get("Deployment", "web").status.availableReplicas == 3
    stage.wait(10_000)
    assert conditions(stage)["Progressing"] == ("False", "ProgressDeadlineExceeded")
    assert conditions(stage)["Available"] == ("True", "MinimumReplicasAvailable")
    stage.ready = True
    set_image(stage, "busybox:1")
    stage.wait(10_000)
    assert conditions(stage)["Progressing"] == ("True", "NewReplicaSetAvailable")


def test_rolling_back_takes_the_old_replica_set_again_with_a_new_revision():
    stage = deployed(1)
    (first,) = stage.names("ReplicaSet")
    set_image(stage, "busybox:2")
    stage.wait(10_000)
    set_image(stage, "busybox:1")
    stage.wait(10_000)
    again = stage.get("ReplicaSet", first)
    assert again.spec.replicas == 1
    assert again.metadata.annotations["deployment.kubernetes.io/revision"] == "3"
    assert again.metadata.annotations["deployment.kubernetes.io/revision-history"] == "1"


def test_recreate_starts_nothing_new_before_the_last_old_pod_has_ended():
    stage = deployed(3, strategy={"type": "Recreate"})
    set_image(stage, "busybox:2")
    stage.wait(500)
    assert steps(stage) == [("old", 0, 3), ("old", 3, 0)]
    assert len(stage.names()) == 3
    stage.wait(10_000)
    assert steps(stage)[-1] == ("new", 0, 3)
    images = [pod.spec.containers[0].image for pod in stage.pods()]
    assert images == ["busybox:2"] * 3


def test_a_paused_deployment_rolls_out_nothing_until_it_is_resumed():
    stage = deployed(1)
    stage.update("Deployment", "web", paused=True)
    stage.wait(1_000)
    assert conditions(stage)["Progressing"] == ("Unknown", "DeploymentPaused")
    set_image(stage, "busybox:2")
    stage.wait(5_000)
    assert len(stage.names("ReplicaSet")) == 1
    stage.update("Deployment", "web", paused=False)
    stage.wait(10_000)
    assert len(stage.names("ReplicaSet")) == 2
    assert conditions(stage)["Progressing"] == ("True", "NewReplicaSetAvailable")


@pytest.mark.parametrize(("before", "after"), [(2, 6), (6, 2), (3, 0)])
def test_scaling_needs_no_new_replica_set(before, after):
    stage = deployed(before)
    stage.update("Deployment", "web", replicas=after)
    stage.wait(10_000)
    assert len(stage.names("ReplicaSet")) == 1
    assert len(stage.names()) == after
    assert steps(stage)[-1] == ("old", before, after)


def test_scaling_in_the_middle_of_a_rollout_is_shared_out():
    rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3, "maxUnavailable": 2}}
    stage = deployed(10, strategy=rolling, settled=5_000)
    stage.ready = False
    set_image(stage, "busybox:2")
    stage.wait(5_000)
    sizes = sorted(found.spec.replicas for found in stage.api.list("ReplicaSet", "default"))
    assert sizes == [5, 8]
    stage.update("Deployment", "web", replicas=15)
    stage.wait(5_000)
    sizes = sorted(found.spec.replicas for found in stage.api.list("ReplicaSet", "default"))
    assert sizes == [7, 11]


def test_old_versions_are_forgotten_beyond_the_limit():
    stage = deployed(1, revisionHistoryLimit=1)
    for number in range(2, 6):
        set_image(stage, f"busybox:{number}")
        stage.wait(10_000)
    assert len(stage.names("ReplicaSet")) == 2
