"""TestPodRequestsAndLimits, TestPodResourceRequests, TestPodResourceLimits,
TestPodLevelResourceRequests (staging/src/k8s.io/component-helpers/resource/helpers_test.go).
"""

import pytest

from lifecycle.engine.api.quantity import canonical
from lifecycle.engine.api.resources import pod_limits, pod_requests
from tests.upstream.validating import pod_of

# containers are `name=cpu`; `i:` is an init container, `s:` a sidecar, in their order
CASES = [
    ("a=1", "1"),
    ("a=1 b=2", "3"),
    ("i:x=4 a=1", "4"),
    ("i:x=4 i:y=3 a=1 b=2", "4"),
    ("i:x=2 a=1 b=2", "3"),
    ("s:x=4 a=1", "5"),
    ("s:x=4 i:y=3 a=1", "7"),
    ("i:y=9 s:x=4 a=1", "9"),
    ("i:a=5 s:b=1 i:c=2 s:d=1 i:e=3 s:f=1 i:g=2 z=1", "5"),
    ("i:a=10 s:b=1 i:c=5 s:d=2 i:e=1 s:f=3 z=1", "10"),
    ("s:b=1 i:c=5 s:d=2 i:e=9 s:f=3 z=1", "12"),
]  # fmt: skip


def spec_of(words, side):
    lists = {"initContainers": [], "containers": []}
    for word in words.split():
        name, _, amount = word.rpartition("=")
        kind, _, name = name.rpartition(":")
        made = {"name": name, "resources": {side: {"cpu": amount}}}
        if kind == "s":
            made["restartPolicy"] = "Always"
        lists["initContainers" if kind else "containers"].append(made)
    return lists


@pytest.mark.parametrize(["words", "total"], CASES)
def test_a_pod_needs_what_its_worst_moment_needs(words, total):
    for side, summed in (("requests", pod_requests), ("limits", pod_limits)):
        spec = spec_of(words, side)
        assert canonical(summed(pod_of(spec))["cpu"]) == total


def test_overhead_comes_on_top_of_requests_and_of_limits_there_are():
    spec = {**spec_of("a=1", "requests"), "overhead": {"cpu": "100m", "memory": "1Mi"}}
    made = {name: canonical(amount) for name, amount in pod_requests(pod_of(spec)).items()}
    assert made == {"cpu": "1100m", "memory": "1Mi"}
    limits = {**spec_of("a=1", "limits"), "overhead": {"cpu": "100m", "memory": "1Mi"}}
    assert {n: canonical(a) for n, a in pod_limits(pod_of(limits)).items()} == {"cpu": "1100m"}


def test_a_pods_own_resources_stand_for_its_containers():
    spec = {**spec_of("a=1 b=2", "requests"), "resources": {"requests": {"cpu": "7"}}}
    assert canonical(pod_requests(pod_of(spec))["cpu"]) == "7"
    memory = {**spec_of("a=1 b=2", "requests"), "resources": {"requests": {"memory": "7Gi"}}}
    assert {n: canonical(a) for n, a in pod_requests(pod_of(memory)).items()} == {
        "cpu": "3",
        "memory": "7Gi",
    }
