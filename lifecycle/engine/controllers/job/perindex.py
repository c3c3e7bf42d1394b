"""Jobs whose indexes fail each for itself: `backoffLimitPerIndex` and `maxFailedIndexes`.

Each index has its own count of failures, which travels in an annotation from Pod to Pod, and
its own back-off. The last failed Pod of an index is held until its replacement is there, so
that the count is never lost.

Mirrors the second half of pkg/controller/job/backoff_utils.go and indexed_job_utils.go
(`calculateFailedIndexes`, `getPodsWithDelayedDeletionPerIndex`, `getNewIndexFailureCounts`).
"""

from collections.abc import Iterable, Mapping, Sequence

from lightkube.models.batch_v1 import Job
from lightkube.models.core_v1 import Pod

from lifecycle.engine.controllers.job.backoff import Backoff
from lifecycle.engine.controllers.job.facts import (
    completion_index,
    finished_ms,
    is_indexed,
    is_pod_failed,
    is_tracked,
)
from lifecycle.engine.controllers.job.failurepolicy import fails_index, judge
from lifecycle.engine.controllers.job.indexes import parse
from lifecycle.engine.kernel.clock import Millis

COUNTED = "batch.kubernetes.io/job-index-failure-count"
IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count"


def has_limit_per_index(job: Job) -> bool:
    """Whether each index may fail so many times, and the others go on."""
    return is_indexed(job) and job.spec.backoffLimitPerIndex is not None


def failed_indexes(job: Job, pods: Iterable[Pod]) -> frozenset[int]:
    """The indexes that are given up (`calculateFailedIndexes`)."""
    if not has_limit_per_index(job):
        return frozenset()
    known = parse(job.status.failedIndexes if job.status else None)
    new = [
        index
        for pod in pods
        if is_tracked(pod) and (index := _index(job, pod)) is not None and _gives_up(job, pod)
    ]
    return known | frozenset(new)


def held_back(
    job: Job, pods: Iterable[Pod], active: Sequence[Pod], over: frozenset[int]
) -> dict[int, Pod]:
    """The last failed Pod of each index that is to be tried again, and is not yet."""
    if not has_limit_per_index(job):
        return {}
    working = {completion_index(pod) for pod in active}
    last: dict[int, Pod] = {}
    for pod in pods:
        index = _index(job, pod)
        if index is None or not is_pod_failed(pod, job) or not is_tracked(pod):
            continue
        if index in over or index in working:
            continue
        if index not in last or _attempts(pod) > _attempts(last[index]):
            last[index] = pod
    return last


def counts_after(job: Job, replaced: Pod | None) -> dict[str, str]:
    """The annotations of the next Pod of an index (`addIndexFailureCountAnnotation`)."""
    counted, ignored = 0, 0
    if replaced is not None:
        counted, ignored = _count(replaced, COUNTED), _count(replaced, IGNORED)
        if judge(job, replaced).counts:
            counted += 1
        else:
            ignored += 1
    return {COUNTED: str(counted), **({IGNORED: str(ignored)} if ignored else {})}


def due(
    indexes: Iterable[int], waiting: Mapping[int, Pod], now: Millis
) -> tuple[list[int], Millis]:
    """Which indexes are tried again at once; if none is, how long the first has to wait."""
    at_once, later = [], []
    for index in indexes:
        pod = waiting.get(index)
        wait = Backoff(_attempts(pod) + 1, finished_ms(pod)).remaining(now) if pod else 0
        if wait:
            later.append(wait)
        else:
            at_once.append(index)
    return at_once, 0 if at_once or not later else min(later)


def _gives_up(job: Job, pod: Pod) -> bool:
    """Whether this failure is its index's last (`isIndexFailed`)."""
    if not is_pod_failed(pod, job):
        return False
    if fails_index(job, pod):
        return True
    return judge(job, pod).counts and _count(pod, COUNTED) >= job.spec.backoffLimitPerIndex


def _index(job: Job, pod: Pod) -> int | None:
    index = completion_index(pod)
    return index if index is not None and index < (job.spec.completions or 0) else None


def _attempts(pod: Pod) -> int:
    return _count(pod, COUNTED) + _count(pod, IGNORED)


def _count(pod: Pod, name: str) -> int:
    text = (pod.metadata.annotations or {}).get(name, "")
    return int(text) if text.isdigit() else 0
