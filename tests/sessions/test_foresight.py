"""What a session says beforehand: bands, on what condition, and that they go with the lines."""

import json

from lifecycle.engine.records import ObjectChanged, ProcessChanged
from lifecycle.sessions.foresight.foresight import Foresight
from lifecycle.sessions.foresight.lines import Lines
from lifecycle.sessions.wire import encode
from tests.scenarios.playing import play, scene


def foreseen(name):
    """Each record of a scene with the bands that it changed."""
    foresight = Foresight()
    return [(record, foresight.take(record)) for record in play(scene(name)).records]


def bands_after(name, **fields):
    """The first thing that happened so and changed the bands, and the bands after it."""
    return next(
        (record, bands)
        for record, bands in foreseen(name)
        if isinstance(record, ProcessChanged)
        and bands is not None
        and all(getattr(record, key) == value for key, value in fields.items())
    )


def test_a_back_off_ends_no_earlier_than_it_says_and_late_by_its_jitter_at_most():
    backoff, (band,) = bands_after("09-crash-loop", what="backoff", container="app")
    assert (band.what, band.waits_for, band.container) == ("restart", "backoff", "app")
    assert band.from_ms == backoff.until
    jitter = (backoff.until - backoff.t) / 2
    assert jitter < band.to_ms - band.from_ms < jitter + 2_000


def test_a_probe_that_begins_to_fail_foretells_the_loss_of_readiness_on_its_condition():
    bands = [
        (record, band)
        for record, bands in foreseen("01-readiness-and-liveness")
        for band in bands or ()
        if band.what == "unready"
    ]
    failed, band = bands[0]
    assert (failed.probe, failed.result, failed.count) == ("readiness", "failure", 1)
    assert (band.probe, band.result) == ("readiness", "failure")
    assert band.to_ms - band.from_ms < 3_000


def test_a_deleted_pod_is_gone_after_its_longest_sleeping_hook_at_the_earliest():
    deleted, bands = next(
        (record, bands)
        for record, bands in foreseen("01-readiness-and-liveness")
        if bands and bands[0].what == "removal"
    )
    assert isinstance(deleted, ObjectChanged)
    assert bands[0].from_ms == deleted.t + 3_000


def test_lines_carry_the_bands_where_they_change_and_are_the_records_otherwise():
    records, lines = play(scene("09-crash-loop")).records, Lines()
    told = [json.loads(lines.encode(record)) for record in records]
    plain = [json.loads(encode(record)) for record in records]
    assert [{k: v for k, v in line.items() if k != "bands"} for line in told] == plain
    ended = next(line for line in told if line.get("what") == "exit")
    (band,) = ended["bands"]
    assert band == {
        "what": "restart",
        "waitsFor": "ended",
        "fromMs": round(ended["t"] * 1000),
        "toMs": band["toMs"],
        "record": ended["id"],
        "container": "app",
    }
    begun = next(line for line in told if line["id"] > ended["id"] and line.get("what") == "start")
    assert begun["bands"] == []


def test_lines_that_are_taken_over_are_followed_but_not_made_again():
    records, whole, half = play(scene("09-crash-loop")).records, Lines(), Lines()
    lines = [whole.encode(record) for record in records]
    for record in records[:45]:
        half.note(record)
    assert [half.encode(record) for record in records[45:]] == lines[45:]
