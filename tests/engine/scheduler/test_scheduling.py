"""When the scheduler tries a Pod, and what it does then."""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.version import V1_20, V1_36
from tests.engine.scheduler.board import Board, node


def labelled(found, **labels):
    metadata = replace(found.metadata, labels={**(found.metadata.labels or {}), **labels})
    return replace(found, metadata=metadata)


def test_a_pod_that_fits_is_bound_and_announced():
    board = Board()
    board.pod("web")
    board.wait()
    assert board.node_of("web") == "node1"
    assert board.scheduled_condition("web")[0] == "True"
    assert board.events("web") == [
        ("Scheduled", "Successfully assigned default/web to node1"),
    ]


def test_a_pod_is_scheduled_as_soon_as_a_node_gets_its_label():
    board = Board()
    board.pod("web", nodeSelector={"disktype": "ssd"})
    board.wait(20_000)
    board.patch("Node", "", "node1", lambda found: labelled(found, disktype="ssd"))
    board.wait(200)
    assert board.node_of("web") == "node1"


def test_a_change_that_helps_nobody_makes_nobody_try_again():
    board = Board()
    board.pod("web", nodeSelector={"disktype": "ssd"})
    board.wait(20_000)
    board.patch("Node", "", "node1", lambda found: labelled(found, disktype="hdd"))
    board.wait(20_000)
    assert len(board.events("web")) == 1


@pytest.mark.parametrize(("version", "node"), [(V1_36, "node1"), (V1_20, None)])
def test_who_backs_off_is_tried_early_when_nobody_else_is_there(version, node):
    board = Board(version=version)
    board.pod("web", nodeSelector={"disktype": "ssd"})
    board.wait(100)
    board.patch("Node", "", "node1", lambda found: labelled(found, disktype="ssd"))
    board.wait(500)
    assert board.node_of("web") == node
    board.wait(1_000)
    assert board.node_of("web") == "node1"


def test_the_more_important_of_those_who_back_off_is_tried_first():
    board = Board()
    board.priority_class("high", 1000)
    for name, extra in (("low", {}), ("top", {"priorityClassName": "high"})):
        board.pod(name, requests={"cpu": "1500m"}, nodeSelector={"disktype": "ssd"}, **extra)
    board.wait(100)
    board.patch("Node", "", "node1", lambda found: labelled(found, disktype="ssd"))
    board.wait(500)
    assert board.node_of("top") == "node1"
    assert board.node_of("low") is None


def test_what_nothing_has_helped_is_tried_again_after_five_minutes():
    board = Board()
    board.pod("web", requests={"cpu": "3"})
    board.wait(299_000)
    assert len(board.events("web")) == 1
    board.wait(60_000)
    assert len(board.events("web")) == 2


def test_room_is_free_as_soon_as_another_pod_has_ended():
    board = Board()
    board.pod("first", requests={"cpu": "2"})
    board.wait()
    board.pod("second", requests={"cpu": "2"})
    board.wait(5_000)
    assert board.node_of("second") is None
    ended = board.api.get("Pod", "default", "first")
    ended = replace(ended, status=replace(ended.status, phase="Succeeded"))
    board.api.update(ended, subresource="status")
    board.wait(200)
    assert board.node_of("second") == "node1"


def test_two_pods_never_get_the_same_room():
    board = Board()
    board.pod("first", requests={"cpu": "1500m"})
    board.pod("second", requests={"cpu": "1500m"})
    board.wait()
    assert sorted([board.node_of("first") or "", board.node_of("second") or ""]) == ["", "node1"]


def test_a_gated_pod_is_not_looked_at_until_its_last_gate_is_gone():
    board = Board()
    board.pod("web", schedulingGates=[{"name": "example.com/a"}, {"name": "example.com/b"}])
    board.wait(5_000)
    assert board.events("web") == []

    def without_a_gate(pod):
        return replace(pod, spec=replace(pod.spec, schedulingGates=pod.spec.schedulingGates[1:]))

    board.patch("Pod", "default", "web", without_a_gate)
    board.wait(5_000)
    assert board.events("web") == []
    board.patch("Pod", "default", "web", without_a_gate)
    board.wait(200)
    assert board.node_of("web") == "node1"


def test_a_pod_of_another_scheduler_is_left_alone():
    board = Board()
    board.pod("web", schedulerName="mine")
    board.wait(10_000)
    assert board.node_of("web") is None
    assert board.events("web") == []


def test_a_pod_that_names_its_node_counts_without_being_scheduled():
    board = Board()
    board.pod("fixed", nodeName="node1", requests={"cpu": "1500m"})
    board.wait()
    board.pod("web", requests={"cpu": "1"})
    board.wait()
    assert board.events("fixed") == []
    assert "Insufficient cpu" in board.refusal("web")


def test_the_more_important_pod_goes_first():
    board = Board()
    board.priority_class("low", 1)
    board.priority_class("high", 10)
    board.api.delete("Node", "", "node1")
    board.wait(100)
    board.pod("second", requests={"cpu": "2"}, priorityClassName="low")
    board.pod("first", requests={"cpu": "2"}, priorityClassName="high")
    board.wait(2_000)
    board.api.create(decode(node("late", capacity={"cpu": "2", "memory": "1Gi", "pods": "9"})))
    board.wait(2_000)
    assert board.node_of("first") == "late"
    assert board.node_of("second") is None


def test_a_less_important_pod_is_evicted_to_make_room():
    board = Board()
    board.priority_class("vip", 1000)
    board.pod("victim", requests={"cpu": "2"})
    board.wait()
    preemptor = board.pod("vip", requests={"cpu": "2"}, priorityClassName="vip")
    board.wait(200)
    victim = board.api.get("Pod", "default", "victim")
    targeted = [c for c in victim.status.conditions if c.type == "DisruptionTarget"]
    assert victim.metadata.deletionTimestamp is not None
    assert [(c.status, c.reason) for c in targeted] == [("True", "PreemptionByScheduler")]
    assert ("Preempted", f"Preempted by pod {preemptor.metadata.uid} on node node1") in (
        board.events("victim")
    )
    assert board.api.get("Pod", "default", "vip").status.nominatedNodeName == "node1"
    assert board.events("vip") == [
        ("FailedScheduling", "0/1 nodes are available: 1 Insufficient cpu.")
    ]
    board.api.delete("Pod", "default", "victim", grace_seconds=0)
    board.wait(2_000)
    assert board.node_of("vip") == "node1"


def test_pods_of_one_controller_are_spread_over_the_nodes():
    board = Board(node("a"), node("b"))
    owner = {
        "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "1", "controller": True
    }  # fmt: skip
    for number in range(4):
        board.create(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": f"web-{number}", "ownerReferences": [owner]},
                "spec": {"containers": [{"name": "app", "image": "busybox"}]},
            }
        )
        board.wait()
    assert sorted(board.node_of(f"web-{number}") for number in range(4)) == ["a", "a", "b", "b"]


def test_the_same_seed_gives_the_same_choice():
    def places():
        board = Board(*(node(f"n{number}") for number in range(5)))
        for number in range(10):
            board.pod(f"web-{number}")
            board.wait()
        return [board.node_of(f"web-{number}") for number in range(10)]

    assert places() == places()
