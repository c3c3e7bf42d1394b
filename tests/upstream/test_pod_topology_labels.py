"""TestPodTopology (plugin/pkg/admission/podtopologylabels/admission_test.go)."""

import pytest
from lightkube.models.core_v1 import Node
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.version import V1_20
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from tests.engine.apiserver.served import Served, pod

ZONE, REGION = "topology.kubernetes.io/zone", "topology.kubernetes.io/region"
CASES = [
    # the node's labels, the Pod's own, those that it has then
    ({}, {}, {}),
    ({ZONE: "z1", REGION: "r1"}, {}, {ZONE: "z1", REGION: "r1"}),
    ({ZONE: "z1"}, {}, {ZONE: "z1"}),
    ({"topology.kubernetes.io/arbitrary": "x", "other": "y"}, {}, {}),
    ({ZONE: "z1"}, {"app": "web"}, {"app": "web", ZONE: "z1"}),
    ({ZONE: "z1"}, {ZONE: "mine"}, {ZONE: "z1"}),
    (None, {"app": "web"}, {"app": "web"}),
]


def bound(api, of_node, own, node=""):
    if of_node is not None:
        api.create(Node(metadata=ObjectMeta(name="node1", labels=of_node)))
    made = pod(node=node)
    made.metadata.labels = own or None
    api.create(made)
    return made if node else api.bind("default", "web", "node1")


@pytest.mark.parametrize(["of_node", "own", "then"], CASES)
def test_a_pod_that_is_bound_bears_the_labels_of_its_place(of_node, own, then):
    assert (bound(Served().api, of_node, own).metadata.labels or {}) == then


@pytest.mark.parametrize(["of_node", "own", "then"], CASES)
def test_and_one_that_names_its_node(of_node, own, then):
    api = Served().api
    bound(api, of_node, own, "node1")
    assert (api.get("Pod", "default", "web").metadata.labels or {}) == then


def test_once_it_did_not():
    made = bound(ApiServer(World(1), V1_20), {ZONE: "z1"}, {"app": "web"})
    assert made.metadata.labels == {"app": "web"}
