"""What the API tells late is told with what happened then, and with the field that decided it."""

import pytest

from lifecycle.engine.records import ObjectChanged, ProcessChanged
from tests.engine.played import Played, pod_of

ENDS = ["sh", "-c", "sleep 2; exit 3"]


def behind(played, record):
    """The chain of causes of a record, from itself on."""
    chain = [record]
    while chain[-1].cause:
        chain.append(played.records[chain[-1].cause - 1])
    return chain


def first_waiting(played, reason):
    for record in played.records:
        if isinstance(record, ObjectChanged) and record.kind == "Pod" and record.object.status:
            for status in record.object.status.containerStatuses or ():
                waiting = status.state and status.state.waiting
                if waiting and waiting.reason == reason:
                    return record
    raise AssertionError(f"no container ever waited with {reason}")


def happened(played, what, number=0, **fields):
    found = [
        r
        for r in played.records
        if isinstance(r, ProcessChanged)
        and r.what == what
        and all(getattr(r, name) == value for name, value in fields.items())
    ]
    return found[number]


@pytest.mark.parametrize("reason", ["ErrImagePull", "ImagePullBackOff"])
def test_an_image_that_cannot_be_pulled_is_the_cause_of_its_waiting_reason(reason):
    beside = {"name": "side", "command": ["sleep", "600"]}
    played = Played(pod_of({"name": "app", "image": "nginx:doesnotexist"}, beside))
    chain = behind(played, first_waiting(played, reason))
    failed = happened(played, "pull-end", result="failure")
    assert failed in chain
    started = [r for r in chain if isinstance(r, ProcessChanged) and r.what == "start"]
    assert started == []


def test_a_start_is_the_cause_of_running_however_long_the_image_took():
    played = Played(pod_of({"name": "app", "image": "nginx"}))
    running = next(
        r
        for t, _ in played.versions()
        for r in played.records
        if isinstance(r, ObjectChanged)
        and r.kind == "Pod"
        and r.object.status
        and r.object.status.phase == "Running"
    )
    assert played.records[running.cause - 1].what == "start"


def test_a_missing_config_map_is_blamed_on_the_field_that_names_it():
    source = [{"configMapRef": {"name": "nope"}}]
    played = Played(pod_of({"name": "app", "envFrom": source}))
    waiting = first_waiting(played, "CreateContainerConfigError")
    assert played.records[waiting.cause - 1].fields == ("spec.containers[0].envFrom[0]",)


def test_a_deadline_is_the_cause_of_all_that_comes_of_it():
    asleep = {"name": "app", "command": ["sleep", "600"]}
    played = Played(pod_of(asleep, activeDeadlineSeconds=5, terminationGracePeriodSeconds=2))
    chain = behind(played, happened(played, "signal", signal="TERM"))
    assert ("spec.activeDeadlineSeconds",) in [record.fields for record in chain]


RULE = {"action": "Restart", "exitCodes": {"operator": "In", "values": [3]}}


@pytest.mark.parametrize(
    ("container", "pod", "field"),
    [
        ({}, {}, "spec.restartPolicy"),
        ({}, {"restartPolicy": "OnFailure"}, "spec.restartPolicy"),
        (
            {"restartPolicy": "Never", "restartPolicyRules": [RULE]},
            {"restartPolicy": "Never"},
            "spec.containers[0].restartPolicyRules[0]",
        ),
        (
            {"restartPolicy": "OnFailure"},
            {"restartPolicy": "Never"},
            "spec.containers[0].restartPolicy",
        ),
    ],
)
def test_a_restart_and_its_back_off_name_the_policy_that_decided(container, pod, field):
    played = Played(pod_of({"name": "app", "command": ENDS, **container}, **pod))
    assert happened(played, "start", attempt=1).fields[1:] == (field,)
    assert happened(played, "start").fields[1:] == ()
    assert happened(played, "backoff").fields == (field,)


