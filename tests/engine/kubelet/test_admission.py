"""Pods that the node itself turns away, ends or gives other resources."""

import pytest

from tests.engine.played import Played, pod_of

SLEEP = {"name": "app", "command": ["sleep", "3600"]}


def with_resources(**lists):
    return {**SLEEP, "resources": lists}


@pytest.mark.parametrize(
    ("pod", "reason", "message"),
    [
        (
            pod_of(with_resources(requests={"cpu": "64"}), nodeName="node1"),
            "OutOfcpu",
            "Node didn't have enough resource: cpu, requested: 64000, used: 0, capacity: 2000",
        ),
        (
            pod_of(SLEEP, nodeName="node1", nodeSelector={"disk": "ssd"}),
            "NodeAffinity",
            "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
        ),
    ],
    ids=["too much", "wrong node"],
)
def test_a_pod_that_came_past_the_scheduler_can_be_rejected(pod, reason, message):
    played = Played(pod, until=10)
    status = played.pod().status
    assert (status.phase, status.reason) == ("Failed", reason)
    assert status.message == f"Pod was rejected: {message}"
    assert played.events(reason) == [(reason, message, 1)]
    assert not status.conditions and not status.containerStatuses


def test_ports_of_init_containers_keep_no_pod_from_its_node():
    ports = [{"containerPort": 80}]
    one, other = (
        pod_of(SLEEP, init=[{"name": "i", "ports": ports}], name=name, hostNetwork=True)
        for name in ("one", "other")
    )
    played = Played(one, other, until=10)
    assert played.phases("one")[-1] == played.phases("other")[-1] == "Running"
    assert not played.events("NodePorts")


PATCH = (
    """kubectl patch pod web --subresource=resize -p '{"spec":{"containers":[{"name":"app","""
    """"resources":{"requests":{"cpu":"%s","memory":"32Mi"}}}]}}'"""
)


def test_a_resize_that_fits_is_done_without_a_restart():
    pod = pod_of(with_resources(requests={"cpu": "100m", "memory": "32Mi"}))
    played = Played(pod, do=[(10, PATCH % "150m")], until=20)
    assert [reason for reason, _, _ in played.events("ResizeStarted", "ResizeCompleted")] == [
        "ResizeStarted",
        "ResizeCompleted",
    ]
    assert len(played.starts("app")) == 1
    assert played.conditions("PodResizeInProgress") == [("True", None)]


def test_a_resize_waits_until_another_pod_has_gone():
    pod = pod_of(with_resources(requests={"cpu": "100m", "memory": "32Mi"}))
    hog = pod_of(with_resources(requests={"cpu": "1"}), name="hog", terminationGracePeriodSeconds=1)
    lines = [(10, PATCH % "1500m"), (20, "kubectl delete pod hog")]
    played = Played(pod, hog, do=lines, until=40)
    assert played.conditions("PodResizePending") == [("True", "Deferred")]
    deferred = played.events("ResizeDeferred")[0][1]
    assert "requested: 1500, used: 1000, capacity: 2000" in deferred
    done = [t for t, version in played.versions() if t > 20 and version.status.conditions]
    assert played.events("ResizeCompleted") and done
