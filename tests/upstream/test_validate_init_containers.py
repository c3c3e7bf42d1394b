"""TestValidateInitContainers (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created, loaded

ONLY_SIDECARS = "Forbidden: may not be set for init containers without restartPolicy=Always"
PROBE = "{tcpSocket: {port: 80}}"
CASES = {
    "a plain one": ("name: load", []),
    "a sidecar with probes and hooks": (
        f"restartPolicy: Always\nlivenessProbe: {PROBE}\nreadinessProbe: {PROBE}\n"
        f"startupProbe: {PROBE}\nlifecycle: {{preStop: {{exec: {{command: [ls]}}}}}}",
        [],
    ),
    "no name": ("name: ''", ["name: Required value"]),
    "the app's name": ("name: app", ['name: Duplicate value: "app"']),
    "no image": ("image: ''", ["image: Required value"]),
    "a hook": (
        "lifecycle: {preStop: {exec: {command: [ls]}}}",
        [f"lifecycle: {ONLY_SIDECARS}"],
    ),
    "liveness": (f"livenessProbe: {PROBE}", [f"livenessProbe: {ONLY_SIDECARS}"]),
    "readiness": (f"readinessProbe: {PROBE}", [f"readinessProbe: {ONLY_SIDECARS}"]),
    "startup": (f"startupProbe: {PROBE}", [f"startupProbe: {ONLY_SIDECARS}"]),
    "a restart at every resize": (
        "resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]",
        [
            'resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set '
            "to 'RestartContainer' for non-sidecar initContainers"
        ],
    ),
    "a sidecar's message policy": (
        "restartPolicy: Always\nterminationMessagePolicy: Never",
        [
            'terminationMessagePolicy: Unsupported value: "Never": supported values: "File", '
            '"FallbackToLogsOnError"'
        ],
    ),
    "a sidecar's liveness takes one success": (
        "restartPolicy: Always\nlivenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}",
        ["livenessProbe.successThreshold: Invalid value: 2: must be 1"],
    ),
    "a sidecar's hook must do something": (
        "restartPolicy: Always\nlifecycle: {preStop: {}}",
        ["lifecycle.preStop: Required value: must specify a handler type"],
    ),
    "a port twice": (
        "ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}]",
        ['ports[1].hostPort: Duplicate value: "TCP//80"'],
    ),
}


@pytest.mark.parametrize(["container", "said"], CASES.values(), ids=CASES)
def test_an_init_container_waits_for_nothing_but_its_end(container, said):
    spec = {"initContainers": [loaded(container)]}
    assert created(spec, below="spec.initContainers[0]") == said


@table.rows("validate_init_containers")
def test_what_else_is_said_of_init_containers(case):
    found, said = table.created(case)
    assert found == said
