"""Properties of back-off, grace and termination order."""

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.kubelet.backoff import Backoff
from lifecycle.engine.kubelet.grace import (
    calculate_effective_grace_period,
    left_after,
    stop_grace_seconds,
)
from lifecycle.engine.kubelet.termination_order import new_termination_ordering
from tests.engine.kubelet.strategies import names_of, pods


@given(st.lists(st.integers(0, 400_000), max_size=30))
def test_property_waits_double_or_begin_anew(pauses):
    backoff, entries, now, last = Backoff(), {}, 0, 0
    for pause in pauses:
        now += pause
        wait = backoff.next(entries, "web", now, now).backoff_ms
        assert wait in (10_000, min(last * 2, 300_000))
        assert backoff.is_in_backoff_since(entries, "web", now, now + wait - 1)
        assert not backoff.is_in_backoff_since(entries, "web", now, now + wait)
        last = wait


@given(pods(), st.integers(0, 100), st.none() | st.integers(0, 100))
def test_property_a_grace_period_only_falls(pod, current, override):
    seconds, shorter = calculate_effective_grace_period(pod, current=current, override=override)
    assert seconds >= 1
    if current:
        assert seconds <= current
        assert shorter == (seconds != current)


@given(st.integers(0, 1000), st.integers(0, 2_000_000))
def test_property_a_stop_never_gets_less_than_two_seconds(grace, spent_ms):
    assert stop_grace_seconds(left_after(grace, spent_ms)) >= 2


@given(pods())
def test_property_everyones_turn_comes(pod):
    names = names_of(pod)
    ordering = new_termination_ordering(pod, names)
    if ordering is None:
        return
    ended = []
    while len(ended) < len(names):
        turn = [name for name in names if name not in ended and ordering.is_turn_of(name, ended)]
        assert turn
        ended += turn
