"""TestPodLevelResourceRequests (staging/src/k8s.io/component-helpers/resource/helpers_test.go).

What a Pod asks for as a whole stands for the sum of its containers, resource by resource; it
can do so for cpu, memory and huge pages.
"""

import pytest

from lifecycle.engine.api.resources import DEFAULTS, Options, pod_requests
from tests.upstream.resourcing import pod_needing, told

APP = "app needs cpu 2m memory 3Mi"
SIDECAR = "sidecar needs cpu 4m memory 5Mi"
INIT = "init needs cpu 8m memory 6Mi"
CASES = [
    ("", "", ""),
    ("pod needs memory 2Mi", "skipped", ""),
    ("pod needs memory 2Mi", "", "memory 2Mi"),
    ("app needs cpu 2m, pod needs memory 2Mi", "", "cpu 2m memory 2Mi"),
    ("app needs storage 3Mi, pod needs storage 2Mi", "", "storage 3Mi"),
    ("app needs memory 3Mi, pod needs storage 2Mi", "", "memory 3Mi"),
    (APP, "", "cpu 2m memory 3Mi"),
    (f"{APP}, pod needs cpu 8m memory 6Mi", "", "cpu 8m memory 6Mi"),
    (f"init needs cpu 4m memory 5Mi, {APP}", "", "cpu 4m memory 5Mi"),
    (f"init needs cpu 4m memory 5Mi, {APP}", "skipped", "cpu 4m memory 5Mi"),
    (f"{SIDECAR}, {APP}", "", "cpu 6m memory 8Mi"),
    (f"{SIDECAR}, {INIT}, {APP}", "", "cpu 12m memory 11Mi"),
    (f"{SIDECAR}, {INIT}, {APP}, pod needs cpu 18m memory 15Mi", "", "cpu 18m memory 15Mi"),
    (
        "pod needs memory 10Mi hugepages-2Mi 2Mi limit hugepages-2Mi 2Mi",
        "",
        "hugepages-2Mi 2Mi memory 10Mi",
    ),
    (
        "pod needs cpu 1 hugepages-1Gi 1Gi hugepages-2Mi 2Mi"
        " limit hugepages-1Gi 1Gi hugepages-2Mi 2Mi",
        "",
        "cpu 1 hugepages-1Gi 1Gi hugepages-2Mi 2Mi",
    ),
    (
        "app gets hugepages-2Mi 6Mi, pod needs cpu 1 hugepages-2Mi 10Mi limit hugepages-2Mi 10Mi",
        "",
        "cpu 1 hugepages-2Mi 10Mi",
    ),
    (
        "app needs cpu 1 hugepages-1Gi 2Gi limit hugepages-1Gi 2Gi,"
        " pod needs cpu 1 hugepages-1Gi 2Gi hugepages-2Mi 10Mi"
        " limit hugepages-1Gi 2Gi hugepages-2Mi 10Mi",
        "",
        "cpu 1 hugepages-1Gi 2Gi hugepages-2Mi 10Mi",
    ),
    (
        "app needs memory 4Mi hugepages-1Gi 1Gi limit hugepages-1Gi 1Gi,"
        " pod needs cpu 1 hugepages-2Mi 10Mi limit hugepages-2Mi 10Mi",
        "",
        "cpu 1 hugepages-1Gi 1Gi hugepages-2Mi 10Mi memory 4Mi",
    ),
]


@pytest.mark.parametrize(["containers", "how", "total"], CASES)
def test_a_pods_own_resources_stand_for_its_containers(containers, how, total):
    options = Options(skip_pod_level=True) if how == "skipped" else DEFAULTS
    assert told(pod_requests(pod_needing(containers), options)) == total
