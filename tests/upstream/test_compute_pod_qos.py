"""TestComputePodQOS (pkg/apis/core/v1/helper/qos/qos_test.go)."""

import pytest

from lifecycle.engine.api.qos import compute_pod_qos
from tests.upstream.validating import pod_of

FULL = "{limits: {cpu: 100m, memory: 100Mi}}"
CASES = [
    ("Guaranteed", [FULL], []),
    ("Guaranteed", [FULL, FULL], []),
    ("Guaranteed", [FULL], [FULL]),
    ("Guaranteed", ["{limits: {cpu: 1, memory: 1Gi, example.com/gpu: 1}}"], []),
    ("BestEffort", ["{}"], []),
    ("BestEffort", ["{limits: {example.com/gpu: 1}}"], []),
    ("BestEffort", ["{requests: {ephemeral-storage: 1Gi}}"], []),
    ("BestEffort", ["{requests: {cpu: 0, memory: 0}}"], []),
    ("BestEffort", ["{limits: {cpu: 0, memory: 0, hugepages-2Mi: 1Gi}}"], []),
    ("Burstable", [FULL, "{}"], []),
    ("Burstable", [FULL], ["{}"]),
    ("Burstable", ["{}"], [FULL]),
    ("Burstable", ["{requests: {cpu: 1, memory: 1Gi}}"], []),
    ("Burstable", ["{limits: {cpu: 1}}"], []),
    ("Burstable", ["{requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}}"], []),
    ("Burstable", ["{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}"], []),
    ("Burstable", ["{limits: {cpu: 0, memory: 1Gi, hugepages-2Mi: 1Gi}}"], []),
]


def members(word, resources):
    return ", ".join(f"{{name: {word}{n}, resources: {each}}}" for n, each in enumerate(resources))


@pytest.mark.parametrize(["qos", "apps", "inits"], CASES)
def test_a_pods_class_follows_cpu_and_memory_of_all_its_containers(qos, apps, inits):
    spec = f"{{containers: [{members('a', apps)}], initContainers: [{members('i', inits)}]}}"
    assert compute_pod_qos(pod_of(spec)) == qos


@pytest.mark.parametrize(
    ["qos", "resources"],
    [
        ("Guaranteed", FULL),
        ("Burstable", "{limits: {memory: 1Gi}}"),
        ("Burstable", "{requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}}"),
    ],
)
def test_a_pods_own_resources_decide_first(qos, resources):
    assert compute_pod_qos(pod_of(f"{{resources: {resources}}}")) == qos
