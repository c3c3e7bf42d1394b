"""The Job controller: runs Pods until the Job is complete or has failed.

Changes of Pods are looked at a second later, all together; changes of the Job's spec at
once.

Mirrors pkg/controller/job/job_controller.go.
"""

from lightkube.models.batch_v1 import Job, JobStatus, UncountedTerminatedPods
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, is_true
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.job import conditions
from lifecycle.engine.controllers.job.backoff import Backoff
from lifecycle.engine.controllers.job.facts import FINALIZER, is_finished, is_suspended, untracked
from lifecycle.engine.controllers.job.podmaking import PodMaking
from lifecycle.engine.controllers.job.sync import Look, deadline_left, decision, look_at
from lifecycle.engine.controllers.job.tracking import Tracking
from lifecycle.engine.controllers.ownership import claim, owner_of_kind
from lifecycle.engine.controllers.pods import is_ready
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis, timestamp
from lifecycle.engine.kernel.world import World

BATCH_MS: Millis = 1_000
SOURCE = "job-controller"
EVENTS = {conditions.COMPLETE: "Normal", conditions.FAILED: "Warning"}


class JobController(Reconciler):
    """Looks at Jobs whose spec or Pods have changed."""

    name = "job"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        self._making, self._tracking = PodMaking(world, api), Tracking(world, api)
        self._backoffs: dict[str, Backoff] = world.table("job.backoffs")
        world.on("job.job", self._job_changed)
        world.on("job.pod", self._pod_changed)
        api.watch("Job", "job.job")
        api.watch("Pod", "job.pod", owners=("Job", ""))

    def _job_changed(self, verb: str, job: Job, old: Job | None) -> None:
        same = old is not None and job.metadata.generation == old.metadata.generation
        if verb == "deleted":
            self._backoffs.pop(job.metadata.uid, None)
        elif verb == "modified" and same:
            self.enqueue(job.metadata.namespace, job.metadata.name, BATCH_MS)
        else:
            self.enqueue(job.metadata.namespace, job.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        job = owner_of_kind(self._api, pod, "Job")
        if job is not None:
            self.enqueue(job.metadata.namespace, job.metadata.name, BATCH_MS)
        elif FINALIZER in (pod.metadata.finalizers or ()) and verb != "deleted":
            self._let_go(pod)

    def _let_go(self, pod: Pod) -> None:
        """A Pod whose Job is gone must not be held (`syncOrphanPod`)."""
        current = self._api.find("Pod", pod.metadata.namespace, pod.metadata.name)
        if current is not None and FINALIZER in (current.metadata.finalizers or ()):
            self._api.update(untracked(current))

    def sync(self, namespace: str, name: str) -> None:
        """Judge what has ended, make what is missing, publish what is known (`syncJob`)."""
        job = self._api.find("Job", namespace, name)
        if job is None or is_finished(job):
            return
        pods = claim(self._api, job, job.spec.selector, self._api.list_claimable("Pod", job))
        known = self._backoffs.get(job.metadata.uid, Backoff())
        look = look_at(job, pods, known)
        status = self._started(job)
        finished = decision(look, self._world.now)
        active, ready = len(look.active), sum(is_ready(pod) for pod in look.active)
        terminating = look.terminating
        event: tuple[str, str] | None = None
        if finished is not None:
            terminating += self._making.delete_active(look, finished.reason or "")
            active = ready = 0
        elif job.metadata.deletionTimestamp is None:
            before = active
            active, again = self._making.manage(look)
            if again:
                self.enqueue(namespace, name, again)
            if is_suspended(job):
                terminating, ready = terminating + before - active, 0
            if self._is_complete(look, active):
                finished = conditions.new_condition(
                    conditions.SUCCESS_CRITERIA, *conditions.COMPLETIONS, self._world.now
                )
            else:
                status, event = self._suspension(job, status)
        status = replace(status, active=active or None, ready=ready, terminating=terminating)
        self._conclude(look, status, finished, event)

    def _started(self, job: Job) -> JobStatus:
        """The status, with a start unless the Job has never been let run."""
        status = job.status or JobStatus()
        if status.startTime is None and not is_suspended(job):
            status = replace(status, startTime=timestamp(self._world.now))
        if status.uncountedTerminatedPods is None:
            status = replace(status, uncountedTerminatedPods=UncountedTerminatedPods())
        return status

    def _is_complete(self, look: Look, active: int) -> bool:
        completions = look.job.spec.completions
        if active:
            return False
        if completions is None:
            return look.succeeded > 0
        return look.succeeded >= completions

    def _suspension(self, job: Job, status: JobStatus) -> tuple[JobStatus, tuple[str, str] | None]:
        """The condition Suspended, and what to say when it turns."""
        now, known = self._world.now, get_condition(status, conditions.SUSPENDED)
        if is_suspended(job) and not is_true(status, conditions.SUSPENDED):
            said = conditions.new_condition(
                conditions.SUSPENDED, "JobSuspended", "Job suspended", now
            )
            status = replace(conditions.with_condition(status, said), startTime=None)
            return status, ("Suspended", "Job suspended")
        if not is_suspended(job) and known is not None and known.status == "True":
            said = conditions.new_condition(
                conditions.SUSPENDED, "JobResumed", "Job resumed", now, "False"
            )
            status = replace(conditions.with_condition(status, said), startTime=timestamp(now))
            return status, ("Resumed", "Job resumed")
        return status, None

    def _conclude(self, look: Look, status: JobStatus, finished, event) -> None:
        """Publish, remember the back-off, and say what a person wants to know."""
        job = self._tracking.track(look, status, finished)
        self._backoffs[job.metadata.uid] = look.backoff
        if event:
            self._api.record_event(job, "Normal", *event, SOURCE)
        for kind, severity in EVENTS.items():
            if is_true(job.status, kind):
                condition = get_condition(job.status, kind)
                good = kind == conditions.COMPLETE
                reason = "Completed" if good else condition.reason
                message = "Job completed" if good else condition.message
                fields = conditions.deciding_fields(reason)
                self._api.record_event(job, severity, reason, message, SOURCE, fields=fields)
        left = deadline_left(job, self._world.now)
        if left and not is_finished(job):
            self.enqueue(job.metadata.namespace, job.metadata.name, left)
