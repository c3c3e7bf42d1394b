"""Comparing two plays: the first divergence is the one that looking at every moment finds."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lifecycle.teaching.compare import (
    GONE,
    Change,
    changes,
    cost,
    difference,
    first_divergence,
    lanes,
)
from lifecycle.teaching.grammar import parse_claim
from lifecycle.teaching.judge import judge
from lifecycle.teaching.played import records_of
from lifecycle.teaching.story import Story
from tests.properties.effort import tries
from tests.scenarios.playing import NAMES, scene

LAST = 60


@st.composite
def histories(draw):
    """Changes as a trace has them: in order, each to another value than before."""
    moments = sorted(draw(st.lists(st.integers(0, LAST), max_size=14)))
    found, values = [], {}
    for t in moments:
        key = draw(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")))
        value = draw(st.sampled_from([GONE, "1", "2"]))
        if values.get(key, GONE) != value:
            values[key] = value
            found.append(Change(t, *key, value))
    return found


def state_at(found, t):
    """What everything is at a moment, found out by reading all changes up to it."""
    state = {}
    for change in found:
        if change.t <= t:
            state[change.about, change.what] = change.value
    return {key: value for key, value in state.items() if value}


def brute_force(left, right, until_ms):
    moments = range(until_ms + 1)
    return next((t for t in moments if state_at(left, t) != state_at(right, t)), None)


@tries(400)
@given(histories(), histories(), st.integers(0, LAST))
def test_the_first_divergence_is_what_brute_force_finds(left, right, until_ms):
    found = first_divergence(left, right, until_ms)
    assert (found.at_ms if found else None) == brute_force(left, right, until_ms)
    if found:
        key = (found.about, found.what)
        assert state_at(left, found.at_ms).get(key, GONE) == found.left
        assert state_at(right, found.at_ms).get(key, GONE) == found.right


@tries(25)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 3), st.integers(1, 3))
def test_traces_part_where_brute_force_over_all_their_moments_says(one, other, seed, another):
    """Brute force over the moments at which anything changes at all."""
    left = changes(records_of(replace(scene(one), seed=seed), 5000))
    right = changes(records_of(replace(scene(other), seed=another), 5000))
    until_ms = min(scene(one).until_ms, scene(other).until_ms, 20_000)
    moments = sorted({change.t for change in (*left, *right) if change.t <= until_ms})
    wanted = next((t for t in moments if state_at(left, t) != state_at(right, t)), None)
    found = first_divergence(left, right, until_ms)
    assert (found.at_ms if found else None) == wanted


def test_the_same_scenario_twice_never_parts():
    made = scene("18-rolling-update")
    played = changes(records_of(made, 5000))
    assert first_divergence(played, played, made.until_ms) is None


def test_a_mended_manifest_parts_and_costs_less():
    made = scene("08-startup-probe")
    broken = records_of(made, 5000)
    mended = records_of(replace(made, manifests=made.lesson.fixed), 5000)
    assert first_divergence(changes(broken), changes(mended), made.until_ms) is not None
    assert cost(broken, made.until_ms).restarts > 0
    assert cost(mended, made.until_ms).restarts == 0
    assert cost(mended, made.until_ms).not_ready_ms < cost(broken, made.until_ms).not_ready_ms


def test_a_grace_period_is_what_a_delete_costs():
    deaf, polite = scene("12-term-ignored"), scene("13-term-handled")
    assert 14_000 < cost(records_of(deaf, 5000), deaf.until_ms).deleting_ms < 18_000
    assert 2_000 < cost(records_of(polite, 5000), polite.until_ms).deleting_ms < 6_000
    assert cost(records_of(deaf, 5000), deaf.until_ms).killed == 1


def test_lanes_are_stretches_that_follow_each_other():
    made = scene("09-crash-loop")
    for _, _, segments in lanes(changes(records_of(made, 5000)), made.until_ms):
        for segment, following in itertools.pairwise(segments):
            assert segment.start < segment.end <= following.start


def test_the_difference_of_manifests_names_the_lines_of_each():
    assert difference("a\nb\nc\n", "a\nx\nc\n") == [
        ("@", ""), (" ", "a"), ("-", "b"), ("+", "x"), (" ", "c"),
    ]  # fmt: skip


def test_requests_that_are_lost_are_what_a_rolling_update_costs():
    name = next(name for name in NAMES if "traffic start" in str(scene(name).script))
    made = scene(name)
    records = records_of(made, 20_000)
    quiet = replace(made, script=tuple(s for s in made.script if "traffic" not in s.do))
    claimed = parse_claim("requests lost of Service/web are at least 1")
    lost = cost(records, made.until_ms).lost
    assert (lost > 0) is judge(claimed, Story(records, made.until_ms)).holds
    assert cost(records_of(quiet, 20_000), made.until_ms).lost == 0
