"""TestHumanDurationBoundaries (staging/src/k8s.io/apimachinery/pkg/util/duration/duration_test.go).

Where one form of an age gives way to the next: at 2m, 10m, 3h, 8h, 2d, 8d, 2y and 8y.
"""

import pytest

from lifecycle.engine.apiserver.printers.durations import human_duration
from tests.upstream.spans import ms

CASES = [
    ("-2s", "<invalid>"),
    ("-1s999ms", "0s"),
    ("0s", "0s"),
    ("999ms", "0s"),
    ("just under 2m", "119s"),
    ("2m", "2m"),
    ("2m1s", "2m1s"),
    ("just under 10m", "9m59s"),
    ("10m", "10m"),
    ("10m1s", "10m"),
    ("just under 3h", "179m"),
    ("3h", "3h"),
    ("3h1m", "3h1m"),
    ("just under 8h", "7h59m"),
    ("8h", "8h"),
    ("8h59m", "8h"),
    ("just under 2d", "47h"),
    ("2d", "2d"),
    ("2d1h", "2d1h"),
    ("just under 8d", "7d23h"),
    ("8d", "8d"),
    ("8d23h", "8d"),
    ("just under 2y", "729d"),
    ("2y", "2y"),
    ("2y23h", "2y"),
    ("2y23h59m", "2y"),
    ("just under 2y1d", "2y"),
    ("2y1d", "2y1d"),
    ("3y", "3y"),
    ("4y", "4y"),
    ("5y", "5y"),
    ("6y", "6y"),
    ("7y", "7y"),
    ("just under 8y", "7y364d"),
    ("8y", "8y"),
    ("8y364d", "8y"),
    ("9y", "9y"),
]


@pytest.mark.parametrize(["span", "told"], CASES)
def test_a_span_changes_its_form_at_a_boundary(span, told):
    assert human_duration(ms(span)) == told
