"""TestHumanDuration (staging/src/k8s.io/apimachinery/pkg/util/duration/duration_test.go).

An age keeps two or three digits: the longer it is, the less its small units matter.
"""

import pytest

from lifecycle.engine.apiserver.printers.durations import human_duration
from tests.upstream.spans import ms

CASES = [
    ("1s", "1s"),
    ("70s", "70s"),
    ("190s", "3m10s"),
    ("70m", "70m"),
    ("47h", "47h"),
    ("49h", "2d1h"),
    ("8d2h", "8d"),
    ("367d", "367d"),
    ("2y25h", "2y1d"),
    ("8y2h", "8y"),
    # Not upstream's: where a unit comes out even, and the far end.
    ("3h10m", "3h10m"),
    ("8h10m", "8h"),
    ("4y180d", "4y180d"),
    ("11y", "11y"),
    ("-1s", "0s"),
]


@pytest.mark.parametrize(["span", "told"], CASES)
def test_a_span_is_shortened_as_it_grows(span, told):
    assert human_duration(ms(span)) == told
