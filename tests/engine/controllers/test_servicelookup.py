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
