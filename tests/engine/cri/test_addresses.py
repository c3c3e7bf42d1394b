"""Which addresses Pods get."""

from lightkube.models.core_v1 import Node, NodeStatus

from lifecycle.engine.controllers.podcidr import pod_cidrs
from lifecycle.engine.cri.addresses import Addresses
from lifecycle.engine.kernel.world import World
from tests.engine.played import Played, pod_of


def holding(pods):
    return Node(status=NodeStatus(capacity={"pods": pods}))


def test_ranges_hold_twice_the_pods_and_do_not_overlap():
    nodes = [Node(), holding("110"), holding("1k"), holding("nonsense"), holding("250")]
    assert list(pod_cidrs(nodes)) == [
        "10.244.0.0/24",
        "10.244.1.0/24",
        "10.244.8.0/21",
        "10.244.16.0/24",
        "10.244.18.0/23",
    ]


def test_more_nodes_than_an_octet_counts_have_their_own_ranges():
    assert len(set(pod_cidrs([Node()] * 1000))) == 1000


def test_an_address_is_used_again_only_when_it_is_free():
    addresses = Addresses(World(1), "node1", "10.9.0.0/29")
    taken = [addresses.take(owner) for owner in "abcde"]
    assert taken == [f"10.9.0.{number}" for number in (2, 3, 4, 5, 6)]
    assert addresses.take("f") is None
    addresses.free("10.9.0.4", "somebody else")
    assert addresses.take("f") is None
    addresses.free("10.9.0.4", "c")
    assert addresses.take("f") == "10.9.0.4"


def test_a_pod_waits_until_the_node_has_an_address_for_it():
    node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node1"}}
    node["spec"] = {"podCIDR": "10.9.0.0/30"}
    app = {"name": "app", "command": ["sleep", "20"]}
    pods = [pod_of(app, name=name, restartPolicy="Never") for name in ("one", "other")]
    played = Played(*pods, nodes=(node,), until=9)
    assert sorted((p.status.podIP or "") for p in map(played.pod, ("one", "other"))) == [
        "",
        "10.9.0.2",
    ]
    _, message, _ = played.events("FailedCreatePodSandBox")[0]
    assert message.endswith(": no IP addresses available in range set: 10.9.0.1-10.9.0.2")
    played.cluster.advance(60_000)
    assert [played.phases(name)[-1] for name in ("one", "other")] == ["Succeeded", "Succeeded"]
