"""What happens to a node and its Pods when its kubelet is silent."""

import pytest

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.kubelet.heartbeat import Heartbeat
from tests.engine.controllers.stagehand import Stage
from tests.engine.controllers.test_nodes_leaving import pod


@pytest.fixture
def stage():
    stage = Stage()
    stage.create(pod())
    stage.wait()
    return stage


def heartbeat(stage):
    return Heartbeat(stage.world, stage.api, "node1")


def ready(stage):
    """The status of the condition Ready of the node and of its Pod."""
    node = stage.api.get("Node", "", "node1")
    return (
        get_condition(node.status, "Ready").status,
        get_condition(stage.get("Pod", "web").status, "Ready").status,
    )


def taints(stage):
    node = stage.api.get("Node", "", "node1")
    return [(taint.key, taint.effect) for taint in node.spec.taints or ()]


def test_fifty_seconds_of_silence_make_a_node_unknown_and_its_pods_not_ready(stage):
    heartbeat(stage).ceased()
    stage.wait(49_000)
    assert ready(stage) == ("True", "True")
    stage.wait(4_000)
    assert ready(stage) == ("Unknown", "False")
    assert taints(stage) == [
        ("node.kubernetes.io/unreachable", "NoSchedule"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
    ]
    assert stage.events("Pod")[-1] == ("NodeNotReady", "Node is not ready")
    assert stage.events("Node") == [
        ("NodeNotReady", "Node node1 status is now: NodeNotReady"),
    ]


def test_its_pods_are_evicted_five_minutes_later(stage):
    heartbeat(stage).ceased()
    stage.wait(345_000)
    assert stage.get("Pod", "web").metadata.deletionTimestamp is None
    stage.wait(10_000)
    reasons = [reason for reason, _ in stage.events("Pod")]
    assert reasons[-1] == "TaintManagerEviction"


def test_a_kubelet_that_comes_back_in_time_was_never_missed(stage):
    heartbeat(stage).ceased()
    stage.wait(30_000)
    heartbeat(stage).resumed()
    stage.wait(60_000)
    assert ready(stage) == ("True", "True")


def test_a_kubelet_that_comes_back_takes_the_taints_away(stage):
    heartbeat(stage).ceased()
    stage.wait(60_000)
    heartbeat(stage).resumed()
    stage.wait(1_000)
    assert ready(stage)[0] == "True"
    assert taints(stage) == []
