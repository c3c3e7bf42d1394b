"""TestValidatePodSpec (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created

SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used "
    "for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)
IDS = "must be between 0 and 2147483647, inclusive"
DEADLINES = "must be between 1 and 2147483647, inclusive"
GROUPS = 'supported values: "Merge", "Strict"'
CHANGES = 'supported values: "Always", "OnRootMismatch"'
NO_NAME = ["name: Required value"]
CASES = {
    "almost nothing": ("{}", []),
    "many settings": (
        "{volumes: [{name: v, emptyDir: {}}], restartPolicy: OnFailure, nodeName: node-1, "
        "activeDeadlineSeconds: 1, serviceAccountName: robot, priorityClassName: high, "
        "runtimeClassName: gvisor, nodeSelector: {disk: ssd}, dnsPolicy: Default}",
        [],
    ),
    "the host's network, with its ports": (
        "{hostNetwork: true, containers: [{ports: [{containerPort: 80}]}]}",
        [],
    ),
    "another port than the host's": (
        "{hostNetwork: true, containers: [{ports: [{containerPort: 80, hostPort: 8080}]}]}",
        [
            "containers[0].ports[0].hostPort: Invalid value: 8080: must match `containerPort` "
            "when `hostNetwork` is true"
        ],
    ),
    "two kinds of shared processes": (
        "{hostPID: true, shareProcessNamespace: true}",
        [
            "securityContext.shareProcessNamespace: Invalid value: true: "
            "ShareProcessNamespace and HostPID cannot both be enabled"
        ],
    ),
    "no container": ("{containers: []}", ["containers: Required value"]),
    "a restart policy out of thin air": (
        "{restartPolicy: Sometimes}",
        [
            'restartPolicy: Unsupported value: "Sometimes": supported values: "Always", '
            '"OnFailure", "Never"'
        ],
    ),
    "a DNS policy out of thin air": (
        "{dnsPolicy: Some}",
        [
            'dnsPolicy: Unsupported value: "Some": supported values: "ClusterFirstWithHostNet", '
            '"ClusterFirst", "Default", "None"'
        ],
    ),
    "no time to run": (
        "{activeDeadlineSeconds: 0}",
        [f"activeDeadlineSeconds: Invalid value: 0: {DEADLINES}"],
    ),
    "68 years and a second": (
        "{activeDeadlineSeconds: 2147483648}",
        [f"activeDeadlineSeconds: Invalid value: 2147483648: {DEADLINES}"],
    ),
    "a volume without name": (
        "{volumes: [{emptyDir: {}}]}",
        ["volumes[0].name: Required value"],
    ),
    "a container without name": (
        "{containers: [{name: ''}]}",
        ["containers[0].name: Required value"],
    ),
    "an init container without name": (
        "{initContainers: [{name: ''}]}",
        ["initContainers[0].name: Required value"],
    ),
    "a user below zero": (
        "{securityContext: {runAsUser: -1}}",
        [f"securityContext.runAsUser: Invalid value: -1: {IDS}"],
    ),
    "groups beyond 31 bits": (
        "{securityContext: {fsGroup: 2147483648, supplementalGroups: [2147483648]}}",
        [
            f"securityContext.fsGroup: Invalid value: 2147483648: {IDS}",
            f"securityContext.supplementalGroups[0]: Invalid value: 2147483648: {IDS}",
        ],
    ),
    "an empty policy for groups": (
        "{securityContext: {supplementalGroupsPolicy: ''}}",
        [f'securityContext.supplementalGroupsPolicy: Unsupported value: "": {GROUPS}'],
    ),
    "an empty policy for the files' group": (
        "{securityContext: {fsGroupChangePolicy: ''}}",
        [f'securityContext.fsGroupChangePolicy: Unsupported value: "": {CHANGES}'],
    ),
    "names with capitals and slashes": (
        "{nodeName: a b, serviceAccountName: Robot, runtimeClassName: a/b, priorityClassName: P}",
        [
            f'serviceAccountName: Invalid value: "Robot": {SUBDOMAIN}',
            f'nodeName: Invalid value: "a b": {SUBDOMAIN}',
            f'priorityClassName: Invalid value: "P": {SUBDOMAIN}',
            f'runtimeClassName: Invalid value: "a/b": {SUBDOMAIN}',
        ],
    ),
    "an alias of an address": ("{hostAliases: [{ip: 1.2.3.4, hostnames: [a.b]}]}", []),
    "an alias of no address": (
        "{hostAliases: [{ip: 999.1.2.3}]}",
        [
            'hostAliases[0].ip: Invalid value: "999.1.2.3": must be a valid IP address, '
            "(e.g. 10.9.8.7 or 2001:db8::ffff)"
        ],
    ),
    "an address with zeros in front": (
        "{hostAliases: [{ip: 001.2.3.4}]}",
        ['hostAliases[0].ip: Invalid value: "001.2.3.4": must not have leading 0s'],
    ),
    "an alias with a wild name": (
        "{hostAliases: [{ip: 1.2.3.4, hostnames: ['@#']}]}",
        [f'hostAliases[0].hostnames[0]: Invalid value: "@#": {SUBDOMAIN}'],
    ),
    "resources of a windows Pod": (
        "{os: {name: windows}, resources: {limits: {cpu: 1}}}",
        ["resources: Forbidden: may not be set for a windows pod"],
    ),
    "resources of a Pod": ("{resources: {limits: {cpu: 1, memory: 200Mi}}}", []),
}  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], CASES.values(), ids=CASES)
def test_a_spec_is_judged_field_by_field(spec, said):
    assert created(spec, below="spec") == said


@table.rows("validate_pod_spec")
def test_what_else_is_said_of_a_spec(case):
    found, said = table.created(case)
    assert found == said
