"""What keeps a Pod from a node, in the scheduler's words."""

import pytest

from tests.engine.scheduler.board import Board, node

ZONE = "topology.kubernetes.io/zone"
PREEMPTION = "no new claims to deallocate, preemption: 0/1 nodes are available: "
NOT_HELPFUL = PREEMPTION + "1 Preemption is not helpful for scheduling."
NO_VICTIMS = PREEMPTION + "1 No preemption victims found for incoming pod."


@pytest.mark.parametrize(
    ("spec", "reason", "after"),
    [
        ({"requests": {"cpu": "3"}}, "1 Insufficient cpu", NOT_HELPFUL),
        ({"requests": {"memory": "25Gi"}}, "1 Insufficient memory", NOT_HELPFUL),
        (
            {"requests": {"cpu": "3", "memory": "25Gi"}},
            "1 Insufficient cpu, 1 Insufficient memory",
            NOT_HELPFUL,
        ),
        (
            {"requests": {"example.com/dongle": "2"}},
            "1 Insufficient example.com/dongle",
            NOT_HELPFUL,
        ),
        (
            {"nodeSelector": {"disktype": "ssd"}},
            "1 node(s) didn't match Pod's node affinity/selector",
            NOT_HELPFUL,
        ),
        (
            {"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}]},
            'persistentvolumeclaim "data" not found',
            NOT_HELPFUL,
        ),
        (
            {
                "affinity": {
                    "podAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": [
                            {
                                "topologyKey": "kubernetes.io/hostname",
                                "labelSelector": {"matchLabels": {"app": "db"}},
                            }
                        ]
                    }
                }
            },
            "1 node(s) didn't match pod affinity rules",
            NOT_HELPFUL,
        ),
        (
            {
                "topologySpreadConstraints": [
                    {
                        "maxSkew": 1,
                        "topologyKey": ZONE,
                        "whenUnsatisfiable": "DoNotSchedule",
                        "labelSelector": {"matchLabels": {"app": "web"}},
                    }
                ]
            },
            "1 node(s) didn't match pod topology spread constraints (missing required label)",
            NOT_HELPFUL,
        ),
    ],
)
def test_a_pod_that_fits_nowhere_says_why(spec, reason, after):
    board = Board()
    board.pod("web", **spec)
    board.wait()
    text = f"0/1 nodes are available: {reason}. {after}"
    assert board.node_of("web") is None
    assert board.scheduled_condition("web") == ("False", "Unschedulable", text)
    assert board.events("web") == [("FailedScheduling", text)]


def test_a_full_node_has_too_little_cpu_left():
    board = Board()
    board.pod("first", requests={"cpu": "1500m"})
    board.wait()
    board.pod("second", requests={"cpu": "600m"})
    board.wait()
    assert board.scheduled_condition("second")[2] == (
        f"0/1 nodes are available: 1 Insufficient cpu. {NO_VICTIMS}"
    )


def test_a_node_takes_no_more_pods_than_it_may():
    board = Board(node("small", capacity={"pods": "1"}))
    board.pod("first")
    board.wait()
    board.pod("second")
    board.wait()
    assert board.refusal("second") == "0/1 nodes are available: 1 Too many pods."


def test_two_pods_cannot_have_the_same_port_of_a_node():
    board = Board()
    board.pod("first", ports=[8080])
    board.wait()
    board.pod("second", ports=[8080])
    board.wait()
    assert board.scheduled_condition("second")[2] == (
        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod "
        f"ports. {NO_VICTIMS}"
    )


def test_tainted_and_cordoned_nodes_are_counted_by_their_reasons():
    taint = {"key": "dedicated", "value": "db", "effect": "NoSchedule"}
    board = Board(node("a", taints=[taint]), node("b", unschedulable=True))
    board.pod("web")
    board.wait()
    assert board.refusal("web") == (
        "0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable."
    )


@pytest.mark.parametrize(
    "toleration",
    [
        {"key": "dedicated", "operator": "Equal", "value": "db", "effect": "NoSchedule"},
        {"key": "dedicated", "operator": "Exists"},
        {"operator": "Exists"},
    ],
)
def test_a_tolerated_taint_keeps_nobody_away(toleration):
    taint = {"key": "dedicated", "value": "db", "effect": "NoSchedule"}
    board = Board(node("a", taints=[taint]))
    board.pod("db", tolerations=[toleration])
    board.wait()
    assert board.node_of("db") == "a"


def test_anti_affinity_keeps_two_pods_apart_in_both_directions():
    shuns = {
        "podAntiAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {
                    "topologyKey": "kubernetes.io/hostname",
                    "labelSelector": {"matchLabels": {"app": "web"}},
                }
            ]
        }
    }
    board = Board()
    board.pod("first", labels={"app": "web"}, affinity=shuns)
    board.wait()
    board.pod("second", labels={"app": "web"}, affinity=shuns)
    board.pod("third", labels={"app": "web"})
    board.wait()
    assert "1 node(s) didn't match pod anti-affinity rules" in board.refusal("second")
    assert "1 node(s) didn't satisfy existing pods anti-affinity rules" in board.refusal("third")


def test_like_pods_are_spread_over_zones():
    board = Board(node("a", labels={ZONE: "east"}), node("b", labels={ZONE: "west"}))
    constraint = {
        "maxSkew": 1,
        "topologyKey": ZONE,
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {"app": "web"}},
    }
    for number in range(4):
        board.pod(f"web-{number}", labels={"app": "web"}, topologySpreadConstraints=[constraint])
        board.wait()
    places = sorted(board.node_of(f"web-{number}") for number in range(4))
    assert places == ["a", "a", "b", "b"]


def test_without_nodes_there_is_nothing_to_choose_from():
    board = Board()
    board.api.delete("Node", "", "node1")
    board.wait()
    board.pod("web")
    board.wait()
    assert board.scheduled_condition("web")[2] == "no nodes available to schedule pods"
