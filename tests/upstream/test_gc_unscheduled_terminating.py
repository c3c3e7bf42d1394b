"""TestGCUnscheduledTerminating (pkg/controller/podgc/gc_controller_test.go).

A deleted Pod that no node ever had has nobody else who would end it.
"""

import pytest

from lifecycle.conformance.judges.podgc import collect
from tests.upstream.collecting import pods, told

CASES = [
    ("a Failed deleting, b Succeeded deleting, c Running deleting", "a b c", "c"),
    ("a Failed, b Succeeded on node1, c Running deleting on node1", "", ""),
]


@pytest.mark.parametrize(["listed", "deleted", "failed"], CASES)
def test_deleted_pods_without_a_node_go(listed, deleted, failed):
    assert told(collect(pods(listed))) == (deleted, failed)
