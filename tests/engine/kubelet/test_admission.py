"""Pods that the node itself turns away, ends or gives other resources."""

import pytest

from lifecycle.engine.inputs import Input
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


def critical(cpu):
    return pod_of(
        with_resources(requests={"cpu": cpu}),
        name="critical",
        nodeName="node1",
        priorityClassName="system-node-critical",
    )


def come(played, pod, until):
    """The Pod is created now, and the cluster plays on."""
    taken = played.cluster.submit(Input(played.cluster.now, "kubectl apply -f -", (pod,)))
    assert taken.ok, taken.output
    played.cluster.advance(until * 1000)


def test_others_make_room_for_a_critical_pod_that_came_past_the_scheduler():
    """The smallest that is enough goes, with its own grace period, and is not brought back."""
    deaf = {"name": "app", "command": ["sleep", "3600"]}
    small, large = (
        pod_of(
            {**deaf, "resources": {"requests": {"cpu": cpu}}},
            name=name,
            terminationGracePeriodSeconds=4,
        )
        for name, cpu in (("small", "500m"), ("large", "1200m"))
    )
    played = Played(small, large, pod_of(SLEEP, name="idle"), until=10)
    come(played, critical("700m"), until=30)
    message = "Preempted in order to admit critical pod"
    assert played.events("Preempting") == [("Preempting", message, 1)]
    ended = played.pod("small").status
    assert (ended.phase, ended.reason, ended.message) == ("Failed", "Preempting", message)
    (condition,) = [c for c in ended.conditions if c.type == "DisruptionTarget"]
    assert (condition.status, condition.reason) == ("True", "TerminationByKubelet")
    assert condition.message == "Pod was preempted by Kubelet to accommodate a critical pod."
    assert played.phases("large")[-1] == played.phases("idle")[-1] == "Running"
    assert played.phases("critical") == ["Pending", "Running"]
    (killed,) = played.process("exit")
    (begun,) = [r for r in played.process("start") if r.pod == "critical"]
    assert killed.pod == "small" and 14_000 <= killed.t < begun.t


def test_a_critical_pod_that_would_not_fit_beside_nobody_is_turned_away():
    played = Played(pod_of(SLEEP), critical("64"), until=10)
    status = played.pod("critical").status
    assert (status.phase, status.reason) == ("Failed", "UnexpectedAdmissionError")
    assert status.message == (
        "Pod was rejected: Unexpected error while attempting to recover from admission failure: "
        "preemption: error finding a set of pods to preempt: no set of running pods found to "
        "reclaim resources: [(res: cpu, q: 62000), ]"
    )
    assert played.phases("web")[-1] == "Running"


def test_a_critical_pod_that_is_deleted_while_it_waits_never_runs():
    blocker = pod_of(
        with_resources(requests={"cpu": "2"}), name="blocker", terminationGracePeriodSeconds=10
    )
    played = Played(blocker, until=5)
    come(played, critical("1"), until=8)
    played.cluster.submit(Input(8_000, "kubectl delete pod critical --wait=false"))
    played.cluster.advance(40_000)
    assert played.pod("critical") is None
    assert not [r for r in played.process("start") if r.pod == "critical"]
