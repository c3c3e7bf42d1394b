"""What becomes of Pods whose node is tainted, deleted or out of service."""

import pytest
from lightkube.models.core_v1 import Taint, Toleration
from msgspec.structs import replace

from lifecycle.engine.controllers.tainteviction import stay_seconds
from tests.engine.controllers.stagehand import Stage, template

LOST = Taint(key="example.com/lost", effect="NoExecute")
FOR_15_SECONDS = {
    "key": "example.com/lost",
    "operator": "Exists",
    "effect": "NoExecute",
    "tolerationSeconds": 15,
}


def pod(name="web", **spec):
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": template(**spec)["spec"],
    }


def taint(stage, *taints):
    stage.api.patch(
        "Node",
        "",
        "node1",
        lambda node: replace(node, spec=replace(node.spec, taints=list(taints))),
    )


@pytest.mark.parametrize(
    ("tolerations", "seconds"),
    [
        ((), 0),
        ((Toleration(operator="Exists"),), None),
        ((Toleration(key="example.com/lost", operator="Exists", tolerationSeconds=30),), 30),
        ((Toleration(key="example.com/lost", operator="Exists", tolerationSeconds=-1),), 0),
        ((Toleration(key="example.com/other", operator="Exists"),), 0),
    ],
)
def test_how_long_a_pod_may_stay_with_a_taint(tolerations, seconds):
    stage = Stage()
    made = stage.create(pod())
    made = replace(made, spec=replace(made.spec, tolerations=list(tolerations)))
    assert stay_seconds(made, [LOST]) == seconds


def test_a_pod_is_evicted_when_it_tolerates_the_taint_no_longer():
    stage = Stage()
    stage.create(pod(tolerations=[FOR_15_SECONDS]))
    stage.wait()
    taint(stage, LOST)
    stage.wait(14_000)
    assert stage.get("Pod", "web").metadata.deletionTimestamp is None
    stage.wait(1_500)
    leaving = stage.get("Pod", "web")
    assert leaving.metadata.deletionTimestamp is not None
    reasons = {c.type: c.reason for c in leaving.status.conditions}
    assert reasons["DisruptionTarget"] == "DeletionByTaintManager"
    assert stage.events("Pod")[-1] == (
        "TaintManagerEviction",
        "Marking for deletion Pod default/web",
    )


def test_a_taint_that_is_taken_away_in_time_evicts_nobody():
    stage = Stage()
    stage.create(pod(tolerations=[FOR_15_SECONDS]))
    stage.wait()
    taint(stage, LOST)
    stage.wait(10_000)
    taint(stage)
    stage.wait(60_000)
    assert stage.get("Pod", "web").metadata.deletionTimestamp is None
    assert stage.events("Pod")[-1][1] == "Cancelling deletion of Pod default/web"


def test_pods_of_a_deleted_node_are_collected_after_its_quarantine():
    stage = Stage()
    stage.create(pod())
    stage.wait()
    stage.api.delete("Node", "", "node1")
    stage.wait(40_000)
    assert stage.names() == ["web"]
    stage.wait(41_000)
    assert stage.names() == []
    last = [r.object for r in stage.world.records if r.kind == "Pod"][-1]
    assert last.status.phase == "Failed"
    assert "DeletionByPodGC" in [c.reason for c in last.status.conditions]


def test_a_pod_of_a_node_that_never_was_is_collected_too():
    stage = Stage()
    stage.create(pod(nodeName="node9"))
    stage.wait(59_000)
    assert stage.names() == ["web"]
    stage.wait(22_000)
    assert stage.names() == []


def test_a_terminating_pod_of_a_node_out_of_service_is_removed_at_the_next_round():
    stage = Stage()
    stage.create(pod())
    stage.wait()
    stage.api.patch(
        "Node",
        "",
        "node1",
        lambda node: replace(node, status=replace(node.status, conditions=[])),
        subresource="status",
    )
    taint(stage, Taint(key="node.kubernetes.io/out-of-service", effect="NoSchedule"))
    stage.api.delete("Pod", "default", "web", grace_seconds=600)
    stage.set_status("web", phase="Unknown")
    stage.wait(21_000)
    assert stage.names() == []
