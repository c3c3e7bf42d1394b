"""TestPodResourceRequestsWithDRANodeAllocatableClaims
(staging/src/k8s.io/component-helpers/resource/helpers_test.go).

Cpu and memory that a device claim takes from the node come on top of the containers', once for
each claim, however many containers share it.
"""

import pytest

from lifecycle.engine.api.resources import DEFAULTS, Options, pod_requests
from tests.upstream.resourcing import pod_needing, told

COUNTED = Options(use_claims=True)
APP = "app needs cpu 100m memory 1Gi"
CASES = [
    (APP, "cpu 100m memory 1Gi"),
    (
        "app needs cpu 100m memory 1Gi hugepages-1Gi 2, claim of cpu 50m hugepages-1Gi 1",
        "cpu 150m hugepages-1Gi 3 memory 1Gi",
    ),
    (f"{APP}, claim of cpu 50m, claim of cpu 25m memory 512Mi", "cpu 175m memory 1536Mi"),
    ("app needs cpu 100m, app needs cpu 200m, claim of cpu 50m", "cpu 350m"),
    (
        "app needs cpu 100m hugepages-1Gi 1, app needs cpu 200m memory 1Gi hugepages-1Gi 2,"
        " claim of cpu 50m hugepages-1Gi 1, claim of cpu 25m memory 512Mi hugepages-1Gi 2",
        "cpu 375m hugepages-1Gi 6 memory 1536Mi",
    ),
    ("init needs cpu 100m, app needs cpu 50m, claim of cpu 25m", "cpu 125m"),
    ("app needs cpu 1 memory 1Gi, pod needs cpu 2, claim of cpu 3", "cpu 2 memory 1Gi"),
]


@pytest.mark.parametrize(["containers", "total"], CASES)
def test_what_claims_take_comes_on_top(containers, total):
    assert told(pod_requests(pod_needing(containers), COUNTED)) == total


def test_claims_count_only_where_they_are_asked_for():
    pod = pod_needing("app needs cpu 100m, claim of cpu 50m")
    assert told(pod_requests(pod, DEFAULTS)) == "cpu 100m"
