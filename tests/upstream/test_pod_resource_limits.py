"""TestPodResourceLimits (staging/src/k8s.io/component-helpers/resource/helpers_test.go).

Limits add up as requests do; whoever has none adds nothing, and a limit that is being lowered
counts until it is in force.
"""

import pytest

from lifecycle.engine.api.resources import DEFAULTS, Options, pod_limits
from tests.upstream.resourcing import pod_needing, told

SIDECARS = "sidecar limit cpu 1, sidecar limit cpu 2"
CASES = [
    ("init limit cpu 4, app limit cpu 1", "cpu 4"),
    ("init limit cpu 2, app limit cpu 2, app limit cpu 3", "cpu 5"),
    ("init limit cpu 2, app limit cpu 2, app limit cpu 3, overhead of cpu 1 memory 1Gi", "cpu 6"),
    ("app", ""),
    ("app limit cpu 2 memory 2Gi, app", "cpu 2 memory 2Gi"),
    ("init limit cpu 2 memory 2Gi, init, app limit cpu 1 memory 1Gi", "cpu 2 memory 2Gi"),
    ("sidecar limit cpu 1, app limit cpu 1", "cpu 2"),
    (f"init limit cpu 5, {SIDECARS}, sidecar limit cpu 3, app limit cpu 1", "cpu 7"),
    (
        f"init limit cpu 5, {SIDECARS}, init limit cpu 5, sidecar limit cpu 3, app limit cpu 1",
        "cpu 8",
    ),
    ("sidecar limit cpu 10, init limit cpu 200, app limit cpu 100", "cpu 210"),
]
RESIZES = [
    ("app limit memory 2Gi held memory 1Gi", "", "memory 2Gi"),
    ("app limit memory 1Gi held memory 2Gi", "", "memory 2Gi"),
    ("app limit memory 1Gi held memory 2Gi", "status unread", "memory 1Gi"),
    ("sidecar limit memory 2Gi held memory 1Gi", "", "memory 2Gi"),
    ("sidecar limit memory 1Gi held memory 2Gi", "", "memory 2Gi"),
    ("sidecar limit memory 1Gi held memory 2Gi", "status unread", "memory 1Gi"),
]


@pytest.mark.parametrize(["containers", "total"], CASES)
def test_the_limits_there_are_add_up(containers, total):
    assert told(pod_limits(pod_needing(containers))) == total


def test_overhead_can_be_left_out():
    pod = pod_needing("init limit cpu 2, app limit cpu 2, app limit cpu 3, overhead of cpu 1")
    assert told(pod_limits(pod, Options(exclude_overhead=True))) == "cpu 5"


@pytest.mark.parametrize(["containers", "how", "total"], RESIZES)
def test_the_larger_limit_counts_while_it_changes(containers, how, total):
    options = DEFAULTS if "unread" in how else Options(use_status=True)
    assert told(pod_limits(pod_needing(containers), options)) == total
