"""TestCategorizeEndpoints (pkg/proxy/topology_test.go), as far as policies go.

An endpoint is written as node and state: `r` ready, `t` terminating and still serving, `x`
neither. The proxy is that of node `here`.
"""

import pytest

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.controllers.servicelookup import NOWHERE
from lifecycle.engine.controllers.serviceproxy import ServiceProxy
from tests.engine.controllers.stagehand import Stage

CONDITIONS = {
    "r": {"ready": True, "serving": True, "terminating": False},
    "t": {"ready": False, "serving": True, "terminating": True},
    "x": {"ready": False, "serving": False, "terminating": False},
}


def proxy(endpoints, **spec):
    stage = Stage()
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"type": "NodePort", "ports": [{"port": 80}], **spec},
    }
    held = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": "web-1", "labels": {"kubernetes.io/service-name": "web"}},
        "addressType": "IPv4",
        "ports": [{"name": "", "port": 80}],
        "endpoints": [
            {
                "addresses": [f"10.0.0.{n}"],
                "nodeName": text.split("/")[0],
                "conditions": CONDITIONS[text.split("/")[1]],
            }
            for n, text in enumerate(endpoints.split())
        ],
    }
    for document in (service, held):
        stage.api.create(decode(document))
    return stage, ServiceProxy(stage.world, stage.api)


@pytest.mark.parametrize(
    ["endpoints", "anywhere", "local"],
    [
        ("", "", ""),
        ("here/x there/x", "", ""),
        ("here/r there/r", "0 1", "0"),
        ("here/r there/x", "0", "0"),
        ("here/x there/r", "1", "dropped"),
        ("there/r there/r", "0 1", "dropped"),
        ("here/t there/t", "0 1", "0"),
        ("here/t there/r", "1", "0"),
        ("here/r here/t there/t", "0", "0"),
        ("here/t here/t there/r", "2", "0 1"),
        ("there/t here/x", "0", "dropped"),
    ],
)
def test_what_a_node_sends_to_under_either_policy(endpoints, anywhere, local):
    stage, proxies = proxy(endpoints)
    service = stage.get("Service", "web")

    def found(policy):
        targets = proxies.targets_on(service, 80, "here", policy)
        return [
            "dropped" if target == NOWHERE else target[0].rpartition(".")[2] for target in targets
        ]

    assert found("Cluster") == anywhere.split()
    assert found("Local") == local.split()


def test_lots_are_drawn_and_each_endpoint_has_the_same_chance():
    stage, proxies = proxy("here/r here/r there/r")
    address = stage.get("Service", "web").spec.clusterIP
    counts = {}
    for n in range(3000):
        end = proxies.route(address, 80, f"10.9.{n // 250}.{n % 250}", "here")
        counts[end] = counts.get(end, 0) + 1
    assert len(counts) == 3
    assert all(900 < count < 1100 for count in counts.values())


def test_who_is_known_by_his_address_goes_where_he_went_before():
    stage, proxies = proxy("here/r here/r there/r", sessionAffinity="ClientIP")
    address = stage.get("Service", "web").spec.clusterIP
    first = {source: proxies.route(address, 80, source, "here") for source in map(str, range(40))}
    assert len(set(first.values())) == 3
    stage.wait(10_799_000)
    assert {source: proxies.route(address, 80, source, "here") for source in first} == first
    stage.wait(10_800_000)
    assert {source: proxies.route(address, 80, source, "here") for source in first} != first


def test_a_connection_is_refused_without_endpoints_and_dropped_without_local_ones():
    stage, proxies = proxy("there/r", internalTrafficPolicy="Local")
    address = stage.get("Service", "web").spec.clusterIP
    assert proxies.route(address, 80, "10.9.0.1", "here") == NOWHERE[:2]
    assert proxies.route(address, 80, "10.9.0.1", "there") == ("10.0.0.0", 80)
    assert proxies.route(address, 81, "10.9.0.1", "there") is None
    assert proxies.route("10.9.9.9", 81, "10.9.0.1", "there") == ("10.9.9.9", 81)
