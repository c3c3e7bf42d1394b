"""Indexed Jobs: each index may fail so often, so many may fail, some are enough."""

import pytest

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.validation import validate_create
from lifecycle.engine.controllers.job.successpolicy import matched
from tests.engine.controllers.stagehand import Stage
from tests.engine.controllers.test_job import conditions, finish, job, running

COUNT = "batch.kubernetes.io/job-index-failure-count"


def indexed(**spec):
    return job(completionMode="Indexed", **spec)


def at(stage, index):
    """The running Pods of an index."""
    return [name for name in running(stage) if name.startswith(f"j-{index}-")]


def fail(stage, index, seconds=700):
    (name,) = at(stage, index)
    finish(stage, name, code=1)
    stage.wait(1000 * seconds)


def test_an_index_that_failed_too_often_is_given_up_and_the_others_go_on():
    stage = Stage()
    stage.create(indexed(completions=2, parallelism=2, backoffLimitPerIndex=1))
    stage.wait()
    fail(stage, 0)
    (again,) = at(stage, 0)
    assert stage.get("Pod", again).metadata.annotations[COUNT] == "1"
    assert stage.get("Job", "j").status.failedIndexes == ""
    fail(stage, 0)
    assert at(stage, 0) == []
    assert stage.get("Job", "j").status.failedIndexes == "0"
    assert conditions(stage) == {}
    finish(stage, at(stage, 1)[0])
    stage.wait()
    assert conditions(stage) == {"FailureTarget": "FailedIndexes", "Failed": "FailedIndexes"}
    status = stage.get("Job", "j").status
    assert (status.completedIndexes, status.failedIndexes) == ("1", "0")
    assert (status.succeeded, status.failed) == (1, 2)


def test_a_retry_waits_for_its_indexs_own_backoff():
    stage = Stage()
    stage.create(indexed(completions=2, parallelism=2, backoffLimitPerIndex=3))
    stage.wait()
    for waits_s in (10, 20):
        for index in (0, 1):
            (name,) = at(stage, index)
            finish(stage, name, code=1)
            stage.wait(1_000)
        stage.wait(1_000 * waits_s - 4_000)
        assert at(stage, 0) == at(stage, 1) == []
        stage.wait(8_000)
        assert len(at(stage, 0)) == len(at(stage, 1)) == 1


def test_too_many_failed_indexes_end_the_job_at_once():
    stage = Stage()
    stage.create(indexed(completions=4, parallelism=4, backoffLimitPerIndex=0, maxFailedIndexes=1))
    stage.wait()
    fail(stage, 0, 5)
    assert conditions(stage) == {}
    fail(stage, 2, 5)
    assert conditions(stage)["FailureTarget"] == "MaxFailedIndexesExceeded"
    assert running(stage) == []


def test_a_failure_policy_gives_an_index_up_at_once():
    rules = [{"action": "FailIndex", "onExitCodes": {"operator": "In", "values": [42]}}]
    stage = Stage()
    stage.create(
        indexed(
            completions=2, parallelism=2, backoffLimitPerIndex=5,
            podFailurePolicy={"rules": rules},
        )
    )  # fmt: skip
    stage.wait()
    finish(stage, at(stage, 0)[0], code=42)
    stage.wait(5_000)
    assert stage.get("Job", "j").status.failedIndexes == "0"


def test_a_job_has_succeeded_when_its_policy_says_so():
    policy = {"rules": [{"succeededIndexes": "0"}]}
    stage = Stage()
    stage.create(indexed(completions=3, parallelism=3, successPolicy=policy))
    stage.wait()
    finish(stage, at(stage, 0)[0])
    stage.wait(60_000)
    assert conditions(stage)["SuccessCriteriaMet"] == "SuccessPolicy"
    assert stage.get("Job", "j").status.completedIndexes == "0"
    (met,) = [c for c in stage.get("Job", "j").status.conditions if c.type == "SuccessCriteriaMet"]
    assert met.message == "Matched rules at index 0"
    assert running(stage) == []


RULES = [
    ([{"succeededIndexes": "0,2-3"}], {0, 2, 3}, 0),
    ([{"succeededIndexes": "0,2-3"}], {0, 2}, None),
    ([{"succeededIndexes": "0,2-3", "succeededCount": 2}], {0, 2}, 0),
    ([{"succeededCount": 2}], {1, 4}, 0),
    ([{"succeededCount": 3}, {"succeededIndexes": "1"}], {1, 4}, 1),
    ([{"succeededIndexes": "9"}], {0, 1}, None),
    ([{"succeededCount": 1}], set(), None),
]


@pytest.mark.parametrize(["rules", "done", "rule"], RULES)
def test_rules_of_success(rules, done, rule):
    made = decode(indexed(completions=5, successPolicy={"rules": rules}))
    expected = "" if rule is None else f"Matched rules at index {rule}"
    assert matched(made, frozenset(done)) == expected


@pytest.mark.parametrize(
    ["spec", "message"],
    [
        ({"backoffLimitPerIndex": 1},
         "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"),
        ({"completionMode": "Indexed", "completions": 2, "maxFailedIndexes": 1},
         "spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified"),
        ({"completionMode": "Indexed", "completions": 2, "maxFailedIndexes": 3,
          "backoffLimitPerIndex": 1},
         "spec.maxFailedIndexes: Invalid value: 3: must be less than or equal to completions"),
        ({"completionMode": "Indexed", "completions": 2, "successPolicy": {"rules": []}},
         "spec.successPolicy.rules: Required value: at least one rules must be specified when "
         "the successPolicy is specified"),
        ({"completionMode": "Indexed", "completions": 2, "successPolicy": {"rules": [{}]}},
         "spec.successPolicy.rules[0]: Required value: at least one of succeededCount or "
         "succeededIndexes must be specified"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(spec, message):
    errors = [error.error() for error in validate_create(set_defaults(decode(job(**spec))))]
    assert message in errors
