"""TestValidatePodResize (pkg/apis/core/validation/validation_test.go)."""

import pytest

from lifecycle.engine.api.validation.pod_resize import validate_pod_resize
from tests.upstream.rows import changed, rows
from tests.upstream.validating import judged_with

QOS = 'spec: Invalid value: "": Pod QOS Class may not change as a result of resizing'
ONLY = "spec: Forbidden: only cpu and memory resources are mutable"
ONLY_INIT = "spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar "
ONLY_INIT += "containers are mutable"
LISTS = "spec.containers: Forbidden: containers may not be added or removed on resize"
ORDER = "Forbidden: containers may not be renamed or reordered on resize"
BELOW = "spec.containers[0].resources"
NO_REQUEST = f"{BELOW}.requests: Forbidden: resource requests cannot be removed"
NO_LIMIT = f"{BELOW}.limits: Forbidden: resource limits cannot be removed"
POLICY = "resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]"
RUNNING = """
containerStatuses:
- {name: app, state: {running: {}}, resources: {requests: {cpu: 1}}}
"""


def box(requests="", limits="", more=""):
    resources = f"{{requests: {{{requests}}}, limits: {{{limits}}}}}"
    return f"{{containers: [{{name: app, resources: {resources}{more}}}]}}"


def sidecar(requests, more=""):
    resources = f"{{requests: {{{requests}}}}}"
    return (
        f"{{initContainers: [{{name: side, restartPolicy: Always, resources: {resources}{more}}}]}}"
    )


CASES = {
    "a higher cpu limit": (
        box("cpu: 1", "cpu: 2, memory: 1Gi"),
        box("cpu: 1", "cpu: 3, memory: 1Gi"),
        [],
    ),
    "a lower memory limit": (
        box("cpu: 1", "memory: 2Gi"),
        box("cpu: 1", "memory: 1Gi"),
        [],
    ),
    "a lower request": (box("cpu: 2"), box("cpu: 1"), []),
    "guaranteed before and after": (
        box("cpu: 1, memory: 1Gi", "cpu: 1, memory: 1Gi"),
        box("cpu: 2, memory: 1Gi", "cpu: 2, memory: 1Gi"),
        [],
    ),
    "another limit appears": (box("cpu: 1"), box("cpu: 1", "memory: 1Gi"), []),
    "another request appears": (box("cpu: 1"), box("cpu: 1, memory: 1Gi"), []),
    "guaranteed no more": (
        box("cpu: 1, memory: 1Gi", "cpu: 1, memory: 1Gi"),
        box("cpu: 1, memory: 1Gi", "cpu: 2, memory: 1Gi"),
        [QOS],
    ),
    "best effort no more": (box(), box("cpu: 1"), [QOS]),
    "best effort at last": (
        box("cpu: 1"),
        box(),
        [QOS, NO_REQUEST],
    ),
    "a limit disappears": (
        box("cpu: 1", "cpu: 2, memory: 1Gi"),
        box("cpu: 1, memory: 1Gi", "cpu: 2"),
        [NO_LIMIT],
    ),
    "a request disappears": (
        box("cpu: 1, memory: 1Gi"),
        box("cpu: 1"),
        [NO_REQUEST],
    ),
    "storage": (
        box("cpu: 1, ephemeral-storage: 1Gi"),
        box("cpu: 1, ephemeral-storage: 2Gi"),
        [ONLY],
    ),
    "a resize policy": (
        box("cpu: 1"),
        box("cpu: 1", more=f", {POLICY}"),
        [ONLY],
    ),
    "a windows Pod": (
        "{os: {name: windows}, containers: [{resources: {requests: {cpu: 1}}}]}",
        "{os: {name: windows}, containers: [{resources: {requests: {cpu: 2}}}]}",
        ["[]: Forbidden: windows pods cannot be resized"],
    ),
    "a container more": (
        "{containers: [{name: a}]}",
        "{containers: [{name: a}, {name: b}]}",
        [LISTS],
    ),
    "a container less": (
        "{containers: [{name: a}, {name: b}]}",
        "{containers: [{name: a}]}",
        [LISTS],
    ),
    "another order": (
        "{containers: [{name: a}, {name: b}]}",
        "{containers: [{name: b}, {name: a}]}",
        [f"spec.containers[0].name: {ORDER}", f"spec.containers[1].name: {ORDER}"],
    ),
    "another name": (
        "{containers: [{name: a}]}",
        "{containers: [{name: b}]}",
        [f"spec.containers[0].name: {ORDER}"],
    ),
    "a sidecar's request": (sidecar("cpu: 1"), sidecar("cpu: 2"), []),
    "a sidecar's storage": (
        sidecar("cpu: 1, ephemeral-storage: 1Gi"),
        sidecar("cpu: 1, ephemeral-storage: 2Gi"),
        [ONLY_INIT],
    ),
}  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], CASES.values(), ids=CASES)
def test_cpu_and_memory_change_within_the_class(before, after, said):
    assert judged_with(validate_pod_resize, before, after) == said


def test_a_running_containers_node_tells_its_resources():
    running = "containerStatuses: [{name: app, state: {running: {}}}]"
    change = (validate_pod_resize, box("cpu: 1"), box("cpu: 2"))
    assert judged_with(*change, running, running) == [
        "spec: Forbidden: Pod running on node without support for resize"
    ]
    assert judged_with(*change, RUNNING, RUNNING) == []
    waiting = "containerStatuses: [{name: app, state: {waiting: {}}}]"
    assert judged_with(*change, waiting, waiting) == []


@rows("validate_pod_resize")
def test_what_else_is_said_of_a_resize(case):
    found, said = changed(case, validate_pod_resize)
    assert found == said
