"""TestHumanDuration (duration_test.go) and TestTranslateTimestampSince (printers_test.go)."""

import pytest

from lifecycle.engine.apiserver.printers.durations import (
    human_duration,
    short_human_duration,
    since,
    until,
)
from lifecycle.engine.kernel.clock import timestamp

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 365 * 86400

# seconds: with two units, with the largest one
CASES = [
    (0, "0s", "0s"),
    (1, "1s", "1s"),
    (-1, "0s", "0s"),
    (-2, "<invalid>", "<invalid>"),
    (70, "70s", "1m"),
    (2 * MINUTE, "2m", "2m"),
    (190, "3m10s", "3m"),
    (10 * MINUTE, "10m", "10m"),
    (70 * MINUTE, "70m", "1h"),
    (3 * HOUR, "3h", "3h"),
    (3 * HOUR + 10 * MINUTE, "3h10m", "3h"),
    (8 * HOUR + 10 * MINUTE, "8h", "8h"),
    (47 * HOUR, "47h", "1d"),
    (49 * HOUR, "2d1h", "2d"),
    (2 * DAY, "2d", "2d"),
    (8 * DAY + 4 * HOUR, "8d", "8d"),
    (367 * DAY, "367d", "1y"),
    (4 * YEAR, "4y", "4y"),
    (4 * YEAR + 180 * DAY, "4y180d", "4y"),
    (11 * YEAR, "11y", "11y"),
]


@pytest.mark.parametrize(["seconds", "long", "short"], CASES)
def test_a_span_is_shortened_as_it_grows(seconds, long, short):
    assert human_duration(seconds * 1000) == long
    assert short_human_duration(seconds * 1000) == short


def test_a_fraction_of_a_second_is_dropped():
    assert human_duration(1_999) == "1s"
    assert human_duration(-1_900) == "0s"


def test_times_are_told_from_the_moment_of_looking():
    assert since(timestamp(10_000), 40_000) == "30s"
    assert until(timestamp(40_000), 10_000) == "30s"
    assert since(None, 0) == until(None, 0) == "<unknown>"
