"""The conditions of a Job, and the reasons for which it ends.

Mirrors `newCondition`, `ensureJobConditionStatus` and the finished conditions of
pkg/controller/job/job_controller.go.
"""

from lightkube.models.batch_v1 import Job, JobCondition, JobStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, is_true
from lifecycle.engine.kernel.clock import Millis, timestamp

SUCCESS_CRITERIA, COMPLETE = "SuccessCriteriaMet", "Complete"
FAILURE_TARGET, FAILED, SUSPENDED = "FailureTarget", "Failed", "Suspended"
FINAL = {SUCCESS_CRITERIA: COMPLETE, FAILURE_TARGET: FAILED}
"""First a Job says that it is decided; when all its Pods are counted, that it is over."""

BACKOFF_LIMIT = ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
DECIDES = {
    "BackoffLimitExceeded": "spec.backoffLimit",
    "DeadlineExceeded": "spec.activeDeadlineSeconds",
    "PodFailurePolicy": "spec.podFailurePolicy",
}
DEADLINE = ("DeadlineExceeded", "Job was active longer than specified deadline")
TOO_MANY_INDEXES = (
    "MaxFailedIndexesExceeded",
    "Job has exceeded the specified maximal number of failed indexes",
)
FAILED_INDEXES = ("FailedIndexes", "Job has failed indexes")
SUCCESS_POLICY = "SuccessPolicy"
COMPLETIONS = ("CompletionsReached", "Reached expected number of succeeded pods")


def new_condition(kind: str, reason: str, message: str, now: Millis, status: str = "True"):
    """A condition as of this moment."""
    moment = timestamp(now)
    return JobCondition(
        type=kind,
        status=status,
        reason=reason,
        message=message,
        lastProbeTime=moment,
        lastTransitionTime=moment,
    )


def with_condition(status: JobStatus, condition: JobCondition) -> JobStatus:
    """The status with the condition in its place, or at the end."""
    conditions = list(status.conditions or ())
    for index, known in enumerate(conditions):
        if known.type == condition.type:
            conditions[index] = condition
            return replace(status, conditions=conditions)
    return replace(status, conditions=[*conditions, condition])


def decided(job: Job) -> JobCondition | None:
    """The condition that decided the Job earlier, if one did."""
    for kind in FINAL:
        if is_true(job.status, kind):
            return get_condition(job.status, kind)
    return None


def deciding_fields(reason: str) -> tuple[str, ...]:
    """The field of the Job by which it has failed for this reason."""
    field = DECIDES.get(reason)
    return (field,) if field else ()
