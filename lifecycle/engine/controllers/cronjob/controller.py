"""The CronJob controller: makes a Job when the schedule says so, and tidies up after it.

Mirrors pkg/controller/cronjob/cronjob_controllerv2.go.
"""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from lightkube.models.batch_v1 import CronJob, CronJobStatus, Job
from lightkube.models.core_v1 import ObjectReference
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.cronjob.schedule import ScheduleError, parse_schedule
from lifecycle.engine.controllers.job.facts import is_finished
from lifecycle.engine.controllers.ownership import (
    is_controlled_by,
    new_controller_ref,
    owner_of_kind,
)
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import EPOCH, Millis, millis
from lifecycle.engine.kernel.world import World

SOURCE = "cronjob-controller"
LATE_MS: Millis = 100
"""The controller wakes so long after the moment (`nextScheduleDelta`)."""

SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp"
FORBIDDEN = "Not starting job because prior execution is running and concurrency policy is Forbid"


class CronJobController(Reconciler):
    """Watches CronJobs and their Jobs."""

    name = "cronjob"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("cronjob.cronjob", self._cron_job_changed)
        world.on("cronjob.job", self._job_changed)
        api.watch("CronJob", "cronjob.cronjob")
        api.watch("Job", "cronjob.job")

    def _cron_job_changed(self, verb: str, found: CronJob, old: CronJob | None) -> None:
        if verb == "added" or (old is not None and found.spec != old.spec):
            self.enqueue(found.metadata.namespace, found.metadata.name)

    def _job_changed(self, verb: str, job: Job, old: Job | None) -> None:
        owner = owner_of_kind(self._api, job, "CronJob")
        if owner is not None and (verb == "deleted" or is_finished(job)):
            self.enqueue(owner.metadata.namespace, owner.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Forget Jobs that are over, and start one if it is time (`syncCronJob`)."""
        found = self._api.find("CronJob", namespace, name)
        if found is None or found.metadata.deletionTimestamp is not None:
            return
        found = self._tidy(found)
        if found.spec.suspend:
            return
        try:
            schedule = parse_schedule(found.spec.schedule)
        except ScheduleError as error:
            message = f"unparseable schedule: {found.spec.schedule!r} : {error}"
            self._say(found, "UnparseableSchedule", message, "Warning")
            return
        now = EPOCH + timedelta(milliseconds=self._world.now)
        earliest = _earliest(found, now)
        due = _most_recent(schedule, earliest, now)
        if due is not None and not self._start(found, due, now):
            return
        coming = schedule.next(due or earliest)
        if coming is not None:
            self.enqueue(namespace, name, millis(coming) - self._world.now + LATE_MS)

    def _tidy(self, found: CronJob) -> CronJob:
        """Take finished and missing Jobs off the list; delete what is beyond the history."""
        jobs = [
            job
            for job in self._api.list("Job", found.metadata.namespace)
            if is_controlled_by(job, found)
        ]
        by_uid = {job.metadata.uid: job for job in jobs}
        status = found.status or CronJobStatus()
        active = []
        for reference in status.active or ():
            job = by_uid.get(reference.uid)
            if job is None:
                message = f"Active job went missing: {reference.name}"
                self._say(found, "MissingJob", message, "Warning")
            elif is_finished(job):
                status = self._saw_end(found, job, status)
            else:
                active.append(reference)
        found = self._publish(found, replace(status, active=active or None))
        for kind, limit in (
            ("Complete", found.spec.successfulJobsHistoryLimit),
            ("Failed", found.spec.failedJobsHistoryLimit),
        ):
            done = [job for job in jobs if is_true(job.status, kind)]
            self._forget(found, done, limit)
        return found

    def _saw_end(self, found: CronJob, job: Job, status: CronJobStatus) -> CronJobStatus:
        outcome = "Complete" if is_true(job.status, "Complete") else "Failed"
        message = f"Saw completed job: {job.metadata.name}, condition: {outcome}"
        self._say(found, "SawCompletedJob", message)
        if job.status.completionTime is None:
            return status
        return replace(status, lastSuccessfulTime=job.status.completionTime)

    def _forget(self, found: CronJob, jobs: list[Job], limit: int | None) -> None:
        if limit is None:
            return
        ordered = sorted(jobs, key=lambda job: job.metadata.creationTimestamp)
        for job in ordered[: max(len(ordered) - limit, 0)]:
            self._delete(found, job.metadata.name)

    def _start(self, found: CronJob, due: datetime, now: datetime) -> bool:
        """Make the Job for that moment, unless it is too late or another one runs.

        False if there is one of its name already: then nothing is done until something changes.
        """
        status = found.status or CronJobStatus()
        deadline = found.spec.startingDeadlineSeconds
        if deadline is not None and due + timedelta(seconds=deadline) < now:
            message = f"Missed scheduled time to start a job: {format_datetime(due)}"
            self._say(found, "MissSchedule", message, "Warning")
            return True
        active = list(status.active or ())
        if active and found.spec.concurrencyPolicy == "Forbid":
            self._say(found, "JobAlreadyActive", FORBIDDEN)
            return True
        if active and found.spec.concurrencyPolicy == "Replace":
            for reference in active:
                self._delete(found, reference.name)
            active = []
        wanted = _job(found, due)
        job = self._api.find("Job", wanted.metadata.namespace, wanted.metadata.name)
        if job is None:
            job = self._api.create(wanted, rule="cronjob.schedule", fields=("spec.schedule",))
            self._say(found, "SuccessfulCreate", f"Created job {job.metadata.name}")
        elif not is_controlled_by(job, found) or job.metadata.uid in [r.uid for r in active]:
            return False
        active.append(_reference(job))
        self._publish(found, replace(status, active=active, lastScheduleTime=due))
        return True

    def _delete(self, found: CronJob, name: str) -> None:
        namespace = found.metadata.namespace
        if self._api.find("Job", namespace, name) is not None:
            self._api.delete("Job", namespace, name, propagation="Background")
            self._say(found, "SuccessfulDelete", f"Deleted job {name}")

    def _publish(self, found: CronJob, status: CronJobStatus) -> CronJob:
        if status == (found.status or CronJobStatus()):
            return found
        return self._api.update(replace(found, status=status), subresource="status")

    def _say(self, found: CronJob, reason: str, message: str, kind: str = "Normal") -> None:
        self._api.record_event(found, kind, reason, message, SOURCE)


def _earliest(found: CronJob, now: datetime) -> datetime:
    """From when on moments count: the last that was served, and the deadline."""
    served = found.status.lastScheduleTime if found.status else None
    earliest = (served or found.metadata.creationTimestamp).astimezone(UTC)
    if found.spec.startingDeadlineSeconds is not None:
        earliest = max(earliest, now - timedelta(seconds=found.spec.startingDeadlineSeconds))
    return earliest


def _most_recent(schedule, earliest: datetime, now: datetime) -> datetime | None:
    """The last moment that has come and has not been served (`mostRecentScheduleTime`)."""
    latest, moment = None, schedule.next(earliest)
    while moment is not None and moment <= now:
        latest, moment = moment, schedule.next(moment)
    return latest


def _job(found: CronJob, due: datetime) -> Job:
    """The Job for one moment; its name ends in the moment's minutes since 1970."""
    template = found.spec.jobTemplate
    meta = template.metadata or ObjectMeta()
    annotations = {**(meta.annotations or {}), SCHEDULED_AT: due.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return Job(
        apiVersion="batch/v1",
        kind="Job",
        metadata=ObjectMeta(
            name=f"{found.metadata.name}-{int(due.timestamp()) // 60}",
            namespace=found.metadata.namespace,
            labels=meta.labels,
            annotations=annotations,
            ownerReferences=[new_controller_ref(found)],
        ),
        spec=template.spec,
    )


def _reference(job: Job) -> ObjectReference:
    meta = job.metadata
    return ObjectReference(
        apiVersion="batch/v1",
        kind="Job",
        namespace=meta.namespace,
        name=meta.name,
        uid=meta.uid,
        resourceVersion=meta.resourceVersion,
    )
