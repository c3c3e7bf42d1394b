"""A generated question's answer is what the engine then plays, found here by plain reading."""

import json

import pytest
from msgspec.structs import replace

from lifecycle.engine.apiserver.printers.pod import summarize_pod
from lifecycle.engine.records import ObjectChanged, ProcessChanged
from lifecycle.sessions.scenario import Scenario, ScenarioError, Step
from lifecycle.teaching.asked import answer
from lifecycle.teaching.played import records_of
from lifecycle.teaching.predict import NOBODY, STAYS, next_questions, predictions
from tests.corpus.playing import CORPUS
from tests.scenarios.playing import NAMES, play, scene

UNTIL_MS = 60_000


def pod_named(records, question):
    """The uid of the Pod of that name that lives at the moment of the question."""
    found = ""
    for record in records:
        if record.t > question.at_ms:
            break
        if isinstance(record, ObjectChanged) and record.kind == "Pod":
            found = record.uid if record.name == question.pod else found
    return found


def status_that_follows(records, question, uid, until_ms):
    now = None
    for record in records:
        if not isinstance(record, ObjectChanged) or record.uid != uid or record.t > until_ms:
            continue
        if record.verb == "deleted":
            break
        status = summarize_pod(record.object).status
        if record.t <= question.at_ms:
            now = status
        elif status != now:
            return status
    return STAYS


def first_that_happens(records, question, uid):
    for record in records:
        if not isinstance(record, ProcessChanged) or record.t <= question.at_ms:
            continue
        if record.uid == uid and record.container and record.what in ("start", "exit"):
            return record
    return None


def is_what_is_played(records, question, until_ms):
    uid = pod_named(records, question)
    right = question.options[question.right]
    if question.kind == "status":
        return right.value == status_that_follows(records, question, uid, until_ms)
    first = first_that_happens(records, question, uid)
    if question.kind == "next":
        return (right.container, right.value) == (first.container, first.what)
    wait = first.t - question.at_ms
    spans = [o for o in question.options if o.low_ms <= wait and (o.high_ms or 1e18) > wait]
    return spans == [right]


def manifests():
    """What the project has of manifests: its scenes, and the corpus where it is there."""
    for name in NAMES:
        yield name, scene(name)
    for path in sorted([*(CORPUS / "website").rglob("*.yaml"), *(CORPUS / "wild").glob("*.y*ml")]):
        text = path.read_text(encoding="utf-8")
        if any(f"kind: {kind}" in text for kind in ("Pod", "Job", "Deployment", "StatefulSet")):
            yield path.name, Scenario(text, until_ms=UNTIL_MS)


def test_every_generated_answer_is_what_is_then_played():
    asked = played = 0
    for name, made in manifests():
        try:
            records = records_of(made, 20_000)
        except ScenarioError:
            continue
        played += 1
        for question in predictions(records, made.until_ms):
            asked += 1
            assert 2 <= len(question.options) <= 9, (name, question)
            assert len(set(question.options)) == len(question.options), (name, question)
            assert is_what_is_played(records, question, made.until_ms), (name, question)
    assert played >= len(NAMES)
    assert asked > 300


def test_a_deleted_pod_is_asked_about_at_its_delete():
    made = replace(scene("12-term-ignored"))
    found = predictions(play(made).records, made.until_ms)
    at_delete = next_questions(found, 8_000)
    assert {one.at_ms for one in at_delete} == {8_000}
    when = next(one for one in at_delete if one.kind == "when")
    assert (when.container, when.what) == ("app", "exit")
    assert when.options[when.right].low_ms <= 15_000 < when.options[when.right].high_ms


def test_nobody_is_offered_as_an_answer_and_is_not_always_wrong_to_think_of():
    found = predictions(play(scene("06-sidecar-order")).records, 40_000)
    assert all(one.options[-1].value == NOBODY for one in found if one.kind == "next")


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_tells_the_page_all_of_its_lesson(name):
    made = scene(name)
    records = play(made).records
    told = json.loads(answer("narration", made, records, made.until_ms))
    assert len(told) == len(made.narration)
    asked = json.loads(answer("questions", made, records, made.until_ms))
    assert len(asked) == len(made.lesson.questions)
    for question in asked:
        assert question["at_ms"] < made.until_ms
        assert 0 <= question["right"] < len(question["answers"])
    goal = json.loads(answer("goal", made, records, made.until_ms))
    assert len(goal) == len(made.lesson.goal)
    assert not goal or not all(verdict["holds"] for verdict in goal)


def test_a_fault_in_the_script_is_asked_about_as_well():
    pod = scene("13-term-handled").manifests
    made = Scenario(pod, script=(Step(5_000, "kill polite -c app --signal=KILL"),), until_ms=30_000)
    asked = predictions(records_of(made, 5000), made.until_ms)
    assert any(one.at_ms == 5_000 and one.kind == "when" for one in asked)


def test_only_what_can_happen_next_is_offered():
    for name in NAMES:
        made = scene(name)
        records = play(made).records
        for question in predictions(records, made.until_ms):
            if question.kind != "next":
                continue
            uid = pod_named(records, question)
            runs = {}
            for r in records:
                mine = isinstance(r, ProcessChanged) and r.uid == uid and r.t <= question.at_ms
                if mine and r.what in ("start", "exit"):
                    runs[r.container] = r.what == "start"
            offered = [o for o in question.options if o.value != NOBODY]
            assert len(offered) > 1
            others = [o for n, o in enumerate(question.options) if n != question.right]
            for option in others:
                if option.value != NOBODY:
                    assert runs.get(option.container, False) == (option.value == "exit")
