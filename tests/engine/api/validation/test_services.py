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
    (
        f"{PORTS}, clusterIPs: [10.0.0.1]",
        [
            'clusterIPs: Invalid value: ["10.0.0.1"]: must be empty when `clusterIP` is not '
            "specified"
        ],
    ),
    (
        f"{PORTS}, clusterIP: None, clusterIPs: [None, 10.0.0.1]",
        [
            'clusterIPs: Invalid value: ["None","10.0.0.1"]: \'None\' must be the first and '
            "only value"
        ],
    ),
    (
        f"{PORTS}, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2]",
        [
            'clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2"]: may specify no more than one '
            "IP for each IP family"
        ],
    ),
    (
        f"{PORTS}, clusterIP: 10.0.0.1, ipFamilies: [IPv6]",
        [
            'clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by '
            "`ipFamilies[0]`"
        ],
    ),
    (
        f"{PORTS}, externalIPs: [127.0.0.1, 0.0.0.0, 169.254.1.1, 224.0.0.1]",
        [
            'externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range '
            "(127.0.0.0/8, ::1/128)",
            'externalIPs[1]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
            'externalIPs[2]: Invalid value: "169.254.1.1": may not be in the link-local range '
            "(169.254.0.0/16, fe80::/10)",
            'externalIPs[3]: Invalid value: "224.0.0.1": may not be in the link-local multicast '
            "range (224.0.0.0/24, ff02::/10)",
        ],
    ),
    (
        f"{PORTS}, sessionAffinity: ClientIP, sessionAffinityConfig: {{clientIP: "
        "{timeoutSeconds: 90000}}",
        [
            "sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be "
            "greater than 0 and less than 86400"
        ],
    ),
    (
        f"{PORTS}, type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 70000",
        [
            "healthCheckNodePort: Invalid value: 70000: must be between 1 and 65535, inclusive"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], SERVICES)
def test_a_service_says_where_its_packets_go(spec, said):
    assert refused("v1", "Service", f"{{spec: {{{spec}}}}}") == [f"spec.{line}" for line in said]


def test_what_a_services_annotations_ask_for():
    service = f"{{spec: {{{PORTS}}}}}"
    hints = "service.kubernetes.io/topology-aware-hints: auto"
    mode = "service.kubernetes.io/topology-mode: none"
    said = refused("v1", "Service", service, f"{{annotations: {{{hints}, {mode}}}}}")
    assert said == [
        "metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "
        '"none": must match annotations[service.kubernetes.io/topology-aware-hints] when both '
        "are specified"
    ]
    ranges = "service.beta.kubernetes.io/load-balancer-source-ranges"
    assert refused("v1", "Service", service, f"{{annotations: {{{ranges}: ''}}}}") == [
        f"metadata.annotations[{ranges}]: Forbidden: may only be used when `type` is 'LoadBalancer'"
    ]


def test_what_looks_after_a_balancer_stays():
    before, after = (
        f"{{spec: {{{PORTS}, type: LoadBalancer, loadBalancerClass: a.io/{name}, "
        f"externalTrafficPolicy: Local, healthCheckNodePort: 3000{i}}}}}"
        for i, name in enumerate(("one", "two"))
    )
    assert update_refused("v1", "Service", before, after) == [
        'spec.loadBalancerClass: Invalid value: "a.io/two": may not change once set',
        "spec.healthCheckNodePort: Forbidden: field is immutable",
    ]


TWO = "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1'], ipFamilies: [IPv4, IPv6]"
ONE = "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4]"


def test_a_second_family_comes_and_goes():
    one, two = (f"{{spec: {{{PORTS}, {each}}}}}" for each in (ONE, TWO))
    assert update_refused("v1", "Service", one, two) == []
    assert update_refused("v1", "Service", two, one) == [
        f"spec.ipFamilyPolicy: Invalid value: null: must be set to 'SingleStack' when "
        f"releasing the secondary {what}"
        for what in ("clusterIP", "ipFamily")
    ]


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
