"""TestOrderedByExceedsRequestMemory and its like, TestThresholdsMet, TestEvictionMessage.

(pkg/kubelet/eviction/helpers_test.go): whom a node evicts first, when, and what it says.
"""

import pytest
from lightkube.models.core_v1 import Container, Pod, PodSpec, ResourceRequirements
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.kubelet.node_signals import (
    Shortage,
    Usage,
    in_binary,
    message_of,
    ranked,
    shortages,
)
from lifecycle.engine.kubelet.texts import V1_20, V1_36
from lifecycle.engine.kubelet.thresholds import DEFAULTS, DISK, MEMORY, PIDS, Amount, Threshold

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
        found = shortages(lambda resource: (left[resource], capacity[resource]), DEFAULTS)
        return [(one.threshold.condition, one.least) for one in found]

    assert met(100 * MI, 15 * GI) == []
    assert met(100 * MI - 1, 15 * GI) == [("MemoryPressure", 100 * MI)]
    assert met(GI, 15 * GI - 1) == [("DiskPressure", 15 * GI)]
    assert met(GI, 10 * GI - 1) == [("DiskPressure", 10 * GI), ("DiskPressure", 15 * GI)]


def test_only_who_used_more_than_he_asked_for_is_blamed():
    short = Shortage(DEFAULTS[0], 100 * MI, 90 * MI)
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


def crowd(name, processes, priority=0, running=True):
    """A Pod with so many processes."""
    return replace(usage(name, 0, priority=priority, running=running), processes=processes)


def test_of_processes_priority_and_number_decide():
    """TestOrderedByPriorityProcess."""
    expected = [
        crowd("low, many", 20, -1),
        crowd("low, few", 6, -1),
        crowd("high, many", 20, 1),
        crowd("high, few", 6, 1),
    ]
    assert ranked(list(reversed(expected)), PIDS) == expected


def test_the_message_about_processes_blames_nobody():
    threshold = Threshold("pid.available", Amount(quantity=20))
    short = Shortage(threshold, 20, 3)
    assert message_of(crowd("a", 30), short, V1_36) == (
        "The node was low on resource: pids. Threshold quantity: 20, available: 3. "
    )


@pytest.mark.parametrize(
    ["available", "reclaim", "met"],
    [(900, False, True), (1000, False, False), (1000, True, True), (1500, True, False)],
)
def test_what_was_met_is_met_until_enough_was_reclaimed(available, reclaim, met):
    """TestThresholdsMet, "enforce reclaim"."""
    threshold = Threshold("memory.available", Amount(1000), 0, Amount(500))
    found = shortages(lambda _: (available, 10_000), [threshold], reclaim=reclaim)
    assert bool(found) == met
