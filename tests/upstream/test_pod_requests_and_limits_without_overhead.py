"""TestPodRequestsAndLimitsWithoutOverhead
(staging/src/k8s.io/component-helpers/resource/helpers_test.go).

Whoever asks for the containers alone is not told the overhead.
"""

import pytest

from lifecycle.engine.api.resources import Options, pod_limits, pod_requests
from tests.upstream.resourcing import pod_needing, told

ALONE = Options(exclude_overhead=True)
OVERHEAD = "overhead of cpu 3 memory 8"
SMALL = "app needs cpu 1 memory 5 limit cpu 2 memory 10"
TWO = f"{SMALL}, app needs cpu 4 memory 12 limit cpu 8 memory 24"
LARGE = "init gets cpu 1 memory 5, init needs cpu 40 memory 120 limit cpu 80 memory 240"
CASES = [
    (TWO, "cpu 5 memory 17", "cpu 10 memory 34"),
    (f"{TWO}, {OVERHEAD}", "cpu 5 memory 17", "cpu 10 memory 34"),
    (f"{LARGE}, {TWO}, {OVERHEAD}", "cpu 40 memory 120", "cpu 80 memory 240"),
]


@pytest.mark.parametrize(["containers", "requests", "limits"], CASES)
def test_overhead_can_be_left_out(containers, requests, limits):
    pod = pod_needing(containers)
    assert (told(pod_requests(pod, ALONE)), told(pod_limits(pod, ALONE))) == (requests, limits)
