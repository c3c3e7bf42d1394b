"""CronJobs make Jobs by the clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from lifecycle.engine.controllers.cronjob.schedule import ScheduleError, parse_schedule
from tests.engine.controllers.stagehand import Stage

START = datetime(2026, 1, 1, 0, 0, 10, tzinfo=UTC)
"""A Thursday."""


def cron(schedule="* * * * *", **spec):
    template = {
        "spec": {
            "restartPolicy": "Never",
            "containers": [{"name": "app", "image": "busybox"}],
        }
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "cj"},
        "spec": {"schedule": schedule, "jobTemplate": {"spec": {"template": template}}, **spec},
    }


def finish_all(stage):
    for pod in stage.pods():
        stage.end("default", pod.metadata.name)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("* * * * *", "2026-01-01 00:01"),
        ("*/15 * * * *", "2026-01-01 00:15"),
        ("30 8 * * *", "2026-01-01 08:30"),
        ("0 9 * * mon-fri", "2026-01-01 09:00"),
        ("0 9 * * sun", "2026-01-04 09:00"),
        ("0 0 29 2 *", "2028-02-29 00:00"),
        ("5,10 3 1 feb *", "2026-02-01 03:05"),
        ("0 0 13 * fri", "2026-01-02 00:00"),
        ("@hourly", "2026-01-01 01:00"),
        ("@every 1h30m", "2026-01-01 01:30"),
        ("@every 90s", "2026-01-01 00:01"),
    ],
)
def test_the_next_moment_of_a_schedule(schedule, expected):
    assert parse_schedule(schedule).next(START).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize("schedule", ["", "* * * *", "60 * * * *", "* * * * mo", "1-0 * * * *"])
def test_what_is_no_schedule(schedule):
    with pytest.raises(ScheduleError):
        parse_schedule(schedule)


def test_a_job_is_made_at_the_full_minute_and_named_after_it():
    stage = Stage()
    stage.create(cron())
    stage.wait(29_000)
    assert stage.names("Job") == []
    stage.wait(2_000)
    (name,) = stage.names("Job")
    minutes = int(datetime(2026, 1, 1, 0, 1, tzinfo=UTC).timestamp()) // 60
    assert name == f"cj-{minutes}"
    assert stage.events("CronJob") == [("SuccessfulCreate", f"Created job {name}")]
    (active,) = stage.get("CronJob", "cj").status.active
    assert active.name == name


@pytest.mark.parametrize(
    ("policy", "jobs", "reason"),
    [("Allow", 2, "SuccessfulCreate"), ("Forbid", 1, "JobAlreadyActive"),
     ("Replace", 1, "SuccessfulDelete")],
)  # fmt: skip
def test_what_happens_when_the_last_job_still_runs(policy, jobs, reason):
    stage = Stage()
    stage.create(cron(concurrencyPolicy=policy))
    stage.wait(122_000)
    assert len(stage.names("Job")) == jobs
    assert reason in [known for known, _ in stage.events("CronJob")[1:]]


def test_finished_jobs_are_seen_and_kept_up_to_the_limit():
    stage = Stage()
    stage.create(cron(successfulJobsHistoryLimit=2))
    stage.wait(5_000)
    for _ in range(5):
        stage.wait(60_000)
        finish_all(stage)
    stage.wait(5_000)
    assert len(stage.names("Job")) == 2
    status = stage.get("CronJob", "cj").status
    assert status.active is None
    assert status.lastSuccessfulTime is not None
    assert "SawCompletedJob" in [reason for reason, _ in stage.events("CronJob")]


def test_a_suspended_cron_job_makes_nothing():
    stage = Stage()
    stage.create(cron(suspend=True))
    stage.wait(130_000)
    assert stage.names("Job") == []


def test_a_finished_job_with_a_time_to_live_goes_with_its_pods():
    stage = Stage()
    job = cron()["spec"]["jobTemplate"]
    job["spec"]["ttlSecondsAfterFinished"] = 20
    stage.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, **job})
    stage.wait()
    finish_all(stage)
    stage.wait(15_000)
    assert stage.names("Job") == ["j"]
    stage.wait(15_000)
    assert stage.names("Job") == []
    assert stage.names() == []


def test_every_counts_from_the_last_run_and_not_from_the_clock():
    stage = Stage()
    stage.wait(3_300)
    stage.create(cron("@every 90s"))
    stage.wait(300_000)
    moments = [
        record.object.metadata.creationTimestamp.timestamp() - START.timestamp()
        for record in stage.world.records
        if record.kind == "Job" and record.verb == "added"
    ]
    assert len(moments) == 3
    assert [later - earlier for earlier, later in pairwise(moments)] == [90, 90]


def test_a_job_is_named_by_the_minute_so_that_there_is_one_a_minute_at_most():
    """A moment whose Job is active already is passed over (`inActiveListByName`)."""
    stage = Stage()
    stage.create(cron("@every 10s"))
    stage.wait(118_000)
    minutes = [int(name.rpartition("-")[2]) for name in stage.names("Job")]
    assert minutes == [minutes[0], minutes[0] + 1, minutes[0] + 2]
    assert [reason for reason, _ in stage.events("CronJob")] == ["SuccessfulCreate"] * 3


@pytest.mark.parametrize("text", ["@every", "@every soon", "@every -1s", "@every 5"])
def test_every_needs_a_duration(text):
    with pytest.raises(ScheduleError):
        parse_schedule(text)
    assert parse_schedule("@every 1ms").next(START) == START + timedelta(seconds=1)
    assert parse_schedule("@every 999999999h").next(START) is None


def of_hand(stage, name="now"):
    owner = stage.get("CronJob", "cj").metadata
    reference = {"apiVersion": "batch/v1", "kind": "CronJob", "name": "cj", "uid": owner.uid}
    job = {**cron()["spec"]["jobTemplate"], "apiVersion": "batch/v1", "kind": "Job"}
    reference["controller"] = True
    stage.create({**job, "metadata": {"name": name, "ownerReferences": [reference]}})


def test_a_job_that_somebody_else_made_is_unexpected_and_its_success_counts():
    stage = Stage()
    stage.create(cron("0 3 * * *"))
    of_hand(stage)
    stage.wait()
    reasons = {reason for reason, _ in stage.events("CronJob")}
    assert reasons == {"UnexpectedJob"}
    message = "Saw a job that the controller did not create or forgot: now"
    assert stage.events("CronJob")[0][1] == message
    finish_all(stage)
    stage.wait()
    status = stage.get("CronJob", "cj").status
    assert status.active is None
    assert status.lastSuccessfulTime == stage.get("Job", "now").status.completionTime
    assert {reason for reason, _ in stage.events("CronJob")} == {"UnexpectedJob"}


def test_an_active_job_that_somebody_deletes_goes_missing():
    stage = Stage()
    stage.create(cron())
    stage.wait(61_000)
    (name,) = stage.names("Job")
    stage.api.delete("Job", "default", name)
    stage.wait()
    assert ("MissingJob", f"Active job went missing: {name}") in stage.events("CronJob")
    assert stage.get("CronJob", "cj").status.active is None
    kinds = [
        record.object.type
        for record in stage.world.records
        if record.kind == "Event" and record.object.reason == "MissingJob"
    ]
    assert kinds == ["Normal"]


def test_too_many_missed_moments_are_told_and_the_last_one_is_served():
    stage = Stage()
    stage.create(cron(suspend=True))
    stage.wait(102 * 60_000)
    stage.update("CronJob", "cj", suspend=False)
    stage.wait()
    reasons = [reason for reason, _ in stage.events("CronJob")]
    assert reasons == ["TooManyMissedTimes", "SuccessfulCreate"]
    assert len(stage.names("Job")) == 1


def test_one_look_writes_the_status_once():
    """Seeing a Job's end and starting the next are one update (`sync`)."""
    stage = Stage()
    stage.create(cron(concurrencyPolicy="Replace"))
    stage.wait(121_000)
    written = [
        (record.t, [job.name for job in record.object.status.active or ()])
        for record in stage.world.records
        if record.kind == "CronJob" and record.verb == "modified"
    ]
    assert [len(names) for _, names in written] == [1, 1]
    assert written[0][1] != written[1][1]
