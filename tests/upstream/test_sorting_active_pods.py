"""TestSortingActivePodsWithRanks and TestSortingActivePods (controller_utils_test.go)."""

import pytest
from lightkube.models.core_v1 import ContainerStatus, Pod, PodCondition, PodSpec, PodStatus
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.controllers.podranking import active_pods_to_delete, pods_to_delete
from lifecycle.engine.kernel.clock import timestamp

HOUR = 3_600_000
NOW = 10_000 * HOUR
MONTH_AGO = NOW - 720 * HOUR
ZERO = None


def pod(name, node, phase, ready=False, restarts=0, ready_since=ZERO, created=ZERO, cost=""):
    def moment(ms):
        return None if ms is None else timestamp(ms)

    conditions, statuses = [], []
    if ready:
        conditions = [
            PodCondition(type="Ready", status="True", lastTransitionTime=moment(ready_since))
        ]
        statuses = [
            ContainerStatus(image="", imageID="", name="app", ready=True, restartCount=restarts)
        ]
    annotations = {"controller.kubernetes.io/pod-deletion-cost": cost} if cost else None
    return Pod(
        metadata=ObjectMeta(name=name, creationTimestamp=moment(created), annotations=annotations),
        spec=PodSpec(containers=[], nodeName=node),
        status=PodStatus(phase=phase, conditions=conditions, containerStatuses=statuses),
    )


UNSCHEDULED = pod("unscheduled", "", "Pending")
PENDING = pod("pending", "node", "Pending")
UNKNOWN_PHASE = pod("unknown-phase", "node", "Unknown")
NOT_READY = pod("not-ready", "node", "Running")
READY_NO_TIME = pod("ready-no-last-transition-time", "node", "Running", True)
READY_NOW = pod("ready-now", "node", "Running", True, 0, NOW, NOW)
READY_THEN = pod("ready-then", "node", "Running", True, 0, MONTH_AGO, MONTH_AGO)
HIGH_RESTARTS = pod("ready-high-restarts", "node", "Running", True, 9001, NOW, NOW)
NOW_CREATED_THEN = pod("ready-now-created-then", "node", "Running", True, 0, NOW, MONTH_AGO)
LOW_COST = pod("low-deletion-cost", "node", "Running", True, 0, NOW, MONTH_AGO, "10")
HIGH_COST = pod("high-deletion-cost", "node", "Running", True, 0, NOW, MONTH_AGO, "100")
UNSCHEDULED_5H = pod("unscheduled-5-hours", "", "Pending", created=NOW - 5 * HOUR)
UNSCHEDULED_8H = pod("unscheduled-8-hours", "", "Pending", created=NOW - 8 * HOUR)
READY_2H = pod("ready-2-hours", "", "Running", True, 0, NOW - 2 * HOUR, MONTH_AGO)
READY_5H = pod("ready-5-hours", "", "Running", True, 0, NOW - 5 * HOUR, MONTH_AGO)
READY_8H = pod("ready-8-hours", "", "Running", True, 0, NOW - 8 * HOUR, MONTH_AGO)


def with_uid(found, uid, node=None):
    spec = found.spec if node is None else PodSpec(containers=[], nodeName=node)
    metadata = ObjectMeta(
        name=found.metadata.name,
        uid=uid,
        creationTimestamp=found.metadata.creationTimestamp,
        annotations=found.metadata.annotations,
    )
    return Pod(metadata=metadata, spec=spec, status=found.status)


def first(one, other, rank_of_one=1, rank_of_other=1):
    """Which goes first; a Pod's rank is how many related ones are on its node."""
    related = []
    for found, rank in ((one, rank_of_one), (other, rank_of_other)):
        related += [found] * rank
    (chosen,) = pods_to_delete([one, other], 1, NOW, related)
    return chosen.metadata.name


@pytest.mark.parametrize(
    ["one", "other"],
    [
        (UNSCHEDULED, UNSCHEDULED),
        (PENDING, PENDING),
        (UNKNOWN_PHASE, UNKNOWN_PHASE),
        (NOT_READY, NOT_READY),
        (READY_NOW, READY_NOW),
        (READY_THEN, READY_THEN),
        (HIGH_RESTARTS, HIGH_RESTARTS),
        (NOW_CREATED_THEN, NOW_CREATED_THEN),
        (UNSCHEDULED_5H, UNSCHEDULED_8H),
        (READY_5H, READY_8H),
    ],
)
def test_of_those_that_are_alike_the_uid_decides(one, other):
    for uids in (("a", "b"), ("b", "a")):
        pair = [with_uid(found, uid) for found, uid in zip((one, other), uids, strict=True)]
        (chosen,) = pods_to_delete(pair, 1, NOW, pair)
        assert chosen.metadata.uid == "a"


@pytest.mark.parametrize(
    ["lesser", "rank", "greater", "rank_of_greater"],
    [
        (UNSCHEDULED, 1, PENDING, 2),
        (UNSCHEDULED, 2, PENDING, 1),
        (PENDING, 1, UNKNOWN_PHASE, 2),
        (UNKNOWN_PHASE, 1, NOT_READY, 2),
        (NOT_READY, 1, READY_NO_TIME, 1),
        (READY_NO_TIME, 1, READY_NOW, 1),
        (READY_NOW, 2, READY_NO_TIME, 1),
        (READY_NOW, 1, READY_THEN, 1),
        (READY_NOW, 2, READY_THEN, 1),
        (HIGH_RESTARTS, 1, READY_NOW, 1),
        (READY_NOW, 2, HIGH_RESTARTS, 1),
        (READY_NOW, 1, NOW_CREATED_THEN, 1),
        (NOW_CREATED_THEN, 2, READY_NOW, 1),
        (LOW_COST, 2, HIGH_COST, 1),
        (READY_2H, 1, READY_5H, 1),
    ],
)
def test_one_goes_before_the_other(lesser, rank, greater, rank_of_greater):
    """Where ranks differ the Pods are put on nodes of their own."""
    if rank != rank_of_greater and lesser.spec.nodeName and greater.spec.nodeName:
        greater = with_uid(greater, "", "another")
    lesser, greater = with_uid(lesser, "z"), with_uid(greater, "a", greater.spec.nodeName)
    assert first(lesser, greater, rank, rank_of_greater) == lesser.metadata.name
    assert first(greater, lesser, rank_of_greater, rank) == lesser.metadata.name


def test_without_the_gate_ages_are_exact():
    pair = [with_uid(READY_5H, "b"), with_uid(READY_8H, "a")]
    (chosen,) = pods_to_delete(pair, 1, NOW, pair, logarithmic=False)
    assert chosen.metadata.name == "ready-5-hours"


JOB_ORDER = [
    UNSCHEDULED,
    PENDING,
    UNKNOWN_PHASE,
    NOT_READY,
    READY_NO_TIME,
    HIGH_RESTARTS,
    READY_NOW,
    READY_THEN,
]


def test_a_jobs_pods_go_by_exact_ages():
    pods = [with_uid(each, str(9 - n)) for n, each in enumerate(JOB_ORDER)]
    names = [each.metadata.name for each in pods]
    for shift in range(len(pods)):
        turned = pods[shift:] + pods[:shift]
        assert [p.metadata.name for p in active_pods_to_delete(turned, len(pods))] == names
