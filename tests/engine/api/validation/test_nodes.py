"""Nodes: their networks, taints and what was given to them."""

import pytest

from tests.engine.api.validation.judging import refused, update_refused

NODE = ("v1", "Node")
CLUSTER = "{namespace: ''}"
SPECS = [
    ("podCIDRs: [10.0.0.0/24, 'fd00::/64']", []),
    ("podCIDRs: [10.0.0.0/24, 10.0.1.0/24]", [
        'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.1.0/24"]: may specify no more than '
        "one CIDR for each IP family"
    ]),
    ("podCIDRs: [10.0.0.0/24, 10.0.0.0/24]", [
        'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.0.0/24"]: may specify no more than '
        "one CIDR for each IP family",
        'spec.podCIDRs[1]: Duplicate value: "10.0.0.0/24"',
    ]),
    ("taints: [{key: a, effect: Never}]", [
        'metadata.taints[0].effect: Unsupported value: "Never": supported values: '
        '"NoSchedule", "PreferNoSchedule", "NoExecute"'
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], SPECS)
def test_a_node_has_one_network_of_each_family(spec, said):
    assert refused(*NODE, f"{{spec: {{{spec}}}}}", CLUSTER) == said


def test_what_a_node_was_given_stays():
    before = "{spec: {podCIDRs: [10.0.0.0/24], providerID: a}}"
    after = "{spec: {podCIDRs: [10.0.1.0/24], providerID: b}}"
    said = update_refused(*NODE, before, after)
    assert [line for line in said if "namespace" not in line] == [
        'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
        'spec.providerID: Forbidden: node updates may not change providerID except from "" to '
        "valid",
    ]
