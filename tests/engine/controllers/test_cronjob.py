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
    """Nothing is made, and nothing said, until something changes; as upstream has it."""
    stage = Stage()
    stage.create(cron("@every 10s"))
    stage.wait(120_000)
    made = len(stage.names("Job"))
    assert made in (1, 2)
    assert [reason for reason, _ in stage.events("CronJob")] == ["SuccessfulCreate"] * made
    finish_all(stage)
    stage.wait(5_000)
    assert len(stage.names("Job")) > made


@pytest.mark.parametrize("text", ["@every", "@every soon", "@every -1s", "@every 5"])
def test_every_needs_a_duration(text):
    with pytest.raises(ScheduleError):
        parse_schedule(text)
    assert parse_schedule("@every 1ms").next(START) == START + timedelta(seconds=1)
    assert parse_schedule("@every 999999999h").next(START) is None
