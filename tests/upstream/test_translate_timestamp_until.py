"""TestTranslateTimestampUntil (pkg/printers/internalversion/printers_test.go).

How long it takes until a moment; one that is two seconds past does not come any more.
"""

import pytest

from lifecycle.engine.apiserver.printers.durations import until
from lifecycle.engine.kernel.clock import timestamp
from tests.upstream.spans import ms

CASES = [
    ("-2s100ms", "<invalid>"),
    ("-1s900ms", "0s"),
    ("0s", "0s"),
    ("30s100ms", "30s"),
    ("5m100ms", "5m"),
    ("100m100ms", "100m"),
    ("2d100ms", "2d"),
    ("90d100ms", "90d"),
    ("10y100ms", "10y"),
]
MOMENT_MS = 10_000


@pytest.mark.parametrize(["ahead", "told"], CASES)
def test_a_moment_is_told_by_how_long_it_takes(ahead, told):
    assert until(timestamp(MOMENT_MS), MOMENT_MS - ms(ahead)) == told


def test_nobody_knows_until_when():
    assert until(None, MOMENT_MS) == "<unknown>"
