"""TestGCTerminating (pkg/controller/podgc/gc_controller_test.go).

Deleted Pods of a node that is not ready go at once if somebody says by a taint that it is out
of service, with whichever effect or value.
"""

import pytest

from lifecycle.conformance.judges.podgc import collect
from tests.upstream.collecting import nodes, pods, told

BARE = "node0 unready, node1 unready"
NODES = (
    "node0 unready lost=NoExecute, node1 unready, node2, node3 unready lost=NoSchedule,"
    " node4 unready lost=PreferNoSchedule, node5 unready lost=NoExecute for a reason"
)


def five_on(node):
    """One Pod of each phase that has not ended; the second is deleted."""
    phases = ["NoPhase", "NoPhase deleting", "Pending", "Running", "Unknown"]
    return [f"{name}{node} {phase} on node{node}" for name, phase in zip("abcde", phases)]


CASES = [
    ("a NoPhase deleting on node0, b NoPhase deleting on node1", BARE, ""),
    (", ".join(pod for node in range(6) for pod in five_on(node)), NODES, "b0 b3 b4 b5"),
]


@pytest.mark.parametrize(["listed", "known", "deleted"], CASES)
def test_deleted_pods_of_nodes_out_of_service_go(listed, known, deleted):
    assert told(collect(pods(listed), nodes(known))) == (deleted, deleted)


def test_pods_that_have_ended_are_not_marked_once_more():
    listed = ", ".join(
        f"{name} {phase} deleting on node0"
        for name, phase in zip("abc", ["Running", "Failed", "Succeeded"])
    )
    assert told(collect(pods(listed), nodes("node0 unready lost=NoExecute"))) == ("a b c", "a")
