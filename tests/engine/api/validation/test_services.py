import pytest

from tests.engine.api.validation.judging import refused, update_refused

PORTS = "ports: [{port: 80}]"
RANGE = "Invalid value: 0: must be between 1 and 65535, inclusive"
SERVICES = [
    (PORTS, []),
    (f"{PORTS}, clusterIP: None", []),
    ("type: ExternalName, externalName: example.com", []),
    ("selector: {app: web}", ["ports: Required value"]),
    ("type: ExternalName", ["externalName: Required value"]),
    ("ports: [{port: 0}]", [f"ports[0].port: {RANGE}", f"ports[0].targetPort: {RANGE}"]),
    (
        "ports: [{port: 80}, {port: 81}]",
        ["ports[0].name: Required value", "ports[1].name: Required value"],
    ),
    (
        "ports: [{port: 80, name: a}, {port: 81, name: a}]",
        ['ports[1].name: Duplicate value: "a"'],
    ),
    (
        "ports: [{port: 80, protocol: HTTP}]",
        [
            'ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", '
            '"UDP"'
        ],
    ),
    (
        f"{PORTS}, type: Cluster",
        [
            'type: Unsupported value: "Cluster": supported values: "ClusterIP", '
            '"ExternalName", "LoadBalancer", "NodePort"'
        ],
    ),
    (
        f"{PORTS}, type: NodePort, clusterIP: None",
        ["clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
    ),
    (
        f"{PORTS}, sessionAffinity: Cookie",
        ['sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], SERVICES)
def test_a_service_says_where_its_packets_go(spec, said):
    assert refused("v1", "Service", f"{{spec: {{{spec}}}}}") == [f"spec.{line}" for line in said]


ADDRESSES = [
    ("[10.0.0.1]", "[10.0.0.1]", []),
    ("[]", "[10.0.0.1]", []),
    ("[None]", "[None]", []),
    ("[10.0.0.1]", "[10.0.0.2]", ['Invalid value: ["10.0.0.2"]: may not change once set']),
    ("[10.0.0.1]", "[None]", ['Invalid value: ["None"]: may not change once set']),
    ("[None]", "[10.0.0.1]", ['Invalid value: ["10.0.0.1"]: may not change once set']),
    ("[10.0.0.1]", "[]", ["Invalid value: []: primary clusterIP can not be unset"]),
]  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], ADDRESSES)
def test_a_services_address_stays(before, after, said):
    old, new = (
        f"{{spec: {{{PORTS}, clusterIPs: {each}{first(each)}}}}}" for each in (before, after)
    )
    expected = [f"spec.clusterIPs[0]: {line}" for line in said]
    assert update_refused("v1", "Service", old, new) == expected


def first(addresses):
    return f", clusterIP: {addresses[1:-1]}" if addresses != "[]" else ""
