"""Plain questions about a Job and its Pods.

Mirrors the small functions at the end of pkg/controller/job/job_controller.go and
backoff_utils.go (`getFinishedTime`).
"""

from datetime import timedelta

from lightkube.models.batch_v1 import Job
from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.conditions import get_condition, is_true
from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.kernel.clock import Millis, millis

FINALIZER = "batch.kubernetes.io/job-tracking"
INDEX = "batch.kubernetes.io/job-completion-index"


def is_finished(job: Job) -> bool:
    """Whether the Job is Complete or Failed."""
    return is_true(job.status, "Complete") or is_true(job.status, "Failed")


def is_suspended(job: Job) -> bool:
    """Whether the Job is told to have no Pods for now."""
    return bool(job.spec.suspend)


def is_indexed(job: Job) -> bool:
    """Whether each completion has a number of its own."""
    return job.spec.completionMode == "Indexed"


def replaces_only_failed(job: Job) -> bool:
    """Whether a Pod that is terminating still counts until it has failed."""
    return job.spec.podReplacementPolicy == "Failed"


def is_pod_failed(pod: Pod, job: Job) -> bool:
    """Whether the Pod counts as failed; a deleted one does, unless that is ruled out."""
    if pod.status.phase == "Failed":
        return True
    if replaces_only_failed(job):
        return False
    return pod.metadata.deletionTimestamp is not None and pod.status.phase != "Succeeded"


def is_tracked(pod: Pod) -> bool:
    """Whether the Pod has yet to be counted: its finalizer holds it until then."""
    return FINALIZER in (pod.metadata.finalizers or ())


def untracked(pod: Pod) -> Pod:
    """The Pod without the finalizer."""
    kept = [name for name in pod.metadata.finalizers or () if name != FINALIZER]
    return with_metadata(pod, finalizers=kept or None)


def completion_index(pod: Pod) -> int | None:
    """The number of the completion that the Pod works at."""
    text = (pod.metadata.annotations or {}).get(INDEX, "")
    return int(text) if text.isdigit() else None


def finished_ms(pod: Pod) -> Millis:
    """When the Pod ended; of a deleted one that runs on, when it was deleted."""
    statuses = pod.status.containerStatuses or ()
    ended = [status.state.terminated for status in statuses if status.state]
    if ended and all(state is not None and state.finishedAt for state in ended):
        return max(millis(state.finishedAt) for state in ended)
    ready = get_condition(pod.status, "Ready")
    if ready is not None and ready.status == "False" and ready.lastTransitionTime:
        return millis(ready.lastTransitionTime)
    meta = pod.metadata
    if meta.deletionTimestamp:
        return millis(meta.deletionTimestamp - timedelta(seconds=meta.deletionGracePeriodSeconds))
    return millis(meta.creationTimestamp)
