"""client-go's util/flowcontrol/backoff_test.go: TestSlowBackoff, TestBackoffReset,
TestBackoffHighWaterMark, TestBackoffGC and TestIsInBackOffSinceUpdate.

A wait doubles up to its limit, and is forgotten after twice the limit.
"""

import pytest

from lifecycle.engine.kubelet.backoff import Backoff, Entry, format_duration

TEN = Backoff(1_000, 50_000)


def test_a_wait_doubles_up_to_its_limit():
    entries = {}
    waits = [TEN.next(entries, "web", 0, 0).backoff_ms // 1000 for _ in range(8)]
    assert waits == [1, 2, 4, 8, 16, 32, 50, 50]


def test_a_wait_begins_anew_when_the_last_one_lies_too_far_back():
    entries = {"web": Entry(32_000, 0)}
    assert TEN.next(entries, "web", 100_000, 100_000).backoff_ms == 50_000
    entries = {"web": Entry(32_000, 0)}
    assert TEN.next(entries, "web", 100_001, 100_001).backoff_ms == 1_000


def test_an_entry_is_collected_after_twice_the_limit():
    entries = {"old": Entry(1_000, 0), "new": Entry(1_000, 1)}
    TEN.collect(entries, 100_001)
    assert list(entries) == ["new"]


@pytest.mark.parametrize(
    ["ended", "now", "waits"],
    [(0, 9_999, True), (0, 10_000, False), (5_000, 14_999, True), (700_000, 700_001, False)],
)
def test_a_crash_loop_waits_from_the_end_of_the_container(ended, now, waits):
    entries = {"web": Entry(10_000, 0)}
    assert Backoff().is_in_backoff_since(entries, "web", ended, now) is waits


@pytest.mark.parametrize(
    ["backoff_ms", "updated", "now", "waits"],
    [
        (1_000, 0, 500, True),
        (1_000, 0, 1_000, False),
        (32_000, 1_000, 32_999, True),
        (32_000, 1_000, 33_000, False),
        (600_000, 0, 100_001, False),
    ],
)
def test_a_pull_waits_from_the_last_failure(backoff_ms, updated, now, waits):
    entries = {"image": Entry(backoff_ms, updated)}
    assert TEN.is_in_backoff_since_update(entries, "image", now) is waits


def test_who_has_not_failed_does_not_wait():
    assert Backoff().get({}, "web") == 0
    assert not Backoff().is_in_backoff_since({}, "web", 0, 0)
    assert not Backoff().is_in_backoff_since_update({}, "web", 0)


@pytest.mark.parametrize(
    ["ms", "text"],
    [
        (10_000, "10s"),
        (160_000, "2m40s"),
        (300_000, "5m0s"),
        (3_600_000, "1h0m0s"),
        (64_500, "1m4.5s"),
    ],
)
def test_a_wait_is_written_as_go_writes_it(ms, text):
    assert format_duration(ms) == text
