"""TestPodResourceRequests (staging/src/k8s.io/component-helpers/resource/helpers_test.go).

App containers and sidecars add up, init containers count where one of them needs more, and in
a resize it is the most of what is wanted, what is granted and what is in force.
"""

import pytest

from lifecycle.engine.api.resources import DEFAULTS, Options, pod_requests
from tests.upstream.resourcing import pod_needing, told

RESIZED = (
    "app needs cpu 30m memory 20M ephemeral-storage 10G has cpu 10m memory 30M"
    " ephemeral-storage 20G granted cpu 20m memory 10M ephemeral-storage 30G"
)
SIDECARS = "sidecar needs cpu 1, sidecar needs cpu 2"
CASES = [
    ("init needs cpu 4, app needs cpu 1", "cpu 4"),
    ("init needs cpu 2, app needs cpu 2, app needs cpu 3", "cpu 5"),
    (
        "init gets cpu 2, app needs cpu 2, app needs cpu 3, overhead of cpu 1 memory 1Gi",
        "cpu 6 memory 1Gi",
    ),
    ("sidecar needs cpu 1, app needs cpu 1", "cpu 2"),
    (f"init needs cpu 5, {SIDECARS}, sidecar needs cpu 3, app needs cpu 1", "cpu 7"),
    (
        f"init needs cpu 5, {SIDECARS}, init needs cpu 5, sidecar needs cpu 3, app needs cpu 1",
        "cpu 8",
    ),
    ("sidecar needs cpu 10, init needs cpu 200, app needs cpu 100", "cpu 210"),
    # Not upstream's: an init container counts beside the sidecars before it alone.
    ("init needs cpu 9, sidecar needs cpu 4, app needs cpu 1", "cpu 9"),
    (
        "sidecar needs cpu 1, init needs cpu 5, sidecar needs cpu 2, init needs cpu 9,"
        " sidecar needs cpu 3, app needs cpu 1",
        "cpu 12",
    ),
]
RESIZES = [
    ("app needs cpu 4 has cpu 2", "infeasible", "cpu 2"),
    ("app needs cpu 6 has cpu 2 granted cpu 4", "infeasible", "cpu 4"),
    ("app needs cpu 4 has cpu 2", "", "cpu 4"),
    (RESIZED, "", "cpu 30m ephemeral-storage 30G memory 30M"),
    ("app needs cpu 4 has cpu 2", "infeasible, status unread", "cpu 4"),
    ("sidecar needs cpu 4 has cpu 2", "infeasible", "cpu 2"),
    ("sidecar needs cpu 4 has cpu 2", "", "cpu 4"),
    ("sidecar needs cpu 4 has cpu 2", "infeasible, status unread", "cpu 4"),
]


@pytest.mark.parametrize(["containers", "total"], CASES)
def test_a_pod_needs_what_its_worst_moment_needs(containers, total):
    assert told(pod_requests(pod_needing(containers))) == total


def test_overhead_can_be_left_out():
    pod = pod_needing("init needs cpu 2, app needs cpu 2, app needs cpu 3, overhead of cpu 1")
    assert told(pod_requests(pod, Options(exclude_overhead=True))) == "cpu 5"


@pytest.mark.parametrize(["containers", "how", "total"], RESIZES)
def test_a_resize_counts_by_the_most_that_it_may_still_use(containers, how, total):
    options = DEFAULTS if "unread" in how else Options(use_status=True)
    assert told(pod_requests(pod_needing(containers, "infeasible" in how), options)) == total
