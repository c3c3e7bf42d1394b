"""The shared log: everybody gets every line once, in order, however slow."""

import json

import pytest

from lifecycle.live import reel as reel_module
from lifecycle.live.reel import Reel
from lifecycle.sessions.journal import ROOT, Branch, Entry, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario


@pytest.fixture(autouse=True)
def frames_are_small(monkeypatch):
    monkeypatch.setattr(reel_module, "RECORDS_PER_FRAME", 7)


@pytest.fixture
def tape():
    return Tape(Journal(Scenario()))


def grown(tape, branch=ROOT, until_ms=30_000, parent=None):
    reel = Reel(tape.trace(branch), parent)
    tape.compute(branch, until_ms)
    reel.reach = reel.grow()
    return reel


def read_all(reel, have=0):
    frames = []
    while have < reel.reach.lines:
        have, text = reel.frame(have)
        frames.append(json.loads(text))
    return frames


def test_frames_follow_each_other_without_gap_or_repetition(tape):
    frames = read_all(grown(tape))
    records = [record for frame in frames for record in frame["records"]]
    assert [record["id"] for record in records] == list(range(1, 32))
    assert [frame["from"] for frame in frames] == [0, 7, 14, 21, 28]


def test_only_the_last_frame_promises_that_nothing_else_happens(tape):
    frames = read_all(grown(tape, until_ms=30_500))
    assert frames[-1]["horizonMs"] == 30_500
    assert all(frame["horizonMs"] == frame["records"][-1]["t"] * 1000 for frame in frames[:-1])


def test_a_viewer_may_begin_anywhere(tape):
    frames = read_all(grown(tape), have=30)
    assert [record["id"] for record in frames[0]["records"]] == [31]


def test_viewers_at_the_same_place_are_sent_the_same_text(tape):
    reel = grown(tape)
    assert reel.frame(7)[1] is reel.frame(7)[1]


def test_a_reel_grows_while_others_read(tape):
    reel = grown(tape)
    before = read_all(reel)
    tape.compute(ROOT, 40_000)
    reel.reach = reel.grow()
    assert read_all(reel)[: len(before) - 1] == before[:-1]
    assert reel.reach.lines == 41


def test_a_branch_takes_its_past_over_from_its_parent(tape):
    root = grown(tape)
    tape.add(Branch(2, ROOT, 10_500, "", (Entry(10_500, "hello"),)))
    branch = grown(tape, 2, parent=root)
    alone = grown(Tape(tape.journal), 2)
    assert branch.trace.shared == 11
    past = [record for frame in read_all(branch) for record in frame["records"]][:11]
    assert past == [record for frame in read_all(alone) for record in frame["records"]][:11]


def test_only_so_many_frames_are_kept_to_be_shared(tape, monkeypatch):
    monkeypatch.setattr(reel_module, "SHARED_FRAMES", 2)
    reel = grown(tape)
    read_all(reel)
    assert len(reel._frames) == 2
