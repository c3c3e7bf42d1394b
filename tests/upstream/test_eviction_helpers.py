"""TestOrderedByExceedsRequestMemory and its like, TestThresholdsMet, TestEvictionMessage.

(pkg/kubelet/eviction/helpers_test.go): whom a node evicts first, when, and what it says.
"""

import pytest
from lightkube.models.core_v1 import Container, Pod, PodSpec, ResourceRequirements
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.kubelet.node_signals import (
    DISK,
    MEMORY,
    Shortage,
    Signal,
    Usage,
    in_binary,
    message_of,
    ranked,
    shortages,
)
from lifecycle.engine.kubelet.texts import V1_20, V1_36

MI, GI = 1 << 20, 1 << 30


def usage(name, memory, requested="", priority=0, running=True):
    resources = ResourceRequirements(requests={"memory": requested} if requested else None)
    spec = PodSpec(containers=[Container(name="app", resources=resources)], priority=priority)
    containers = (("app", memory, 0),) if running else ()
    pod = Pod(metadata=ObjectMeta(name=name), spec=spec)
    return Usage(pod, memory, 0, containers)


RANKS = {
    "TestOrderedbyExceedsRequestMemory": [
        usage("exceeds", 200 * MI, "100Mi"),
        usage("below", 200 * MI, "300Mi"),
    ],
    "TestOrderedByPriority": [
        usage("low", 200 * MI, priority=-1),
        usage("none", 200 * MI),
        usage("high", 200 * MI, priority=1),
    ],
    "TestOrderedByMemory": [
        usage("by 500Mi", 500 * MI),
        usage("by 300Mi", 300 * MI),
        usage("by 50Mi", 150 * MI, "100Mi"),
        usage("by -100Mi", 100 * MI, "200Mi"),
        usage("by -300Mi", 700 * MI, "1000Mi"),
    ],
    "TestOrderedByPriorityMemory": [
        usage("low, exceeds by much", 500 * MI, "100Mi", priority=-1),
        usage("low, exceeds by little", 400 * MI, "350Mi", priority=-1),
        usage("high, exceeds", 500 * MI, "100Mi", priority=5),
        usage("low, below", 100 * MI, "200Mi", priority=-1),
        usage("high, below", 100 * MI, "200Mi", priority=5),
    ],
    "stats were not found": [
        usage("not measured", 0, "1Gi", priority=9, running=False),
        usage("exceeds", 200 * MI, "100Mi", priority=-1),
    ],
}


@pytest.mark.parametrize("table", RANKS)
def test_the_order_of_eviction(table):
    expected = RANKS[table]
    assert ranked(list(reversed(expected)), MEMORY) == expected


def test_thresholds_are_met_below_and_not_at_them():
    capacity = {MEMORY: 10 * GI, DISK: 100 * GI}

    def met(memory, disk):
        left = {MEMORY: memory, DISK: disk}
        found = shortages(lambda resource: (left[resource], capacity[resource]))
        return [(one.signal.condition, one.threshold) for one in found]

    assert met(100 * MI, 15 * GI) == []
    assert met(100 * MI - 1, 15 * GI) == [("MemoryPressure", 100 * MI)]
    assert met(GI, 15 * GI - 1) == [("DiskPressure", 15 * GI)]
    assert met(GI, 10 * GI - 1) == [("DiskPressure", 10 * GI), ("DiskPressure", 15 * GI)]


def test_only_who_used_more_than_he_asked_for_is_blamed():
    short = Shortage(Signal(MEMORY, "MemoryPressure"), 100 * MI, 90 * MI)
    thrifty, greedy = usage("a", 50 * MI, "100Mi"), usage("b", 150 * MI, "100Mi")
    low = "The node was low on resource: memory. "
    seen = "Threshold quantity: 100Mi, available: 90Mi. "
    assert message_of(thrifty, short, V1_36) == low + seen
    assert message_of(greedy, short, V1_36) == (
        f"{low}{seen}Container app was using 150Mi, request is 100Mi, has larger consumption of "
        "memory. "
    )
    assert message_of(greedy, short, V1_20) == (
        f"{low}Container app was using 150Mi, which exceeds its request of 100Mi. "
    )


def test_amounts_are_written_as_quantities():
    assert [in_binary(size) for size in (0, 1000, 400 << 10, 100 * MI)] == [
        "0", "1k", "400Ki", "100Mi",
    ]  # fmt: skip
