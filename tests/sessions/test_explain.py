"""Every record can be led back to where its story begins, and to the lines that decided it."""

from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged
from lifecycle.manifests.reader import read
from lifecycle.sessions.explain import causes, positions, why, written_at
from tests.sessions.played import MANIFESTS, trace

PLACES = positions(read(MANIFESTS).documents)


def record(type_, **fields):
    return next(
        record
        for record in trace().records
        if isinstance(record, type_) and all(getattr(record, k) == v for k, v in fields.items())
    )


def test_the_chain_of_a_killed_container_leads_to_its_failed_probe():
    ended = record(ProcessChanged, what="exit")
    chain = causes(trace().records, ended.id)
    assert chain[0] is ended
    assert any(isinstance(r, ProcessChanged) and r.probe == "liveness" for r in chain)
    assert [r.id for r in chain] == sorted((r.id for r in chain), reverse=True)


def test_a_chain_ends_where_a_story_begins():
    pod = record(ObjectChanged, kind="Pod")
    assert isinstance(causes(trace().records, pod.id)[-1], InputTaken)


def test_a_field_of_a_generated_pod_is_found_in_the_workload_that_made_it():
    failed = record(ProcessChanged, what="probe", probe="liveness", result="failure")
    (written,) = written_at(trace().records, failed, PLACES)
    assert written.path.startswith("spec.template.spec.containers[0].livenessProbe")
    assert "failureThreshold" in MANIFESTS.splitlines()[written.line - 1]


def test_the_number_that_made_a_pod_is_found_in_the_workload_itself():
    made = record(ObjectChanged, kind="Pod", verb="added")
    (written,) = written_at(trace().records, made, PLACES)
    assert written == (
        PLACES["Deployment/default/web"]["fields"]["spec.replicas"][0],
        made.fields[0],
    )


def test_the_chain_is_told_in_words_with_rules_and_lines():
    ended = record(ProcessChanged, what="exit")
    told = "\n".join(why(trace().records, ended.id, PLACES))
    assert "probe liveness failure" in told
    assert "by the rule probe.failure-threshold" in told
    assert "failureThreshold" in told


def test_there_is_no_chain_of_what_there_is_not():
    assert causes(trace().records, 0) == []
    assert causes(trace().records, 10**9) == []


def test_positions_name_objects_and_fields_with_lines():
    assert PLACES["Service/default/web"]["line"] == 1
    assert PLACES["Deployment/default/web"]["fields"]["spec.replicas"][0] == 13
    nodes = positions(read("apiVersion: v1\nkind: Node\nmetadata: {name: node1}\n").documents)
    assert list(nodes) == ["Node//node1"]
    assert positions(read("kind: [a]\nmetadata: {name: x}\n").documents) == {}
