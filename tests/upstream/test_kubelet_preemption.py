"""TestGetPodsToPreempt and its neighbours (pkg/kubelet/preemption/preemption_test.go)."""

import pytest
from lightkube.models.core_v1 import Container, Pod, PodSpec, ResourceRequirements
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.kubelet.preemption import (
    Missing,
    NothingToReclaim,
    distance,
    pods_to_preempt,
    subtract,
)

MI = 1 << 20


def pod(name, amount=0, limited=False, priority=None):
    """A Pod that asks for so many millis of cpu and mebibytes of memory."""
    listed = {"cpu": f"{amount}m", "memory": f"{amount}Mi"} if amount else None
    resources = ResourceRequirements(requests=listed, limits=listed if limited else None)
    spec = PodSpec(containers=[Container(name="app", resources=resources)], priority=priority)
    return Pod(metadata=ObjectMeta(name=name), spec=spec)


PODS = {
    each.metadata.name: each
    for each in (
        pod("bestEffort"),
        pod("cluster-critical", 100, priority=2_000_000_000),
        pod("node-critical", 100, priority=2_000_000_100),
        pod("burstable", 100),
        pod("guaranteed", 100, limited=True),
        pod("high-request-burstable", 300),
        pod("high-request-guaranteed", 300, limited=True),
    )
}
MANY = "bestEffort burstable high-request-burstable guaranteed high-request-guaranteed"


def missing(cpu=0, memory=0, pods=0):
    amounts = {"cpu": cpu, "memory": memory * MI, "pods": pods}
    return [Missing(name, amount) for name, amount in amounts.items() if amount]


@pytest.mark.parametrize(
    ["preemptor", "others", "lack", "expected"],
    [
        ("cluster-critical", "", missing(), ""),
        ("cluster-critical", "", missing(pods=1), None),
        ("cluster-critical", "cluster-critical", missing(pods=1), None),
        ("cluster-critical", "bestEffort", missing(memory=1), None),
        ("cluster-critical", "burstable", missing(100, 100, 1), "burstable"),
        ("cluster-critical", "burstable", missing(200, 200, 2), None),
        ("cluster-critical", "burstable bestEffort", missing(pods=1), "bestEffort"),
        ("cluster-critical", "burstable guaranteed", missing(pods=1), "burstable"),
        (
            "cluster-critical",
            "bestEffort high-request-burstable burstable",
            missing(100, 100),
            "burstable",
        ),
        (
            "cluster-critical",
            "bestEffort burstable high-request-burstable",
            missing(150, 150),
            "high-request-burstable",
        ),
        ("cluster-critical", MANY, missing(350, 350), "burstable high-request-burstable"),
        (
            "cluster-critical",
            MANY,
            missing(memory=550),
            "high-request-burstable high-request-guaranteed",
        ),
        ("node-critical", "cluster-critical", missing(100), "cluster-critical"),
        ("cluster-critical", "node-critical", missing(100), None),
    ],
)
def test_who_has_to_go(preemptor, others, lack, expected):
    pods = [PODS[name] for name in others.split()]
    if expected is None:
        with pytest.raises(NothingToReclaim):
            pods_to_preempt(PODS[preemptor], pods, lack)
        return
    chosen = pods_to_preempt(PODS[preemptor], pods, lack)
    assert sorted(each.metadata.name for each in chosen) == expected.split()


@pytest.mark.parametrize(
    ["lack", "name", "expected"],
    [
        (missing(), "burstable", 0),
        (missing(100, 100, 1), "bestEffort", 2),
        (missing(100, 100, 1), "burstable", 0),
        (missing(50, 50), "burstable", 0),
    ],
)
def test_the_distance_of_a_pod_from_what_is_missing(lack, name, expected):
    assert distance(lack, PODS[name]) == expected


@pytest.mark.parametrize(
    ["lack", "name", "expected"],
    [
        (missing(), "burstable", missing()),
        (missing(100, 100, 1), "bestEffort", missing(100, 100)),
        (missing(100, 100, 1), "burstable", missing()),
        (missing(50, 50), "burstable", missing()),
        (missing(200, 200, 1), "burstable", missing(100, 100)),
    ],
)
def test_what_is_missing_still_without_a_pod(lack, name, expected):
    assert subtract(lack, [PODS[name]]) == expected


def test_what_is_said_if_nobody_can_make_room():
    with pytest.raises(NothingToReclaim) as caught:
        pods_to_preempt(PODS["cluster-critical"], [], missing(100))
    assert str(caught.value) == (
        "no set of running pods found to reclaim resources: [(res: cpu, q: 100), ]"
    )
