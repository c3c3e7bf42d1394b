"""TestShortHumanDurationBoundaries
(staging/src/k8s.io/apimachinery/pkg/util/duration/duration_test.go).

The short form has the largest unit alone, and drops what is left.
"""

import pytest

from lifecycle.engine.apiserver.printers.durations import short_human_duration
from tests.upstream.spans import ms

CASES = [
    ("-2s", "<invalid>"),
    ("-1s999ms", "0s"),
    ("0s", "0s"),
    ("999ms", "0s"),
    ("1s", "1s"),
    ("1s999ms", "1s"),
    ("just under 1m", "59s"),
    ("1m", "1m"),
    ("just under 2m", "1m"),
    ("just under 1h", "59m"),
    ("1h", "1h"),
    ("just under 2h", "1h"),
    ("just under 1d", "23h"),
    ("1d", "1d"),
    ("just under 2d", "1d"),
    ("just under 1y", "364d"),
    ("1y", "1y"),
    ("just under 2y", "1y"),
    ("2y", "2y"),
]


@pytest.mark.parametrize(["span", "told"], CASES)
def test_only_the_largest_unit_is_told(span, told):
    assert short_human_duration(ms(span)) == told
