"""Jobs run Pods until they have succeeded often enough, or failed too often."""

import pytest
from lightkube.models.core_v1 import (
    ContainerState,
    ContainerStateTerminated,
    ContainerStatus,
    PodCondition,
)

from lifecycle.engine.controllers.job.backoff import Backoff
from lifecycle.engine.controllers.job.indexes import format_indexes, parse
from lifecycle.engine.kernel.clock import timestamp
from tests.engine.controllers.stagehand import Stage


def job(policy="Never", **spec):
    container = {"name": "app", "image": "busybox"}
    template = {"spec": {"restartPolicy": policy, "containers": [container]}}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "j"},
        "spec": {"template": template, **spec},
    }


def finish(stage, name, code=0):
    """The Pod's container ends with the code, and the Pod with it."""
    ended = ContainerStateTerminated(exitCode=code, finishedAt=timestamp(stage.world.now))
    status = ContainerStatus(
        name="app", image="busybox", imageID="", ready=False, restartCount=0,
        state=ContainerState(terminated=ended),
    )  # fmt: skip
    stage.set_status(name, containerStatuses=[status])
    stage.end("default", name, "Failed" if code else "Succeeded")


def running(stage):
    return [pod.metadata.name for pod in stage.pods() if pod.status.phase == "Running"]


def conditions(stage):
    status = stage.get("Job", "j").status
    return {c.type: c.reason for c in status.conditions or () if c.status == "True"}


def test_a_job_is_complete_when_its_pod_has_succeeded():
    stage = Stage()
    stage.create(job())
    stage.wait()
    (name,) = running(stage)
    assert stage.get("Job", "j").status.active == 1
    assert stage.get("Job", "j").status.ready == 1
    finish(stage, name)
    stage.wait()
    assert stage.get("Job", "j").status.succeeded == 1
    assert stage.get("Job", "j").status.completionTime is not None
    assert conditions(stage) == {
        "SuccessCriteriaMet": "CompletionsReached",
        "Complete": "CompletionsReached",
    }
    assert stage.events("Job") == [
        ("SuccessfulCreate", f"Created pod: {name}"),
        ("Completed", "Job completed"),
    ]
    assert not stage.get("Pod", name).metadata.finalizers


def test_failed_pods_are_replaced_after_ten_then_twenty_seconds_until_the_limit():
    stage = Stage()
    stage.create(job(backoffLimit=2))
    made = []
    for _ in range(3):
        while not running(stage):
            stage.wait(100)
        made.append(stage.world.now)
        finish(stage, running(stage)[0], 1)
        stage.wait(2_000)
    assert 9_500 < made[1] - made[0] < 12_000
    assert 19_500 < made[2] - made[1] < 22_000
    assert stage.get("Job", "j").status.failed == 3
    assert conditions(stage)["Failed"] == "BackoffLimitExceeded"
    assert stage.events("Job")[-1] == (
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
    )


def test_parallelism_bounds_how_many_run_at_once():
    stage = Stage()
    stage.create(job(parallelism=2, completions=3))
    stage.wait()
    assert len(running(stage)) == 2
    finish(stage, running(stage)[0])
    stage.wait()
    assert len(stage.names()) == 3
    for name in running(stage):
        finish(stage, name)
    stage.wait()
    assert stage.get("Job", "j").status.succeeded == 3
    assert "Complete" in conditions(stage)


def test_an_indexed_job_numbers_its_completions():
    stage = Stage()
    stage.create(job(completions=3, parallelism=3, completionMode="Indexed"))
    stage.wait()
    hosts = sorted(pod.spec.hostname for pod in stage.pods())
    assert hosts == ["j-0", "j-1", "j-2"]
    first = next(pod for pod in stage.pods() if pod.spec.hostname == "j-0")
    assert first.metadata.name.startswith("j-0-")
    finish(stage, first.metadata.name)
    stage.wait()
    assert stage.get("Job", "j").status.completedIndexes == "0"
    for name in running(stage):
        finish(stage, name)
    stage.wait()
    assert stage.get("Job", "j").status.completedIndexes == "0-2"
    assert "Complete" in conditions(stage)


def test_a_suspended_job_has_no_pods_and_does_not_count_the_deleted_ones():
    stage = Stage()
    stage.create(job())
    stage.wait()
    stage.update("Job", "j", suspend=True)
    stage.wait(5_000)
    assert stage.names() == []
    status = stage.get("Job", "j").status
    assert (status.failed, status.startTime) == (None, None)
    assert conditions(stage) == {"Suspended": "JobSuspended"}
    stage.update("Job", "j", suspend=False)
    stage.wait()
    assert len(running(stage)) == 1
    assert conditions(stage) == {}
    assert [reason for reason, _ in stage.events("Job")][2:] == [
        "Suspended",
        "SuccessfulCreate",
        "Resumed",
    ]


def test_a_job_past_its_deadline_is_stopped():
    stage = Stage()
    stage.create(job(activeDeadlineSeconds=7))
    stage.wait(10_000)
    assert stage.names() == []
    assert stage.get("Job", "j").status.failed == 1
    assert conditions(stage) == {"FailureTarget": "DeadlineExceeded", "Failed": "DeadlineExceeded"}


@pytest.mark.parametrize(
    ("policy", "failed_at_once"), [("TerminatingOrFailed", 1), ("Failed", None)]
)
def test_a_deleted_pod_counts_as_failed_at_once_or_when_it_has_ended(policy, failed_at_once):
    stage = Stage()
    stage.create(job(podReplacementPolicy=policy, backoffLimit=3))
    stage.wait()
    (name,) = running(stage)
    stage.api.delete("Pod", "default", name, grace_seconds=60)
    stage.runs = False
    stage.wait(900)
    stage.wait(200)
    counted = [r for r in stage.world.records if r.kind == "Job" and r.object.status]
    assert stage.get("Job", "j").status.failed == failed_at_once
    assert counted[-1].object.status.active is None


def test_a_failure_policy_may_end_the_job_or_look_away():
    rules = [
        {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}},
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
    ]
    stage = Stage()
    stage.create(job(podFailurePolicy={"rules": rules}, backoffLimit=0))
    stage.wait()
    (name,) = running(stage)
    disrupted = PodCondition(type="DisruptionTarget", status="True")
    stage.set_status(name, conditions=[disrupted])
    finish(stage, name, 137)
    stage.wait(12_000)
    assert stage.get("Job", "j").status.failed is None
    (name,) = running(stage)
    finish(stage, name, 42)
    stage.wait()
    assert conditions(stage)["Failed"] == "PodFailurePolicy"
    assert stage.events("Job")[-1] == (
        "PodFailurePolicy",
        f"Container app for pod default/{name} failed with exit code 42 "
        "matching FailJob rule at index 0",
    )


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (1, 10), (2, 20), (3, 40), (6, 320), (7, 600), (20, 600)]
)
def test_the_backoff_doubles_up_to_ten_minutes(failures, seconds):
    assert Backoff(failures, 5_000).remaining(5_000) == seconds * 1000


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((), ""), ((0,), "0"), ((0, 1), "0,1"), ((0, 1, 2), "0-2"), ((0, 2, 3, 4, 9), "0,2-4,9")],
)
def test_indexes_are_written_as_runs(numbers, text):
    assert format_indexes(numbers) == text
    assert parse(text) == frozenset(numbers)
