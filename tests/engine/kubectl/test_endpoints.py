"""kubectl get endpoints, and the Endpoints line of kubectl describe service."""

import pytest
import yaml
from lightkube.models.core_v1 import ObjectReference
from lightkube.models.discovery_v1 import Endpoint, EndpointConditions, EndpointPort, EndpointSlice

from lifecycle.engine.kubectl.endpoints import subsets_of
from lifecycle.engine.kubectl.moment import past
from lifecycle.engine.kubectl.read import read
from tests.engine.played import Played

WARNING = "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"
SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: web, labels: {tier: front}}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "nginx:1.25"}]}
"""


def asked(game, line):
    ok, text = read(line, past(game.records, game.cluster.now))
    assert ok, text
    return text


@pytest.fixture(scope="module")
def game():
    return Played(*yaml.safe_load_all(SERVICE), until=30)


def test_endpoints_are_listed_with_the_warning_of_today(game):
    warning, head, row = asked(game, "kubectl get endpoints").split("\n")
    assert warning == WARNING
    assert head.split() == ["NAME", "ENDPOINTS", "AGE"]
    name, addresses, *more, age = row.split()
    assert (name, more, age) == ("web", ["+", "1", "more..."], "30s")
    assert len(addresses.split(",")) == 3
    assert all(address.endswith(":8080") for address in addresses.split(","))


def test_an_older_server_does_not_warn():
    old = Played(*yaml.safe_load_all(SERVICE), until=30, kubernetes="1.20")
    assert asked(old, "kubectl get ep web").startswith("NAME")


def test_the_object_is_as_the_controller_writes_it(game):
    found = yaml.safe_load(asked(game, "kubectl get ep web -o yaml"))
    assert found["metadata"]["labels"] == {
        "endpoints.kubernetes.io/managed-by": "endpoint-controller",
        "tier": "front",
    }
    (subset,) = found["subsets"]
    assert subset["ports"] == [{"port": 8080, "protocol": "TCP"}]
    assert [a["targetRef"]["kind"] for a in subset["addresses"]] == ["Pod"] * 4
    assert asked(game, "kubectl get ep -l tier=front -o name") == "endpoints/web"


def test_a_service_describes_three_endpoints_and_counts_the_rest(game):
    text = asked(game, "kubectl describe service web")
    (line,) = [line for line in text.split("\n") if line.startswith("Endpoints:")]
    assert line.endswith(" + 1 more...")
    assert line.count(":8080") == 3


def slice_of(ports, *endpoints):
    return EndpointSlice(
        addressType="IPv4",
        ports=[EndpointPort(name=name, port=port, protocol="TCP") for name, port in ports],
        endpoints=[
            Endpoint(
                addresses=[ip],
                conditions=EndpointConditions(
                    ready="r" in state, serving="s" in state, terminating="t" in state
                ),
                targetRef=ObjectReference(kind="Pod", name=ip),
            )
            for ip, state in endpoints
        ],
    )


def shown(subsets):
    return [
        (
            [a.ip for a in s.addresses or ()],
            [a.ip for a in s.notReadyAddresses or ()],
            [(p.name, p.port) for p in s.ports or ()],
        )
        for s in subsets
    ]


HTTP, METRICS = ("http", 80), ("metrics", 9090)


@pytest.mark.parametrize(
    ["slices", "expected"],
    [
        ([], []),
        ([slice_of([HTTP], ("10.0.0.2", "rs"), ("10.0.0.1", "rs"))],
         [(["10.0.0.1", "10.0.0.2"], [], [HTTP])]),
        ([slice_of([HTTP], ("10.0.0.1", "rs"), ("10.0.0.2", ""))],
         [(["10.0.0.1"], ["10.0.0.2"], [HTTP])]),
        ([slice_of([HTTP], ("10.0.0.1", "st"), ("10.0.0.2", "t"))], []),
        ([slice_of([HTTP], ("10.0.0.1", "rst"))], [(["10.0.0.1"], [], [HTTP])]),
        ([slice_of([HTTP], ("10.0.0.1", "rs")), slice_of([HTTP], ("10.0.0.2", "rs"))],
         [(["10.0.0.1", "10.0.0.2"], [], [HTTP])]),
        ([slice_of([HTTP, METRICS], ("10.0.0.1", "rs"))], [(["10.0.0.1"], [], [HTTP, METRICS])]),
        ([slice_of([HTTP, METRICS], ("10.0.0.1", "rs")), slice_of([METRICS], ("10.0.0.2", "rs"))],
         [(["10.0.0.1"], [], [HTTP]), (["10.0.0.1", "10.0.0.2"], [], [METRICS])]),
        ([slice_of([], ("10.0.0.1", "rs"))], [(["10.0.0.1"], [], [])]),
    ],
)  # fmt: skip
def test_ports_with_the_same_addresses_are_one_subset(slices, expected):
    """What `addEndpointSubset` and `RepackSubsets` make of Pods, from the slices of these."""
    assert shown(subsets_of(slices)) == expected
