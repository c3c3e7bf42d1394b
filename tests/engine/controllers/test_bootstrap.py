"""What every cluster has before a manifest is applied."""

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.bootstrap import bootstrap
from lifecycle.engine.kernel.world import World
from tests.engine.controllers.stagehand import Stage


def test_there_is_one_node_with_two_cpus_unless_nodes_are_given():
    stage = Stage()
    (node,) = stage.api.list("Node")
    assert node.metadata.name == "node1"
    assert node.metadata.labels["kubernetes.io/hostname"] == "node1"
    assert {name: node.status.allocatable[name] for name in ("cpu", "memory", "pods")} == {
        "cpu": "2",
        "memory": "24Gi",
        "pods": "110",
    }
    ready = [c for c in node.status.conditions if c.type == "Ready"]
    assert [(c.status, c.reason) for c in ready] == [("True", "KubeletReady")]


def test_a_node_that_is_given_keeps_what_it_says():
    world = World(1)
    api = ApiServer(world)
    manifest = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": "big", "labels": {"zone": "east"}},
        "spec": {"taints": [{"key": "dedicated", "effect": "NoSchedule"}]},
        "status": {"capacity": {"cpu": "64", "example.com/dongle": "4"}},
    }
    bootstrap(world, api, [decode(manifest)])
    (node,) = api.list("Node")
    assert node.metadata.labels["zone"] == "east"
    assert node.spec.taints[0].key == "dedicated"
    assert node.status.allocatable["cpu"] == "64"
    assert node.status.allocatable["example.com/dongle"] == "4"
    assert node.status.allocatable["memory"] == "24Gi"


def test_a_new_namespace_gets_its_service_account_and_root_ca():
    stage = Stage()
    stage.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    stage.wait(100)
    assert stage.api.find("ServiceAccount", "shop", "default") is not None
    assert stage.api.find("ConfigMap", "shop", "kube-root-ca.crt") is not None
