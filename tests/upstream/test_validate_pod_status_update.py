"""TestValidatePodStatusUpdate (pkg/apis/core/validation/validation_test.go)."""

import pytest

from lifecycle.engine.api.validation.pod_status import validate_pod_status_update
from tests.upstream.rows import changed, rows
from tests.upstream.validating import judged_with

BACK = "Forbidden: may not be transitioned to non-terminated state"
DONE = "containerStatuses: [{name: app, state: {terminated: {exitCode: 0}}}]"
AGAIN = "containerStatuses: [{name: app, state: {running: {}}}]"
IDS = "must be between 0 and 2147483647, inclusive"
CASES = {
    "nothing": ("{}", "", "", []),
    "a condition of one's own": (
        "{}",
        "",
        "conditions: [{type: example.com/ready, status: 'True'}]",
        [],
    ),
    "an always restarted container": ("{restartPolicy: Always}", DONE, AGAIN, []),
    "a container restarts on failure, but had none": (
        "{restartPolicy: OnFailure}",
        DONE,
        AGAIN,
        [f"status.containerStatuses[0].state: {BACK}"],
    ),
    "a container restarts never": (
        "{restartPolicy: Never}",
        DONE,
        AGAIN,
        [f"status.containerStatuses[0].state: {BACK}"],
    ),
    "a container with its own policy": (
        "{restartPolicy: Never, containers: [{name: app, restartPolicy: Always}]}",
        DONE,
        AGAIN,
        [],
    ),
    "an init container restarts never": (
        "{restartPolicy: Never, initContainers: [{name: load}]}",
        DONE.replace("containerS", "initContainerS").replace("app", "load"),
        AGAIN.replace("containerS", "initContainerS").replace("app", "load"),
        [f"status.initContainerStatuses[0].state: {BACK}"],
    ),
    "a sidecar restarts always": (
        "{restartPolicy: Never, initContainers: [{name: load, restartPolicy: Always}]}",
        DONE.replace("containerS", "initContainerS").replace("app", "load"),
        AGAIN.replace("containerS", "initContainerS").replace("app", "load"),
        [],
    ),
    "another class": (
        "{}",
        "qosClass: Guaranteed",
        "qosClass: Burstable",
        ['status.qosClass: Invalid value: "Burstable": field is immutable'],
    ),
    "users below zero": (
        "{}",
        "",
        "containerStatuses: [{name: app, user: {linux: {uid: -1, gid: -1}}}]",
        [
            f"status.containerStatuses[0].user.linux.uid: Invalid value: -1: {IDS}",
            f"status.containerStatuses[0].user.linux.gid: Invalid value: -1: {IDS}",
        ],
    ),
    "Linux' users on windows": (
        "{os: {name: windows}}",
        "",
        "containerStatuses: [{name: app, user: {linux: {uid: 1, gid: 1}}}]",
        ["status.containerStatuses[0].user.linux: Forbidden: cannot be set for a windows pod"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(["spec", "before", "after", "said"], CASES.values(), ids=CASES)
def test_a_status_may_not_undo_an_end(spec, before, after, said):
    assert judged_with(validate_pod_status_update, spec, spec, before, after) == said


def test_a_pod_changes_its_node_at_the_binding_only():
    assert judged_with(validate_pod_status_update, "{nodeName: a}", "{nodeName: b}") == [
        "status.nodeName: Forbidden: may not be changed directly"
    ]


@rows("validate_pod_status_update")
def test_what_else_is_said_of_a_status(case):
    found, said = changed(case, validate_pod_status_update)
    assert found == said


@pytest.mark.parametrize(["length", "said"], [(256, []), (257, ["may not be more than 256 bytes"])])
def test_a_reference_to_an_image_has_its_length(length, said):
    mount = f"{{volumeStatus: {{image: {{imageRef: {'a' * length}}}}}}}"
    after = f"containerStatuses: [{{name: app, volumeMounts: [{mount}]}}]"
    below = "status.containerStatuses[0].volumeMounts[0].volumeStatus.imageVolumeStatus"
    found = judged_with(validate_pod_status_update, "{}", "{}", "", after, below)
    assert found == [f"imageRef: Too long: {each}" for each in said]
