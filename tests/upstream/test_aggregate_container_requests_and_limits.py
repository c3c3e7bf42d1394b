"""TestAggregateContainerRequestsAndLimits
(staging/src/k8s.io/component-helpers/resource/helpers_test.go).

The containers' own requests and limits together: with neither overhead nor what the Pod asks
for as a whole.
"""

import pytest

from lifecycle.engine.api.resources import (
    DEFAULTS,
    Options,
    aggregate_container_limits,
    aggregate_container_requests,
)
from tests.upstream.resourcing import pod_needing, told

CASES = [
    ("app limit cpu 9", "", "cpu 9"),
    ("app limit cpu 9, app limit cpu 9", "", "cpu 18"),
    ("app needs cpu 9", "cpu 9", ""),
    ("app needs cpu 9, app needs cpu 9", "cpu 18", ""),
    ("init needs cpu 9, app needs cpu 9", "cpu 9", ""),
    ("sidecar needs cpu 8, init needs cpu 6, app needs cpu 9", "cpu 17", ""),
    ("init limit cpu 9, app limit cpu 9", "", "cpu 9"),
    ("sidecar limit cpu 8, init limit cpu 6, app limit cpu 9", "", "cpu 17"),
    # Not upstream's: what is not the containers' own.
    ("app gets cpu 1, pod gets cpu 7, overhead of cpu 1", "cpu 1", "cpu 1"),
]


def aggregated(containers, options=DEFAULTS):
    pod = pod_needing(containers)
    requests = aggregate_container_requests(pod, options)
    return told(requests), told(aggregate_container_limits(pod, options))


@pytest.mark.parametrize(["containers", "requests", "limits"], CASES)
def test_containers_add_up_by_themselves(containers, requests, limits):
    assert aggregated(containers) == (requests, limits)


@pytest.mark.parametrize("kind", ["app", "sidecar"])
def test_what_is_in_force_counts_even_if_nothing_is_asked_for(kind):
    assert aggregated(f"{kind} has cpu 2", Options(use_status=True)) == ("cpu 2", "")
