"""TestTranslateTimestampSince (pkg/printers/internalversion/printers_test.go).

How long ago a moment is; one that is two seconds ahead of the clock is not a past one.
"""

import pytest

from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kernel.clock import timestamp
from tests.upstream.spans import ms

CASES = [
    ("-2s100ms", "<invalid>"),
    ("-1s900ms", "0s"),
    ("0s", "0s"),
    ("30s", "30s"),
    ("5m", "5m"),
    ("100m", "100m"),
    ("2d", "2d"),
    ("90d", "90d"),
    ("10y", "10y"),
]
MOMENT_MS = 10_000


@pytest.mark.parametrize(["ago", "told"], CASES)
def test_a_moment_is_told_by_how_long_ago_it_was(ago, told):
    assert since(timestamp(MOMENT_MS), MOMENT_MS + ms(ago)) == told


def test_nobody_knows_since_when():
    assert since(None, MOMENT_MS) == "<unknown>"
