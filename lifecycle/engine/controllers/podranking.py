"""Which Pods a controller gives up first when it has too many.

ReplicaSets go by `ActivePodsWithRanks`, Jobs by the older and simpler `ActivePods`, both of
pkg/controller/controller_utils.go.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cmp_to_key
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.controllers.pods import is_ready
from lifecycle.engine.kernel.clock import Millis, millis

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}
UNKNOWN, NOW = -2, -1
"""The buckets of a moment that isn't known, and of one that is not past."""


class Candidate(NamedTuple):
    """A Pod with what decides; `rank` comes first, the rest parts those of one rank.

    `ready_since` and `created` are None where the Pod does not say.
    """

    rank: tuple
    pod: Pod
    ready_since: Millis | None
    restarts: int
    created: Millis | None


def pods_to_delete(
    pods: Sequence[Pod],
    count: int,
    now: Millis,
    related: Iterable[Pod],
    logarithmic: bool = True,
) -> list[Pod]:
    """The `count` Pods that a ReplicaSet misses least (`getPodsToDelete`).

    `related` are the Pods of all ReplicaSets of the same Deployment: where many of these are,
    one can be spared. If `logarithmic`, ages are compared by their power of two (gate
    LogarithmicScaleDown), and of those that are alike in that the UID decides, which is as good
    as chance.
    """
    if count >= len(pods):
        return list(pods)
    crowd = Counter(pod.spec.nodeName or "" for pod in related)
    rank_of_age = _bucket if logarithmic else _age

    def candidate(pod: Pod) -> Candidate:
        since = _ready_since(pod)
        rank = (
            bool(pod.spec.nodeName),
            _PHASES.get(pod.status.phase or "", 0),
            is_ready(pod),
            _cost(pod),
            -crowd[pod.spec.nodeName or ""],
            rank_of_age(since, now) if is_ready(pod) else 0,
        )
        return Candidate(rank, pod, since, _restarts(pod), _created(pod))

    def alike(one: Candidate, other: Candidate) -> int:
        if one.ready_since != other.ready_since:
            return _compare(one.pod.metadata.uid, other.pod.metadata.uid)
        ages = _compare(rank_of_age(one.created, now), rank_of_age(other.created, now))
        return (
            _compare(other.restarts, one.restarts)
            or ages
            or _compare(one.pod.metadata.uid, other.pod.metadata.uid)
        )

    return _first(map(candidate, pods), count, alike)


def active_pods_to_delete(pods: Sequence[Pod], count: int) -> list[Pod]:
    """The `count` Pods that a Job misses least: the last to get ready, the youngest."""

    def candidate(pod: Pod) -> Candidate:
        since, created = _ready_since(pod), _created(pod)
        rank = (
            bool(pod.spec.nodeName),
            _PHASES.get(pod.status.phase or "", 0),
            is_ready(pod),
            -since if since is not None else float("-inf"),
            -_restarts(pod),
            -created if created is not None else float("-inf"),
        )
        return Candidate(rank, pod, None, 0, None)

    def alike(one: Candidate, other: Candidate) -> int:
        return _compare(one.pod.metadata.uid, other.pod.metadata.uid)

    return _first(map(candidate, pods), count, alike)


def _first(
    candidates: Iterable[Candidate], count: int, alike: Callable[[Candidate, Candidate], int]
) -> list[Pod]:
    """The first by rank; those of one rank are only compared where it matters."""
    first: list[Pod] = []
    for _, group in groupby(sorted(candidates, key=_rank), key=_rank):
        chosen = nsmallest(count - len(first), group, key=cmp_to_key(alike))
        first += [each.pod for each in chosen]
        if len(first) == count:
            break
    return first


def _rank(candidate: Candidate) -> tuple:
    return candidate.rank


def _compare(one, other) -> int:
    return (one > other) - (one < other)


def _cost(pod: Pod) -> int:
    text = (pod.metadata.annotations or {}).get(DELETION_COST, "0")
    try:
        return int(text)
    except ValueError:
        return 0


def _ready_since(pod: Pod) -> Millis | None:
    """Since when it has been ready (`podReadyTime`); None if it isn't, or doesn't say."""
    if not is_ready(pod):
        return None
    moment = get_condition(pod.status, "Ready").lastTransitionTime
    return millis(moment) if moment else None


def _created(pod: Pod) -> Millis | None:
    moment = pod.metadata.creationTimestamp
    return millis(moment) if moment else None


def _bucket(since: Millis | None, now: Millis) -> int:
    """The power of two of nanoseconds that have passed (`logarithmicRankDiff`)."""
    if since is None:
        return UNKNOWN
    if since >= now:
        return NOW
    return ((now - since) * 1_000_000).bit_length() - 1


def _age(since: Millis | None, now: Millis) -> Millis:
    return UNKNOWN if since is None else max(now - since, NOW)


def _restarts(pod: Pod) -> int:
    return max((s.restartCount for s in pod.status.containerStatuses or ()), default=0)
