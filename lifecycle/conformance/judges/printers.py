"""Cases of kubectl's row of a Pod, of ages and of durations."""

from datetime import timedelta

from lifecycle.conformance.objects import NOW_MS, pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.apiserver.printers.durations import (
    human_duration,
    short_human_duration,
    since,
    until,
)
from lifecycle.engine.apiserver.printers.pod import print_pod
from lifecycle.engine.kernel.clock import EPOCH

_COLUMNS = {
    "name": "name",
    "ready": "ready",
    "status": "status",
    "restarts": "restarts",
    "age": "age",
    "ip": "ip",
    "node": "node",
    "nominatedNode": "nominated_node",
    "readinessGates": "readiness_gates",
}


def judge_row(case: Case) -> Answer:
    """The cells that the case names; a row's conditions are no cells."""
    row = print_pod(pod_of(case["pod"]), NOW_MS)
    expected = {key: value for key, value in case["expect"].items() if key in _COLUMNS}
    return Answer(expected, {key: getattr(row, _COLUMNS[key]) for key in expected})


def judge_age(case: Case) -> Answer:
    seconds = case["secondsFromNow"]
    moment = None if seconds is None else EPOCH + timedelta(seconds=seconds)
    age = until if "Until" in case["id"] else since
    return Answer(case["expect"], age(moment, 0))


def judge_duration(case: Case) -> Answer:
    duration = human_duration if case["function"] == "HumanDuration" else short_human_duration
    return Answer(case["expect"], duration(int(case["seconds"] * 1000)))
