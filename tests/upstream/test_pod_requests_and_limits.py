"""TestPodRequestsAndLimits (staging/src/k8s.io/component-helpers/resource/helpers_test.go).

Overhead comes on top of the requests, and of those limits that there are.
"""

import pytest

from lifecycle.engine.api.resources import pod_limits, pod_requests
from tests.upstream.resourcing import pod_needing, told

OVERHEAD = "overhead of cpu 5 memory 5"
MOST = "needs cpu 1 memory 10 limit cpu 2 memory 12"
SOME = "needs cpu 1 memory 10 limit cpu 2"
CASES = [
    ("init limit cpu 9, app limit cpu 9", "", "cpu 9"),
    (f"init, app, {OVERHEAD}", "cpu 5 memory 5", ""),
    (
        f"init needs cpu 1 memory 10, app needs cpu 1 memory 10, {OVERHEAD}",
        "cpu 6 memory 15",
        "",
    ),
    (f"init {MOST}, app {MOST}, {OVERHEAD}", "cpu 6 memory 15", "cpu 7 memory 17"),
    (f"init {SOME}, app {SOME}, {OVERHEAD}", "cpu 6 memory 15", "cpu 7"),
]


@pytest.mark.parametrize(["containers", "requests", "limits"], CASES)
def test_overhead_comes_on_top(containers, requests, limits):
    pod = pod_needing(containers)
    assert (told(pod_requests(pod)), told(pod_limits(pod))) == (requests, limits)
