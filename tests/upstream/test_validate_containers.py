"""TestValidateContainers (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created, loaded

PORT = "Invalid value: 0: must be between 1 and 65535, inclusive"
NEGATIVE = "Invalid value: -1: must be greater than or equal to 0"
BELOW = "{initialDelaySeconds: -1, timeoutSeconds: -1, periodSeconds: -1, successThreshold: -1, "
BELOW += "failureThreshold: -1, tcpSocket: {port: 80}, terminationGracePeriodSeconds: -1}"
TIMES = ("initialDelay", "timeout", "period")
GRACE = "terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0"
UNQUALIFIED = "must be a standard resource type or fully qualified"
AT_MOST = "must be less than or equal to"
NOT_OURS = "must be a standard resource for containers"


def negatives(probe):
    fields = [f"{time}Seconds" for time in TIMES] + ["successThreshold", "failureThreshold"]
    said = [f"{probe}.{field}: {NEGATIVE}" for field in fields]
    return [*said, f"{probe}.{GRACE}"]


def unknown_resource(name):
    return [
        f'resources.{side}[{name}]: Invalid value: "{name}": {reason}'
        for side in ("limits", "requests")
        for reason in (UNQUALIFIED, NOT_OURS)
    ]


CASES = {
    "digits make a name": ("name: '123'", []),
    "a name is needed": ("name: ''", ["name: Required value"]),
    "an image is needed": ("image: ''", ["image: Required value"]),
    "63 letters are enough": (
        f"name: {'a' * 64}",
        [f'name: Invalid value: "{"a" * 64}": must be no more than 63 characters'],
    ),
    "dots are no part of a label": (
        "name: a.b",
        ['name: Invalid value: "a.b": must not contain dots'],
    ),
    "blanks around an image": (
        "image: ' some '",
        ['image: Invalid value: " some ": must not have leading or trailing whitespace'],
    ),
    "a variable may have almost any name": ("env: [{name: ev!1}]", []),
    "privileged is the node's affair": ("securityContext: {privileged: true}", []),
    "a volume nobody declared": (
        "volumeMounts: [{name: data, mountPath: /data}]",
        ['volumeMounts[0].name: Not found: "data"'],
    ),
    "a hook": ("lifecycle: {preStop: {exec: {command: [ls]}}}", []),
    "a hook without command": (
        "lifecycle: {preStop: {exec: {}}}",
        ["lifecycle.preStop.exec.command: Required value"],
    ),
    "a hook's path has a default": ("lifecycle: {preStop: {httpGet: {port: 80}}}", []),
    "a hook asking at port 0": (
        "lifecycle: {postStart: {httpGet: {path: /, port: 0}}}",
        [f"lifecycle.postStart.httpGet.port: {PORT}"],
    ),
    "a hook connecting to port 0": (
        "lifecycle: {preStop: {tcpSocket: {port: 0}}}",
        [f"lifecycle.preStop.tcpSocket.port: {PORT}"],
    ),
    "a hook that does nothing": (
        "lifecycle: {preStop: {}}",
        ["lifecycle.preStop: Required value: must specify a handler type"],
    ),
    "readiness kills nothing": (
        "readinessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 10}",
        [
            "readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: "
            "must not be set for readinessProbes"
        ],
    ),
    "a liveness probe that does nothing": (
        "livenessProbe: {periodSeconds: 1}",
        ["livenessProbe: Required value: must specify a handler type"],
    ),
    "a liveness probe of port 0": (
        "livenessProbe: {tcpSocket: {port: 0}}",
        [f"livenessProbe.tcpSocket.port: {PORT}"],
    ),
    "one success is liveness": (
        "livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}",
        ["livenessProbe.successThreshold: Invalid value: 2: must be 1"],
    ),
    "one success is a start": (
        "startupProbe: {tcpSocket: {port: 80}, successThreshold: 2}",
        ["startupProbe.successThreshold: Invalid value: 2: must be 1"],
    ),
    "several successes may be readiness": (
        "readinessProbe: {tcpSocket: {port: 80}, successThreshold: 2}",
        [],
    ),
    "no liveness below zero": (
        f"livenessProbe: {BELOW}",
        [
            *negatives("livenessProbe"),
            "livenessProbe.successThreshold: Invalid value: -1: must be 1",
        ],
    ),
    "no start below zero": (
        f"startupProbe: {BELOW}",
        [*negatives("startupProbe"), "startupProbe.successThreshold: Invalid value: -1: must be 1"],
    ),
    "no readiness below zero": (
        f"readinessProbe: {BELOW}",
        [
            *negatives("readinessProbe"),
            "readinessProbe.terminationGracePeriodSeconds: Invalid value: -1: "
            "must not be set for readinessProbes",
        ],
    ),
    "a termination message comes from file or log": (
        "terminationMessagePolicy: Unknown",
        [
            'terminationMessagePolicy: Unsupported value: "Unknown": supported values: '
            '"File", "FallbackToLogsOnError"'
        ],
    ),
    "an unqualified resource": ("resources: {limits: {disk: 10G}}", unknown_resource("disk")),
    "a node's resource": (
        "resources: {limits: {attachable-volumes-aws-ebs: 10}}",
        unknown_resource("attachable-volumes-aws-ebs"),
    ),
    "limits below zero become requests": (
        "resources: {limits: {cpu: -10, memory: 0}}",
        [
            'resources.limits[cpu]: Invalid value: "-10": must be greater than or equal to 0',
            'resources.requests[cpu]: Invalid value: "-10": must be greater than or equal to 0',
        ],
    ),
    "requests below zero": (
        "resources: {requests: {memory: -10}}",
        ['resources.requests[memory]: Invalid value: "-10": must be greater than or equal to 0'],
    ),
    "a request above its limit": (
        "resources: {limits: {cpu: 5, memory: 3}, requests: {cpu: 6, memory: 4}}",
        [
            f'resources.requests: Invalid value: "6": {AT_MOST} cpu limit of 5',
            f'resources.requests: Invalid value: "4": {AT_MOST} memory limit of 3',
        ],
    ),
    "a resize policy out of thin air": (
        "resizePolicy: [{resourceName: cpu, restartPolicy: Sometimes}]",
        [
            'resizePolicy: Unsupported value: "Sometimes": supported values: '
            '"NotRequired", "RestartContainer"'
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(["container", "said"], CASES.values(), ids=CASES)
def test_a_container_is_judged_field_by_field(container, said):
    assert created({"containers": [loaded(container)]}, below="spec.containers[0]") == said


TWO = {
    "two of one name": ("{name: a}", "{name: a}", ['name: Duplicate value: "a"']),
    "two at one host port": (
        "{ports: [{containerPort: 80, hostPort: 80}]}",
        "{name: b, ports: [{containerPort: 81, hostPort: 80}]}",
        ['ports[0].hostPort: Duplicate value: "TCP//80"'],
    ),
    "host ports of two protocols": (
        "{ports: [{containerPort: 80, hostPort: 80}]}",
        "{name: b, ports: [{containerPort: 81, hostPort: 80, protocol: UDP}]}",
        [],
    ),
}


@pytest.mark.parametrize(["one", "other", "said"], TWO.values(), ids=TWO)
def test_containers_do_not_get_into_each_others_way(one, other, said):
    both = {"containers": [loaded(one), loaded(other)]}
    assert created(both, below="spec.containers[1]") == said


@table.rows("validate_containers")
def test_what_else_is_said_of_containers(case):
    found, said = table.created(case)
    assert found == said
