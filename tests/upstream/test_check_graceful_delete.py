"""TestCheckGracefulDelete (pkg/registry/core/pod/strategy_test.go).

A Pod that no kubelet has, or that has ended, gets no time; a negative time is one second.
"""

import pytest

from lifecycle.engine.apiserver.registry.pod import PodStrategy
from tests.upstream.validating import pod_of

CASES = [
    # node, phase, grace of the spec, grace that is asked for: seconds
    ("node1", "Pending", 30, 30, 30),
    ("node1", "Failed", 30, 30, 0),
    (None, "Pending", 30, 30, 0),
    (None, "Succeeded", 30, 30, 0),
    (None, "", 30, 30, 0),
    ("node1", "", -1, None, 1),
    # Not upstream's: what is asked for stands for what the spec says.
    ("node1", "Running", 30, None, 30),
    ("node1", "Running", 30, 5, 5),
    ("node1", "Running", 30, 120, 120),
    ("node1", "Running", 30, 0, 0),
    ("node1", "Running", 30, -1, 1),
    ("node1", "Running", None, None, 0),
    ("node1", "Succeeded", 30, None, 0),
]


@pytest.mark.parametrize(["node", "phase", "spec", "asked", "seconds"], CASES)
def test_a_deletion_gives_this_much_time(node, phase, spec, asked, seconds):
    pod = pod_of({"nodeName": node}, status={"phase": phase})
    pod.spec.terminationGracePeriodSeconds = spec
    assert PodStrategy().check_graceful_delete(pod, asked) == seconds
