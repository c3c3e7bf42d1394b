"""Durations as people and Go write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.sessions.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("17s", 17_000),
        ("1m30s", 90_000),
        ("2m", 120_000),
        ("250ms", 250),
        ("1.5h", 5_400_000),
        ("0.000s", 0),
        ("8.25", 8_250),
        (3, 3_000),
        (0.5, 500),
    ],
)
def test_a_duration_is_read_as_milliseconds(text, ms):
    assert parse_duration(text) == ms


@pytest.mark.parametrize("text", ["", "soon", "1x", "s", "-3s", "1s 2s", "1e3s"])
def test_what_is_no_duration_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="write 17s"):
        parse_duration(text)


@given(st.integers(0, 10**12))
def test_what_is_written_is_read_back(ms):
    assert parse_duration(format_duration(ms)) == ms
