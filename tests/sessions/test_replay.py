"""The tape: computed ahead, gone back on, forked, and always the same."""

import pytest

from lifecycle.engine.inputs import Input
from lifecycle.sessions import replay
from lifecycle.sessions.journal import ROOT, Branch, Entry, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario, ScenarioError, Step
from tests.sessions.fakecluster import FakeCluster

SCENARIO = Scenario(script=(Step(5_000, "five"), Step(50_000, "fifty")))


def new_tape(journal=None, **options):
    return Tape(journal or Journal(SCENARIO), **options)


def texts(trace):
    return [getattr(r, "text", None) or f"> {r.line}" for r in trace.records]


def branch(number, parent, at_ms, line):
    return Branch(number, parent, at_ms, line, (Entry(at_ms, line),))


@pytest.fixture(autouse=True)
def the_cluster_is_small_and_marks_are_close(monkeypatch):
    monkeypatch.setattr(replay, "Cluster", FakeCluster)
    monkeypatch.setattr(replay, "MARK_EVERY", 10)
    monkeypatch.setattr(replay, "SLICE_RECORDS", 7)


def test_a_trace_reaches_its_horizon_and_no_further():
    trace = new_tape().compute(ROOT, 3_500)
    assert trace.horizon_ms == 3_500
    assert [record.t for record in trace.records] == [0, 1_000, 2_000, 3_000]


def test_the_script_happens_after_everything_due_at_its_moment():
    trace = new_tape().compute(ROOT, 5_000)
    assert [text.split()[:2] for text in texts(trace)[-3:]] == [
        ["start", "6"],
        [">", "five"],
        ["heard", "five"],
    ]


def test_computing_in_small_steps_gives_the_same_trace_as_at_once():
    small, large = new_tape(), new_tape()
    for until_ms in range(0, 60_000, 700):
        small.compute(ROOT, until_ms)
    small.compute(ROOT, 60_000)
    large.compute(ROOT, 60_000)
    assert small.digest() == large.digest()


def test_a_fork_has_its_parents_records_up_to_its_moment():
    tape = new_tape()
    parent = tape.compute(ROOT, 100_000)
    before = list(parent.records)
    child = tape.add(branch(2, ROOT, 31_500, "fork"))
    tape.compute(2, 40_000)
    assert child.shared == parent.count_until(31_500)
    assert child.records[: child.shared] == parent.records[: child.shared]
    assert child.records[child.shared].line == "fork"
    assert parent.records == before


@pytest.mark.parametrize("at_ms", [0, 5_000, 5_001, 12_345, 50_000, 99_000])
def test_a_fork_plays_as_if_its_input_had_always_been_there(at_ms):
    forked = new_tape()
    forked.compute(ROOT, 100_000)
    forked.add(branch(2, ROOT, at_ms, "x"))
    forked.compute(2, 120_000)
    fresh = new_tape(Journal(SCENARIO).with_branch(branch(2, ROOT, at_ms, "x")))
    fresh.compute(2, 120_000)
    assert forked.digest(2) == fresh.digest(2)


def test_two_inputs_at_one_moment_happen_in_the_order_in_which_they_were_made():
    tape = new_tape()
    tape.add(branch(2, ROOT, 3_000, "first"))
    tape.add(branch(3, 2, 3_000, "second"))
    trace = tape.compute(3, 3_000)
    assert texts(trace)[-4:] == ["> first", "heard first", "> second", "heard second"]


def test_a_branch_keeps_the_script_and_not_what_others_did_later():
    tape = new_tape()
    tape.add(branch(2, ROOT, 20_000, "later"))
    tape.add(branch(3, 2, 10_000, "earlier"))
    lines = [r.line for r in tape.compute(3, 60_000).records if hasattr(r, "line")]
    assert lines == ["five", "earlier", "fifty"]


def test_going_from_branch_to_branch_changes_neither():
    tape, lone = new_tape(), new_tape()
    tape.add(branch(2, ROOT, 20_500, "other"))
    for until_ms in range(1_000, 80_000, 9_000):
        tape.compute(ROOT, until_ms)
        tape.compute(2, until_ms)
        tape.visit(ROOT, until_ms // 2)
    tape.compute(ROOT, 80_000)
    lone.compute(ROOT, 80_000)
    assert tape.digest() == lone.digest()


def test_a_visit_shows_the_cluster_as_it_was():
    tape = new_tape()
    tape.compute(ROOT, 60_000)
    assert tape.visit(ROOT, 12_000).state["ticks"] == 7
    assert tape.visit(ROOT, 4_000).state["word"] == "start"
    assert tape.visit(ROOT, 55_000).state["word"] == "fifty"


def test_an_input_that_was_tried_is_not_played_up_to_again(monkeypatch):
    ticked, tick = [], FakeCluster._tick

    def counted(cluster):
        ticked.append(cluster.now)
        tick(cluster)

    monkeypatch.setattr(FakeCluster, "_tick", counted)
    tape, lone = new_tape(), new_tape()
    for one in (tape, lone):
        one.compute(ROOT, 60_000)
    tape.visit(ROOT, 30_400).submit(Input(30_400, "tried"))
    ticked.clear()
    tape.add(branch(2, ROOT, 30_400, "tried"))
    assert not ticked
    lone.add(branch(2, ROOT, 30_400, "tried"))
    assert ticked
    for one in (tape, lone):
        one.compute(2, 60_000)
    assert tape.digest(2) == lone.digest(2)
    assert tape.digest() == lone.digest()


def test_a_visitor_may_do_as_he_likes_and_leaves_no_trace():
    tape = new_tape()
    digest = tape.compute(ROOT, 60_000) and tape.digest()
    cluster = tape.visit(ROOT, 30_000)
    cluster.state["word"] = "scribble"
    cluster.advance(45_000)
    assert tape.digest() == digest
    assert tape.compute(ROOT, 60_000).horizon_ms == 60_000
    tape.compute(ROOT, 70_000)
    fresh = new_tape()
    fresh.compute(ROOT, 70_000)
    assert tape.digest() == fresh.digest()


def test_a_trace_with_nothing_left_to_do_has_ended():
    trace = new_tape(Journal(Scenario(script=(Step(2_000, "stop"),)))).compute(ROOT, 60_000)
    assert trace.ended
    assert trace.horizon_ms < 60_000


def test_an_ended_trace_can_still_be_forked_after_its_end():
    tape = new_tape(Journal(Scenario(script=(Step(2_000, "stop"),))))
    tape.compute(ROOT, 60_000)
    tape.add(branch(2, ROOT, 90_000, "wake"))
    assert texts(tape.compute(2, 90_000))[-2:] == ["> wake", "heard wake"]


def test_a_trace_that_never_ends_is_cut_off():
    trace = new_tape(max_records=50).compute(ROOT, 10_000_000)
    assert trace.ended
    assert len(trace.records) < 100


def test_marks_are_kept_all_along_the_trace():
    trace = new_tape().compute(ROOT, 200_000)
    gaps = [b.records - a.records for a, b in zip(trace.marks, trace.marks[1:])]
    assert len(gaps) > 8
    assert max(gaps) < 40


def test_nobody_can_visit_what_was_cut_off():
    tape = new_tape(max_records=50)
    with pytest.raises(ScenarioError, match="played up to"):
        tape.visit(ROOT, 10_000_000)
