"""TestComputePodQOS (pkg/apis/core/v1/helper/qos/qos_test.go).

Guaranteed if every container is given cpu and memory, no more and no less; BestEffort if none
asks for anything. Where the Pod asks as a whole, that decides.
"""

import pytest

from lifecycle.engine.api.qos import compute_pod_qos
from tests.upstream.resourcing import pod_needing

FULL = "app gets cpu 100m memory 100Mi"
NEEDING = "app needs cpu 100m memory 100Mi"
CASES = [
    ("Guaranteed", FULL),
    ("Guaranteed", f"{FULL}, {FULL}"),
    ("BestEffort", "app, app"),
    ("BestEffort", "app"),
    ("Burstable", "app, app needs cpu 1 limit cpu 2"),
    ("Burstable", "app, app gets cpu 10m memory 100Mi"),
    ("Burstable", "app gets memory 100Mi"),
    ("Burstable", NEEDING),
    ("Burstable", f"app needs cpu 1 memory 100Mi limit cpu 2 memory 100Mi, {FULL}"),
    ("Burstable", f"{NEEDING} limit cpu 200m memory 200Mi, {NEEDING}"),
    ("Burstable", "app needs cpu 10m memory 100Mi limit cpu 100m memory 200Mi"),
    ("Burstable", "app needs cpu 0 memory 0 limit cpu 100m memory 200Mi"),
    ("BestEffort", "app gets cpu 0 memory 0 hugepages-2Mi 1Gi"),
    ("Burstable", "init needs cpu 10m memory 100Mi limit cpu 100m memory 200Mi, app"),
]
OWN_CASES = [
    ("Guaranteed", "init gets cpu 1 memory 1Gi, app gets cpu 1 memory 1Gi"),
    ("Guaranteed", "app gets cpu 1 memory 1Gi example.com/gpu 1"),
    ("BestEffort", "app gets example.com/gpu 1"),
    ("BestEffort", "app needs ephemeral-storage 1Gi"),
    ("BestEffort", "app needs cpu 0 memory 0"),
    ("Burstable", f"init, {FULL}"),
    ("Burstable", "app gets cpu 0 memory 1Gi hugepages-2Mi 1Gi"),
]
POD_LEVEL_CASES = [
    ("Guaranteed", "app, pod gets cpu 10m memory 100Mi"),
    (
        "Guaranteed",
        "app needs cpu 3m memory 10Mi limit cpu 5m memory 20Mi, pod gets cpu 10m memory 100Mi",
    ),
    ("Burstable", "app, pod needs cpu 10m memory 10Mi limit cpu 20m memory 50Mi"),
    (
        "Burstable",
        "app gets cpu 5m memory 10Mi, pod needs cpu 10m memory 10Mi limit cpu 20m memory 50Mi",
    ),
    ("Burstable", "app needs cpu 5m memory 10Mi, pod needs cpu 10m memory 10Mi"),
    (
        "Burstable",
        "app needs cpu 5m memory 10Mi, app gets cpu 5m memory 10Mi,"
        " pod needs cpu 10m memory 10Mi limit cpu 5m",
    ),
]


@pytest.mark.parametrize(["qos", "containers"], [*CASES, *OWN_CASES])
def test_a_pods_class_follows_cpu_and_memory_of_all_its_containers(qos, containers):
    assert compute_pod_qos(pod_needing(containers)) == qos


@pytest.mark.parametrize(["qos", "containers"], POD_LEVEL_CASES)
def test_a_pods_own_resources_decide_first(qos, containers):
    assert compute_pod_qos(pod_needing(containers)) == qos
