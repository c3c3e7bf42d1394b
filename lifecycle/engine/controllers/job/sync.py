"""One look at a Job: what has ended since the last one, and what that decides.

Mirrors the first half of `syncJob` of pkg/controller/job/job_controller.go.
"""

from collections.abc import Sequence

import msgspec
from lightkube.models.batch_v1 import Job, JobCondition, JobStatus
from lightkube.models.core_v1 import Pod

from lifecycle.engine.controllers.job import conditions
from lifecycle.engine.controllers.job.backoff import Backoff
from lifecycle.engine.controllers.job.facts import (
    completion_index,
    is_indexed,
    is_pod_failed,
    is_suspended,
    is_tracked,
)
from lifecycle.engine.controllers.job.failurepolicy import job_failure, judge
from lifecycle.engine.controllers.job.indexes import parse
from lifecycle.engine.controllers.job.perindex import failed_indexes, held_back
from lifecycle.engine.controllers.job.successpolicy import matched
from lifecycle.engine.controllers.pods import is_active, is_terminating
from lifecycle.engine.kernel.clock import Millis, millis


class Look(msgspec.Struct, frozen=True):
    """A Job, its Pods, and what of them is new (`syncJobCtx`)."""

    job: Job
    pods: tuple[Pod, ...]
    active: tuple[Pod, ...]
    terminating: int
    new_succeeded: tuple[Pod, ...]
    new_failed: tuple[Pod, ...]
    succeeded: int
    failed: int
    backoff: Backoff
    failed_indexes: frozenset[int] = frozenset()
    held_back: dict[int, Pod] = {}

    @property
    def status(self) -> JobStatus:
        """The Job's status as it was published last."""
        return self.job.status or JobStatus()

    def done_indexes(self) -> frozenset[int]:
        """The completions that have succeeded, the new ones included."""
        known = parse(self.status.completedIndexes)
        new = [completion_index(pod) for pod in self.new_succeeded]
        return known | frozenset(number for number in new if number is not None)


def look_at(job: Job, pods: Sequence[Pod], backoff: Backoff) -> Look:
    """Sort the Pods and count."""
    status = job.status or JobStatus()
    uncounted = status.uncountedTerminatedPods
    succeeded_uids = tuple((uncounted and uncounted.succeeded) or ())
    failed_uids = tuple((uncounted and uncounted.failed) or ())
    tracked = [pod for pod in pods if is_tracked(pod)]
    new_succeeded = tuple(
        pod
        for pod in tracked
        if pod.status.phase == "Succeeded" and pod.metadata.uid not in succeeded_uids
    )
    new_failed = tuple(
        pod for pod in tracked if is_pod_failed(pod, job) and pod.metadata.uid not in failed_uids
    )
    counting = sum(judge(job, pod).counts for pod in new_failed)
    look = Look(
        job=job,
        pods=tuple(pods),
        active=tuple(pod for pod in pods if is_active(pod)),
        terminating=sum(is_terminating(pod) for pod in pods),
        new_succeeded=new_succeeded,
        new_failed=new_failed,
        succeeded=(status.succeeded or 0) + len(new_succeeded) + len(succeeded_uids),
        failed=(status.failed or 0) + counting + len(failed_uids),
        backoff=backoff.after(new_succeeded, new_failed),
    )
    if not is_indexed(job):
        return look
    done, failed = look.done_indexes(), failed_indexes(job, pods)
    return msgspec.structs.replace(
        look,
        succeeded=len(done),
        failed_indexes=failed,
        held_back=held_back(job, pods, look.active, done | failed),
    )


def decision(look: Look, now: Millis) -> JobCondition | None:
    """Why the Job has failed, or met its policy of success; what decided it once stays."""
    job = look.job
    known = conditions.decided(job)
    if known is not None:
        return known
    message = job_failure(job, look.pods) if job.spec.podFailurePolicy else ""
    if message:
        return conditions.new_condition(conditions.FAILURE_TARGET, "PodFailurePolicy", message, now)
    if _exceeds_backoff_limit(look) or _restarts_too_often(job, look.pods):
        return conditions.new_condition(conditions.FAILURE_TARGET, *conditions.BACKOFF_LIMIT, now)
    if deadline_left(job, now) == 0:
        return conditions.new_condition(conditions.FAILURE_TARGET, *conditions.DEADLINE, now)
    return _by_indexes(look, now)


def _by_indexes(look: Look, now: Millis) -> JobCondition | None:
    """What the indexes that failed, or that have succeeded, decide."""
    spec, failed = look.job.spec, len(look.failed_indexes)
    if failed:
        most = spec.maxFailedIndexes
        if most is not None and failed > most:
            why = conditions.TOO_MANY_INDEXES
            return conditions.new_condition(conditions.FAILURE_TARGET, *why, now)
        if failed + look.succeeded >= (spec.completions or 0):
            why = conditions.FAILED_INDEXES
            return conditions.new_condition(conditions.FAILURE_TARGET, *why, now)
    message = matched(look.job, look.done_indexes()) if is_indexed(look.job) else ""
    if not message:
        return None
    kind = conditions.SUCCESS_CRITERIA
    return conditions.new_condition(kind, conditions.SUCCESS_POLICY, message, now)


def deadline_left(job: Job, now: Millis) -> Millis | None:
    """How long the Job may still be active; None without a deadline."""
    seconds = job.spec.activeDeadlineSeconds
    started = job.status.startTime if job.status else None
    if seconds is None or started is None or is_suspended(job):
        return None
    return max(millis(started) + seconds * 1000 - now, 0)


def _exceeds_backoff_limit(look: Look) -> bool:
    spec = look.job.spec
    limit = spec.backoffLimit if spec.backoffLimit is not None else 6
    has_new = look.failed > (look.status.failed or 0)
    return has_new and len(look.active) != (spec.parallelism or 0) and look.failed > limit


def _restarts_too_often(job: Job, pods: Sequence[Pod]) -> bool:
    """With OnFailure the containers' restarts count instead (`pastBackoffLimitOnFailure`)."""
    if job.spec.template.spec.restartPolicy != "OnFailure":
        return False
    limit = job.spec.backoffLimit if job.spec.backoffLimit is not None else 6
    restarts = sum(
        status.restartCount
        for pod in pods
        if pod.status.phase in ("Running", "Pending")
        for status in (
            *(pod.status.initContainerStatuses or ()),
            *(pod.status.containerStatuses or ()),
        )
    )
    return restarts > 0 if limit == 0 else restarts >= limit
