"""Counting every Pod of a Job exactly once, even if Pods are deleted meanwhile.

A Pod that has ended is first written down as uncounted, then its finalizer is taken away,
and only then is it counted: whatever fails in between, nothing is lost or counted twice.

Mirrors `trackJobStatusAndRemoveFinalizers` and `flushUncountedAndRemoveFinalizers` of
pkg/controller/job/job_controller.go.
"""

from lightkube.models.batch_v1 import Job, JobCondition, JobStatus, UncountedTerminatedPods
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.job import conditions
from lifecycle.engine.controllers.job.facts import (
    completion_index,
    is_indexed,
    is_pod_failed,
    is_tracked,
    untracked,
)
from lifecycle.engine.controllers.job.failurepolicy import judge
from lifecycle.engine.controllers.job.indexes import format_indexes
from lifecycle.engine.controllers.job.perindex import has_limit_per_index
from lifecycle.engine.controllers.job.sync import Look
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kernel.world import World


class Tracking:
    """Publishes a Job's status and lets go of the Pods that are counted."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api

    def track(self, look: Look, status: JobStatus, finished: JobCondition | None) -> Job:
        """Write down, let go, count, and conclude; the Job as it is then."""
        job = self._api.get("Job", look.job.metadata.namespace, look.job.metadata.name)
        ended = [pod for pod in self._pods_now(look) if self._may_go(pod, look, finished)]
        status = self._written_down(look, status, ended, finished)
        if finished is not None and finished.type in conditions.FINAL:
            if conditions.decided(job) is None:
                status = conditions.with_condition(status, finished)
            final = conditions.FINAL[finished.type]
            finished = conditions.new_condition(
                final, finished.reason, finished.message, self._world.now
            )
        if ended:
            job = self._publish(job, status)
            for pod in ended:
                self._api.update(untracked(pod))
            status = _counted(job.status)
        if finished is not None and not status.terminating:
            status = conditions.with_condition(status, finished)
            if finished.type == conditions.COMPLETE:
                status = replace(status, completionTime=timestamp(self._world.now))
        return self._publish(job, status)

    def _pods_now(self, look: Look) -> list[Pod]:
        """The Pods as they are after this look's own writes."""
        found = (
            self._api.find("Pod", pod.metadata.namespace, pod.metadata.name) for pod in look.pods
        )
        return [pod for pod in found if pod is not None and is_tracked(pod)]

    def _may_go(self, pod: Pod, look: Look, finished: JobCondition | None) -> bool:
        """Whether the Pod can be counted now (`canRemoveFinalizer`)."""
        if pod.status.phase == "Succeeded":
            return True
        if is_pod_failed(pod, look.job):
            held = look.held_back.get(completion_index(pod) or 0)
            is_held = held is not None and held.metadata.uid == pod.metadata.uid
            return finished is not None or not is_held
        return finished is not None and pod.metadata.deletionTimestamp is not None

    def _written_down(
        self, look: Look, status: JobStatus, ended: list[Pod], finished: JobCondition | None
    ) -> JobStatus:
        """The status with the ended Pods as uncounted."""
        succeeded, failed = [], []
        for pod in ended:
            if pod.status.phase == "Succeeded":
                if not is_indexed(look.job):
                    succeeded.append(pod.metadata.uid)
            elif judge(look.job, pod).counts:
                failed.append(pod.metadata.uid)
        if is_indexed(look.job):
            done = look.done_indexes()
            text = format_indexes(done) or None
            status = replace(status, succeeded=len(done) or None, completedIndexes=text)
        if has_limit_per_index(look.job):
            status = replace(status, failedIndexes=format_indexes(look.failed_indexes))
        written = UncountedTerminatedPods(succeeded=succeeded or None, failed=failed or None)
        return replace(status, uncountedTerminatedPods=written)

    def _publish(self, job: Job, status: JobStatus) -> Job:
        if job.status == status:
            return job
        return self._api.update(replace(job, status=status), subresource="status")


def _counted(status: JobStatus) -> JobStatus:
    """What was uncounted is counted now (`cleanUncountedPodsWithoutFinalizers`)."""
    uncounted = status.uncountedTerminatedPods
    succeeded = (status.succeeded or 0) + len(uncounted.succeeded or ())
    failed = (status.failed or 0) + len(uncounted.failed or ())
    return replace(
        status,
        succeeded=succeeded or None,
        failed=failed or None,
        uncountedTerminatedPods=UncountedTerminatedPods(),
    )
