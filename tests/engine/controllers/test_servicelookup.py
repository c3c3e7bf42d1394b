"""What a container finds behind a name and behind an address."""

import pytest

from lifecycle.engine.controllers.servicelookup import ServiceLookup
from tests.engine.controllers.stagehand import Stage
from tests.engine.controllers.test_endpointslice import SERVICE, pod


@pytest.fixture
def stage():
    stage = Stage()
    stage.create(SERVICE)
    stage.create(pod())
    stage.wait()
    return stage


@pytest.mark.parametrize(
    ("name", "namespace", "found"),
    [
        ("web", "default", True),
        ("web", "kube-system", False),
        ("web.default", "kube-system", True),
        ("web.default.svc", "kube-system", True),
        ("web.default.svc.cluster.local", "kube-system", True),
        ("web.default.svc.cluster.local.", "kube-system", True),
        ("kubernetes", "default", True),
        ("web.other", "default", False),
        ("example.com", "default", False),
    ],
)
def test_names_are_completed_as_in_resolv_conf(stage, name, namespace, found):
    address = ServiceLookup(stage.api).resolve(name, namespace)
    assert (address is not None) == found


def test_a_name_leads_to_the_services_address(stage):
    lookup = ServiceLookup(stage.api)
    assert lookup.resolve("web", "default") == stage.get("Service", "web").spec.clusterIP
    assert lookup.full_name("web", "default") == "web.default.svc.cluster.local"


def test_an_address_leads_to_the_ready_pods(stage):
    lookup = ServiceLookup(stage.api)
    address = stage.get("Service", "web").spec.clusterIP
    assert lookup.endpoints(address, 80) == [("10.244.0.1", 8080)]
    assert lookup.endpoints(address, 81) == []
    assert lookup.endpoints("10.244.0.1", 8080) == [("10.244.0.1", 8080)]


def test_pods_that_terminate_serve_when_there_are_no_others(stage):
    lookup = ServiceLookup(stage.api)
    address = stage.get("Service", "web").spec.clusterIP
    stage.create(pod("two"))
    stage.wait()
    stage.api.delete("Pod", "default", "one")
    stage.wait(50)
    assert lookup.endpoints(address, 80) == [("10.244.0.2", 8080)]
    stage.api.delete("Pod", "default", "two")
    stage.wait(50)
    assert lookup.endpoints(address, 80) == [("10.244.0.1", 8080), ("10.244.0.2", 8080)]


def test_a_headless_service_leads_to_its_pods():
    stage = Stage()
    stage.create({**SERVICE, "spec": {**SERVICE["spec"], "clusterIP": "None"}})
    stage.create(pod(subdomain="web", hostname="first"))
    stage.create(pod("two"))
    stage.wait()
    lookup = ServiceLookup(stage.api)
    addresses = [stage.get("Pod", name).status.podIP for name in ("one", "two")]
    assert sorted(lookup.resolve_all("web", "default")) == sorted(addresses)
    assert lookup.resolve_all("first.web", "default") == addresses[:1]


def spread(distribution, *pods):
    """Pods on three nodes in two zones, behind a Service with that distribution."""
    stage = Stage()
    for name, zone in (("n1", "a"), ("n2", "a"), ("n3", "b")):
        labels = {"topology.kubernetes.io/zone": zone}
        stage.create(
            {
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {"name": name, "labels": labels},
                "spec": {},
            }
        )
    spec = {**SERVICE["spec"], "trafficDistribution": distribution}
    stage.create({**SERVICE, "spec": spec})
    for number, node in enumerate(pods):
        stage.create(pod(f"on-{node}-{number}", nodeName=node))
    stage.wait()
    return stage


def reached(stage, node):
    lookup, service = ServiceLookup(stage.api), stage.get("Service", "web")
    return [name for _, _, name in lookup.targets_on(service, 80, node, "Cluster")]


@pytest.mark.parametrize(
    ("distribution", "pods", "node", "expected"),
    [
        (None, ("n1", "n3"), "n1", ["on-n1-0", "on-n3-1"]),
        ("PreferClose", ("n1", "n3"), "n2", ["on-n1-0"]),
        ("PreferSameZone", ("n1", "n2", "n3"), "n1", ["on-n1-0", "on-n2-1"]),
        ("PreferSameZone", ("n3",), "n1", ["on-n3-0"]),
        ("PreferSameNode", ("n1", "n2", "n3"), "n2", ["on-n2-1"]),
        ("PreferSameNode", ("n1", "n3"), "n2", ["on-n1-0"]),
    ],
)
def test_a_node_prefers_what_is_near(distribution, pods, node, expected):
    assert reached(spread(distribution, *pods), node) == expected


def test_hints_are_for_ready_endpoints():
    stage = spread("PreferSameNode", "n1", "n3")
    (held,) = stage.api.list("EndpointSlice", "default", {"kubernetes.io/service-name": "web"})
    hints = [one.hints for one in held.endpoints]
    assert [[zone.name for zone in hint.forZones] for hint in hints] == [["a"], ["b"]]
    assert [[node.name for node in hint.forNodes] for hint in hints] == [["n1"], ["n3"]]
    stage.api.delete("Pod", "default", "on-n1-0")
    stage.wait(50)
    assert reached(stage, "n1") == ["on-n3-1"]
