"""Whatever a browser sends is a request or a ValueError, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle import limits
from lifecycle.live import requests


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ('{"do":"play"}', requests.Play()),
        ('{"do":"pause","ask":3}', requests.Pause(ask=3)),
        ('{"do":"seek","atMs":5}', requests.Seek(at_ms=5)),
        ('{"do":"speed","speed":2}', requests.Speed(speed=2.0)),
        ('{"do":"branch","branch":2}', requests.ShowBranch(branch=2)),
        ('{"do":"horizon","untilMs":9}', requests.Horizon(until_ms=9)),
        ('{"do":"ack","records":9}', requests.Acknowledge(records=9)),
        (
            '{"do":"input","atMs":1,"line":"x","manifest":"y","ask":7}',
            requests.Act(at_ms=1, line="x", manifest="y", ask=7),
        ),
        (
            '{"do":"ask","ask":7,"what":"logs","line":"x","atMs":1}',
            requests.Ask(at_ms=1, line="x", what="logs", ask=7),
        ),
        ('{"do":"play","later":"ignored"}', requests.Play()),
    ],
)
def test_requests_are_read(text, request_):
    assert requests.decode(text) == request_


@pytest.mark.parametrize(
    "text",
    [
        f'{{"do":"seek","atMs":{limits.HORIZON_MS + 1}}}',
        '{"do":"speed","speed":0}',
        '{"do":"speed","speed":1e9}',
        f'{{"do":"input","atMs":1,"line":"{"x" * (limits.LINE_LENGTH + 1)}"}}',
        '{"do":"seek","atMs":1.5}',
        '{"do":"seek","atMs":null}',
        '"\\ud800"',
    ],
)
def test_requests_beyond_the_limits_are_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        requests.decode(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
DO = st.sampled_from(
    ["play", "pause", "seek", "speed", "branch", "input", "ask", "horizon", "ack", "dance"]
)
KEYS = st.sampled_from(
    ["ask", "atMs", "speed", "branch", "line", "manifest", "what", "untilMs", "records"]
)


@given(st.text() | st.builds(lambda do, rest: {"do": do, **rest}, DO, st.dictionaries(KEYS, JSON)))
def test_fuzz_any_text_is_a_request_or_is_refused(value):
    import json

    try:
        requests.decode(value if isinstance(value, str) else json.dumps(value))
    except ValueError as error:
        assert str(error)
