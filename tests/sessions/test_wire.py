"""Every record becomes one line; each kind has the fields that readers count on."""

import json

import pytest

from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario, Step
from lifecycle.sessions.wire import encode, project
from tests.sessions.played import MANIFESTS, trace
from tests.sleepers import manifests, sleeping


def lines(type_, **fields):
    told = (json.loads(encode(record)) for record in trace().records)
    return [
        line
        for line in told
        if line["type"] == type_ and all(line.get(key) == value for key, value in fields.items())
    ]


def test_every_record_becomes_one_line_with_id_time_cause_rule_and_fields():
    for record in trace().records:
        line = project(record)
        assert (line["id"], line["cause"], line["rule"]) == (record.id, record.cause, record.rule)
        assert line["t"] == record.t / 1000
        assert line["fields"] == record.fields


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (
            "pod",
            "namespace name uid phase reason message conditions containers nodeName podIP qosClass "
            "deletionTimestamp deletionGracePeriodSeconds ready_column status_column "
            "restarts_column creationTimestamp lastRestartAt",
        ),
        ("event", "object namespace event_type reason message count source fieldPath"),
        ("object", "kind namespace name verb status columns"),
        ("process", "pod container what"),
        ("input", "line ok output"),
        ("log", "namespace pod container attempt stream text"),
    ],
)
def test_each_kind_of_line_has_its_fields(kind, keys):
    wanted = [key for key in keys.split() if (kind, key) != ("process", "container")]
    assert lines(kind)
    for line in lines(kind):
        assert not [key for key in wanted if key not in line], line


def test_a_pods_containers_show_their_states_in_turn():
    seen = [
        (line["containers"][0]["state"], line["containers"][0]["reason"])
        for line in lines("pod")
        if line["containers"]
    ]
    states = [state for n, state in enumerate(seen) if n == 0 or state != seen[n - 1]]
    assert states[:2] == [("waiting", "ContainerCreating"), ("running", None)]


def test_absent_values_are_null_and_not_empty():
    first = lines("pod")[0]
    for key in ("reason", "message", "nodeName", "podIP", "deletionTimestamp", "lastRestartAt"):
        assert first[key] is None


def test_a_restart_is_counted_and_dated():
    last = lines("pod")[-1]
    assert last["restarts_column"] == "1"
    assert 12 < last["lastRestartAt"] < 25


def test_an_endpoint_slice_lists_its_endpoints():
    ready = [e for line in lines("object", kind="EndpointSlice") for e in line["endpoints"]]
    assert any(endpoint["ready"] and endpoint["pod"].startswith("web-") for endpoint in ready)
    assert all(isinstance(endpoint["addresses"], list) for endpoint in ready)


def test_an_owner_has_the_columns_that_kubectl_prints():
    assert lines("object", kind="Deployment")[-1]["columns"]["Ready"] == "1/1"


def test_a_pod_names_its_owner():
    assert lines("pod")[0]["owner"].startswith("ReplicaSet/web-")


def test_process_lines_have_only_the_fields_that_apply():
    probe = lines("process", what="probe", probe="liveness")[0]
    assert {"probe", "handler", "result", "threshold"} <= set(probe)
    assert "exitCode" not in probe
    assert "signal" not in probe
    ended = lines("process", what="exit")[0]
    assert ended["exitCode"] == 137
    assert "probe" not in ended


def test_a_replica_set_says_which_revision_it_stands_for():
    scenario = Scenario(
        MANIFESTS,
        script=(
            Step(5_000, "kubectl set image deploy/web app=busybox:1.36"),
            Step(20_000, "kubectl rollout undo deploy/web"),
        ),
        until_ms=30_000,
    )
    records = Tape(Journal(scenario)).compute(ROOT, scenario.until_ms).records
    told = [project(record) for record in records]
    seen = [(line["name"], line["revision"]) for line in told if line.get("kind") == "ReplicaSet"]
    first, second = dict.fromkeys(name for name, _ in seen)
    assert list(dict.fromkeys(seen)) == [(first, "1"), (second, "2"), (first, "3")]


def test_a_pod_of_a_stateful_set_says_which_revision_made_it():
    scenario = Scenario(manifests(sleeping("StatefulSet", "db")), until_ms=5_000)
    records = Tape(Journal(scenario)).compute(ROOT, scenario.until_ms).records
    told = [project(record) for record in records]
    (made,) = {line["name"] for line in told if line.get("kind") == "ControllerRevision"}
    assert {line["revision"] for line in told if line["type"] == "pod"} == {made}