def test_a_restart_of_all_containers_names_the_rule():
    rule = {"action": "RestartAllContainers", "exitCodes": {"operator": "In", "values": [3]}}
    ends = {"name": "app", "command": ENDS, "restartPolicy": "Never", "restartPolicyRules": [rule]}
    played = Played(pod_of(ends, {"name": "side", "command": ["sleep", "600"]}))
    again = happened(played, "start", container="side", attempt=1)
    assert again.fields[1:] == ("spec.containers[0].restartPolicyRules[0]",)


def test_no_grace_is_shorter_than_the_two_seconds_that_the_kubelet_leaves():
    deaf = ["sh", "-c", "trap '' TERM; while true; do sleep 1; done"]
    played = Played(
        pod_of({"name": "app", "command": deaf}, terminationGracePeriodSeconds=1),
        do=[(5, "kubectl delete pod web --wait=false")],
    )
    assert happened(played, "signal", signal="KILL").t == happened(played, "grace").until


def test_a_hook_that_takes_too_long_is_the_cause_of_the_signal():
    hook = {"preStop": {"exec": {"command": ["sleep", "60"]}}}
    played = Played(
        pod_of(
            {"name": "app", "command": ["sleep", "600"], "lifecycle": hook},
            terminationGracePeriodSeconds=4,
        ),
        do=[(5, "kubectl delete pod web --wait=false")],
    )
    signal = happened(played, "signal", signal="TERM")
    assert played.records[signal.cause - 1].what == "hook-start"


SPEC, PROBE = "spec.terminationGracePeriodSeconds", "spec.containers[0].livenessProbe"


@pytest.mark.parametrize(
    ("line", "probe", "field"),
    [
        ("kubectl delete pod web --wait=false", {}, (SPEC,)),
        ("kubectl delete pod web --grace-period=3 --wait=false", {}, ()),
        ("fault probe web -c app liveness fail", {}, (SPEC,)),
        (
            "fault probe web -c app liveness fail",
            {"terminationGracePeriodSeconds": 3},
            (f"{PROBE}.terminationGracePeriodSeconds",),
        ),
    ],
)
def test_a_grace_period_names_the_field_that_gave_it_if_one_did(line, probe, field):
    liveness = {"exec": {"command": ["true"]}, "periodSeconds": 1, **probe}
    app = {"name": "app", "command": ["sleep", "600"], "livenessProbe": liveness}
    played = Played(pod_of(app), do=[(5, line)])
    assert happened(played, "grace").fields == field


def test_a_program_that_is_not_there_is_blamed_on_the_command():
    played = Played(pod_of({"name": "app", "command": ["wge"]}))
    ended = happened(played, "exit")
    assert (ended.exit_code, ended.fields) == (128, ("spec.containers[0].command",))
    assert ended in behind(played, first_waiting(played, "RunContainerError"))


def test_a_pod_of_a_job_that_has_failed_is_deleted_by_its_limit():
    template = {"spec": {"restartPolicy": "OnFailure", **pod_of({"name": "app"})["spec"]}}
    template["spec"]["containers"][0]["command"] = ["sh", "-c", "exit 1"]
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "report"},
        "spec": {"backoffLimit": 1, "template": template},
    }
    played = Played(job)
    deleted = [r for r in played.records if r.rule == "job.failed"]
    assert deleted
    assert {record.fields for record in deleted} == {("spec.backoffLimit",)}


def test_what_is_left_of_a_drained_pod_comes_from_the_ends_of_its_containers():
    ends = {"name": "crasher", "command": ["sh", "-c", "sleep 1; exit 1"]}
    deaf = {"name": "deaf", "command": ["sleep", "600"]}
    do = [(20, "kubectl delete pod web --wait=false")]
    for version in ("1.20", "1.36"):
        played = Played(pod_of(ends, deaf), do=do, until=90, kubernetes=version)
        gone = next(
            r for r in played.records if getattr(r, "verb", "") == "deleted" and r.kind == "Pod"
        )
        assert happened(played, "exit", container="deaf") in behind(played, gone)
