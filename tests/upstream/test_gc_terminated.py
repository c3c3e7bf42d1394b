"""TestGCTerminated (pkg/controller/podgc/gc_controller_test.go).

Of Pods that have ended only so many may stay: evicted ones go first, then the oldest.
"""

import pytest

from lifecycle.conformance.judges.podgc import collect
from tests.upstream.collecting import nodes, pods, told

THREE = "a Failed on node1, b Succeeded on node1, c Failed on node1"
TWO = "a Failed on node1, b Succeeded on node1"
CASES = [
    (THREE, 1, "a b"),
    (TWO, 0, ""),
    ("a Running on node1, b Succeeded on node1, c Failed on node1", 1, "b"),
    (TWO, 1, "a"),
    (TWO, 5, ""),
    ("a Failed on node1, b Succeeded on node1, c Failed Evicted on node1", 1, "c a"),
    ("a Running on node1, b Succeeded on node1, c Failed Evicted on node1", 1, "c"),
]


@pytest.mark.parametrize(["listed", "threshold", "deleted"], CASES)
def test_a_round_takes_what_is_over_the_threshold(listed, threshold, deleted):
    assert told(collect(pods(listed), nodes("node1"), threshold)) == (deleted, "")
