"""TestGCOrphaned (pkg/controller/podgc/gc_controller_test.go).

Pods of a node that is gone are removed 40 seconds later; those that have not ended are Failed
before. Upstream looks a node up twice, in its cache and in the API; here there is one view of
the nodes, so its cases about a cache that lags behind say the same as those without a lag.
"""

import pytest

from lifecycle.conformance.judges.podgc import collect_twice
from tests.upstream.collecting import nodes, pods, told

OF_NODES = "a Running on node1, b Failed on node2, c Succeeded on node2"
MIXED = "a Failed on gone, b Failed on node1, c Succeeded on gone, d Running on gone"
CASES = [
    # pods, the nodes at first and later, seconds between: removed, and failed before
    (OF_NODES, "node1, node2", "node1, node2", 80, "", ""),
    ("a Failed on gone, b Succeeded on gone", "", "", 80, "a b", ""),
    ("a Failed on gone, b Succeeded on gone, c Running on gone", "", "", 80, "a b c", "c"),
    ("a Failed on gone", "", "", 20, "", ""),
    ("a Running on gone", "node1", "node1", 80, "a", "a"),
    (MIXED, "node1", "node1", 80, "a c d", "d"),
    ("a Running on node1", "", "node1", 80, "", ""),
    ("a Failed on node1", "", "node1", 80, "", ""),
    ("a Succeeded on node1", "node1", "", 80, "", ""),
]


@pytest.mark.parametrize(["listed", "first", "later", "seconds", "deleted", "failed"], CASES)
def test_pods_of_nodes_that_stay_away_go(listed, first, later, seconds, deleted, failed):
    collected = collect_twice(pods(listed), nodes(first), nodes(later), seconds * 1000)
    assert told(collected) == (deleted, failed)
