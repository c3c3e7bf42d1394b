"""What a ReplicaSet says of its Pods.

Mirrors pkg/controller/replicaset/replica_set_utils.go (`calculateStatus`).
"""

from typing import NamedTuple

from lightkube.models.apps_v1 import ReplicaSet, ReplicaSetCondition, ReplicaSetStatus
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.selectors import Selector, of_label_selector, of_map
from lifecycle.engine.apiserver.headcount import NOBODY, Counts
from lifecycle.engine.controllers.pods import is_available, is_ready
from lifecycle.engine.kernel.clock import Millis, timestamp

FAILURE = "ReplicaFailure"


class Tally(NamedTuple):
    """The Pods of a ReplicaSet, counted: those that stay, and of these those with all the
    template's labels, the ready and the available ones; and those that are being deleted."""

    active: int
    labelled: int
    ready: int
    available: int
    terminating: int


def counted(found: ReplicaSet, own: Counts, orphans: Counts) -> Tally | None:
    """The tally by the API server's headcounts; None where each Pod has to be looked at.

    That is so if some are to be adopted or released, or become available only with time.
    """
    selector = of_label_selector(found.spec.selector)
    if found.spec.minReadySeconds or found.metadata.deletionTimestamp:
        return None
    if any(selector.matches(dict(labels)) for labels in orphans):
        return None
    if not all(selector.matches(dict(labels)) for labels in own):
        return None
    template, total, labelled = _template_labels(found), NOBODY, 0
    for labels, headcount in own.items():
        total = total.plus(headcount)
        labelled += headcount.active if template.matches(dict(labels)) else 0
    pods, active, ready = total
    return Tally(active, labelled, ready, ready, pods - active)


def tallied(found: ReplicaSet, active: list[Pod], terminating: int, now: Millis) -> Tally:
    """The tally of these Pods."""
    min_ready = found.spec.minReadySeconds or 0
    labelled = _template_labels(found).matching(pod.metadata.labels for pod in active)
    ready = [pod for pod in active if is_ready(pod)]
    available = [pod for pod in ready if is_available(pod, min_ready, now)] if min_ready else ready
    return Tally(len(active), sum(labelled), len(ready), len(available), terminating)


def _template_labels(found: ReplicaSet) -> Selector:
    metadata = found.spec.template.metadata
    return of_map(metadata.labels if metadata else {})


def replica_set_status(
    found: ReplicaSet, tally: Tally, failure: ApiError | None, now: Millis
) -> ReplicaSetStatus:
    """The tally as the API shows it: numbers that are zero are left out."""
    return replace(
        found.status or ReplicaSetStatus(replicas=0),
        replicas=tally.active,
        fullyLabeledReplicas=tally.labelled or None,
        readyReplicas=tally.ready or None,
        availableReplicas=tally.available or None,
        terminatingReplicas=tally.terminating,
        observedGeneration=found.metadata.generation,
        conditions=_conditions(found.status, failure, now),
    )


def _conditions(
    status: ReplicaSetStatus | None, failure: ApiError | None, now: Millis
) -> list[ReplicaSetCondition] | None:
    """The one condition there is: that Pods could not be created."""
    known = get_condition(status, FAILURE)
    if failure is None:
        return None
    if known is not None and known.reason == "FailedCreate":
        return list(status.conditions)
    return [
        ReplicaSetCondition(
            type=FAILURE,
            status="True",
            reason="FailedCreate",
            message=failure.message,
            lastTransitionTime=timestamp(now),
        )
    ]
