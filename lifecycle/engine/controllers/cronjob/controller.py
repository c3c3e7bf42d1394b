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
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.cronjob.schedule import (
    Every,
    Schedule,
    ScheduleError,
    parse_schedule,
)
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
UNEXPECTED = "Saw a job that the controller did not create or forgot"
MANY_MISSED = 100
TOO_MANY_MISSED = (
    "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"
)
WARNING = "Warning"
Wait = Millis | None
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
        if owner is not None:
            self.enqueue(owner.metadata.namespace, owner.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Forget Jobs that are over, and start one if it is time."""
        found = self._api.find("CronJob", namespace, name)
        if found is None:
            return
        jobs = [job for job in self._api.list("Job", namespace) if is_controlled_by(job, found)]
        status = self._clean_up(found, jobs, found.status or CronJobStatus())
        status = self._seen(found, jobs, status)
        try:
            status, wait = self._started(found, status)
        finally:
            self._publish(found, status)
        if wait is not None:
            self.enqueue(namespace, name, wait)

    def _clean_up(self, found: CronJob, jobs: list[Job], status: CronJobStatus) -> CronJobStatus:
        """Delete finished Jobs beyond what is to be kept (`cleanupFinishedJobs`)."""
        for kind, limit in (
            ("Complete", found.spec.successfulJobsHistoryLimit),
            ("Failed", found.spec.failedJobsHistoryLimit),
        ):
            done = [job for job in jobs if is_true(job.status, kind)]
            done.sort(key=lambda job: (job.status.startTime is None, job.status.startTime or 0,
                                       job.metadata.name))  # fmt: skip
            for job in done[: max(len(done) - limit, 0)] if limit is not None else ():
                self._delete(found, job.metadata.name)
                status = _without(status, job.metadata.uid)
        return status

    def _seen(self, found: CronJob, jobs: list[Job], status: CronJobStatus) -> CronJobStatus:
        """The list of active Jobs as it is now: the first half of `syncCronJob`."""
        active = [reference.uid for reference in status.active or ()]
        for job in jobs:
            uid = job.metadata.uid
            if not is_finished(job):
                if uid not in active:
                    self._say(found, "UnexpectedJob", f"{UNEXPECTED}: {job.metadata.name}", WARNING)
                continue
            if uid in active:
                outcome = "Complete" if is_true(job.status, "Complete") else "Failed"
                message = f"Saw completed job: {job.metadata.name}, condition: {outcome}"
                self._say(found, "SawCompletedJob", message)
                status = _without(status, uid)
            ended, last = job.status.completionTime, status.lastSuccessfulTime
            if is_true(job.status, "Complete") and ended and (last is None or ended > last):
                status = replace(status, lastSuccessfulTime=ended)
        uids = [job.metadata.uid for job in jobs]
        for reference in status.active or ():
            if reference.uid not in uids:
                self._say(found, "MissingJob", f"Active job went missing: {reference.name}")
                status = _without(status, reference.uid)
        return status

    def _started(self, found: CronJob, status: CronJobStatus) -> tuple[CronJobStatus, Wait]:
        """A new Job if it is time, and how long to wait: the second half of `syncCronJob`."""
        if found.metadata.deletionTimestamp is not None or found.spec.suspend:
            return status, None
        try:
            schedule = parse_schedule(found.spec.schedule)
        except ScheduleError as error:
            message = f'unparseable schedule: "{found.spec.schedule}" : {error}'
            self._say(found, "UnparseableSchedule", message, WARNING)
            return status, None
        now = EPOCH + timedelta(milliseconds=self._world.now)
        earliest = _earliest(found, now)
        due, missed = _most_recent(schedule, earliest, now)
        if missed > MANY_MISSED:
            self._say(found, "TooManyMissedTimes", TOO_MANY_MISSED, WARNING)
        if due is not None:
            started = self._start(found, status, due, now)
            if started is None:
                return status, None
            status = started
        coming = schedule.next(due or earliest)
        wait = None if coming is None else millis(coming) - self._world.now + LATE_MS
        return status, wait

    def _start(
        self, found: CronJob, status: CronJobStatus, due: datetime, now: datetime
    ) -> CronJobStatus | None:
        """Make the Job for that moment, unless it is too late or another one runs.

        None if there is one of its name already: then nothing is done until something changes.
        """
        deadline = found.spec.startingDeadlineSeconds
        if deadline is not None and due + timedelta(seconds=deadline) < now:
            message = f"Missed scheduled time to start a job: {format_datetime(due)}"
            self._say(found, "MissSchedule", message, WARNING)
            return status
        wanted = _job(found, due)
        name = wanted.metadata.name
        if name in [r.name for r in status.active or ()] or status.lastScheduleTime == due:
            return status
        if status.active and found.spec.concurrencyPolicy == "Forbid":
            self._say(found, "JobAlreadyActive", FORBIDDEN)
            return status
        if found.spec.concurrencyPolicy == "Replace":
            for reference in status.active or ():
                self._delete(found, reference.name)
            status = replace(status, active=None)
        job = self._api.find("Job", wanted.metadata.namespace, name)
        if job is None:
            try:
                job = self._api.create(wanted, rule="cronjob.schedule", fields=("spec.schedule",))
            except ApiError as error:
                message = f"Error creating job: {error.message}"
                self._say(found, "FailedCreate", message, WARNING)
                raise
            self._say(found, "SuccessfulCreate", f"Created job {name}")
        elif not is_controlled_by(job, found):
            return None
        active = [*(status.active or ()), _reference(job)]
        return replace(status, active=active, lastScheduleTime=due)

    def _delete(self, found: CronJob, name: str) -> None:
        namespace = found.metadata.namespace
        if self._api.find("Job", namespace, name) is not None:
            self._api.delete("Job", namespace, name, propagation="Background")
            self._say(found, "SuccessfulDelete", f"Deleted job {name}")

    def _publish(self, found: CronJob, status: CronJobStatus) -> None:
        if status != (found.status or CronJobStatus()):
            self._api.update(replace(found, status=status), subresource="status")

    def _say(self, found: CronJob, reason: str, message: str, kind: str = "Normal") -> None:
        self._api.record_event(found, kind, reason, message, SOURCE)


def _earliest(found: CronJob, now: datetime) -> datetime:
    """From when on moments count: the last that was served, and the deadline."""
    served = found.status.lastScheduleTime if found.status else None
    earliest = (served or found.metadata.creationTimestamp).astimezone(UTC)
    if found.spec.startingDeadlineSeconds is not None:
        earliest = max(earliest, now - timedelta(seconds=found.spec.startingDeadlineSeconds))
    return earliest


def _most_recent(
    schedule: Schedule | Every, earliest: datetime, now: datetime
) -> tuple[datetime | None, int]:
    """The last moment that has come and was not served (`mostRecentScheduleTime`).

    The number is of the moments that have come.
    """
    latest, missed, moment = None, 0, schedule.next(earliest)
    while moment is not None and moment <= now:
        latest, missed, moment = moment, missed + 1, schedule.next(moment)
    return latest, missed


def _without(status: CronJobStatus, uid: str) -> CronJobStatus:
    active = [reference for reference in status.active or () if reference.uid != uid]
    return replace(status, active=active or None)


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
