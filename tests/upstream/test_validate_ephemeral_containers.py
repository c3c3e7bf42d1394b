"""TestValidateEphemeralContainers (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created, loaded

ON_CREATE = "spec.ephemeralContainers: Forbidden: cannot be set on create"
FORBIDDEN = "Forbidden: cannot be set for an Ephemeral Container"
VOLUMES = "[{name: data, emptyDir: {}}, {name: disk, persistentVolumeClaim: {claimName: c}}]"
CASES = {
    "debugging a container": ("{targetContainerName: app}", []),
    "debugging an init container": ("{targetContainerName: load}", []),
    "seeing a volume": ("{volumeMounts: [{name: data, mountPath: /data}]}", []),
    "debugging nobody": (
        "{targetContainerName: ghost}",
        ['targetContainerName: Not found: "ghost"'],
    ),
    "no name": ("{name: ''}", ["name: Required value"]),
    "the app's name": ("{name: app}", ['name: Duplicate value: "app"']),
    "the init container's name": ("{name: load}", ['name: Duplicate value: "load"']),
    "no image": ("{image: ''}", ["image: Required value"]),
    "a message policy out of thin air": (
        "{terminationMessagePolicy: Whatever}",
        [
            'terminationMessagePolicy: Unsupported value: "Whatever": supported values: "File", '
            '"FallbackToLogsOnError"'
        ],
    ),
    "a hook, however wrong": (
        "{lifecycle: {preStop: {exec: {}}}}",
        [f"lifecycle: {FORBIDDEN}"],
    ),
    "ports": ("{ports: [{containerPort: 80}]}", [f"ports: {FORBIDDEN}"]),
    "liveness": ("{livenessProbe: {tcpSocket: {port: 80}}}", [f"livenessProbe: {FORBIDDEN}"]),
    "readiness": ("{readinessProbe: {tcpSocket: {port: 80}}}", [f"readinessProbe: {FORBIDDEN}"]),
    "startup": ("{startupProbe: {tcpSocket: {port: 80}}}", [f"startupProbe: {FORBIDDEN}"]),
    "resources": ("{resources: {limits: {cpu: 1}}}", [f"resources: {FORBIDDEN}"]),
    "a part of a volume": (
        "{volumeMounts: [{name: data, mountPath: /data, subPath: a}]}",
        [f"volumeMounts[0].subPath: {FORBIDDEN}"],
    ),
    "a named part of a volume": (
        "{volumeMounts: [{name: data, mountPath: /data, subPathExpr: $(A)}]}",
        [f"volumeMounts[0].subPathExpr: {FORBIDDEN}"],
    ),
    "a restart policy": ("{restartPolicy: Always}", [f"restartPolicy: {FORBIDDEN}"]),
    "no restart policy, written down": ("{restartPolicy: ''}", [f"restartPolicy: {FORBIDDEN}"]),
    "a resize policy": (
        "{resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]}",
        [f"resizePolicy: {FORBIDDEN}"],
    ),
}


@pytest.mark.parametrize(["container", "said"], CASES.values(), ids=CASES)
def test_an_ephemeral_container_only_looks_on(container, said):
    spec = {
        "volumes": loaded(VOLUMES),
        "initContainers": [{"name": "load"}],
        "ephemeralContainers": [loaded(container)],
    }
    assert created(spec, below="spec.ephemeralContainers[0]") == [*said, ON_CREATE]


@table.rows("validate_ephemeral_containers")
def test_what_else_is_said_of_ephemeral_containers(case):
    found, said = table.created(case)
    assert found == said
