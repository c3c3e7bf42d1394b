"""Rows of the kinds that make Pods.

Mirrors printDeployment, printReplicaSet, printStatefulSet, printDaemonSet, printJob and
printCronJob (pkg/printers/internalversion/printers.go).
"""

from lightkube.models.apps_v1 import (
    ControllerRevision,
    DaemonSet,
    DaemonSetStatus,
    Deployment,
    DeploymentStatus,
    ReplicaSet,
    ReplicaSetStatus,
    StatefulSet,
    StatefulSetStatus,
)
from lightkube.models.batch_v1 import CronJob, CronJobStatus, Job, JobStatus
from lightkube.models.core_v1 import ReplicationController, ReplicationControllerStatus

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.apiserver.printers.cells import (
    NONE,
    UNSET,
    Cells,
    age,
    containers,
    format_labels,
    number,
    past_or,
    selector,
)
from lifecycle.engine.apiserver.printers.durations import human_duration
from lifecycle.engine.kernel.clock import Millis, millis


def deployment(obj: Deployment, now_ms: Millis) -> Cells:
    """Ready, up-to-date and available replicas."""
    status = obj.status or DeploymentStatus()
    return (
        obj.metadata.name,
        f"{status.readyReplicas or 0}/{obj.spec.replicas or 0}",
        number(status.updatedReplicas),
        number(status.availableReplicas),
        age(obj, now_ms),
        *containers(obj.spec.template),
        selector(obj.spec.selector),
    )


def replica_set(obj: ReplicaSet, now_ms: Millis) -> Cells:
    """Desired, current and ready replicas."""
    status = obj.status or ReplicaSetStatus(replicas=0)
    return (
        obj.metadata.name,
        number(obj.spec.replicas),
        number(status.replicas),
        number(status.readyReplicas),
        age(obj, now_ms),
        *containers(obj.spec.template),
        selector(obj.spec.selector),
    )


def replication_controller(obj: ReplicationController, now_ms: Millis) -> Cells:
    """Desired, current and ready replicas."""
    status = obj.status or ReplicationControllerStatus(replicas=0)
    return (
        obj.metadata.name,
        number(obj.spec.replicas),
        number(status.replicas),
        number(status.readyReplicas),
        age(obj, now_ms),
        *containers(obj.spec.template),
        format_labels(obj.spec.selector),
    )


def stateful_set(obj: StatefulSet, now_ms: Millis) -> Cells:
    """Ready replicas."""
    status = obj.status or StatefulSetStatus(replicas=0)
    ready = f"{status.readyReplicas or 0}/{obj.spec.replicas or 0}"
    return obj.metadata.name, ready, age(obj, now_ms), *containers(obj.spec.template)


def daemon_set(obj: DaemonSet, now_ms: Millis) -> Cells:
    """How many nodes should have, have, and have a working Pod."""
    status = obj.status or DaemonSetStatus(0, 0, 0, 0)
    return (
        obj.metadata.name,
        number(status.desiredNumberScheduled),
        number(status.currentNumberScheduled),
        number(status.numberReady),
        number(status.updatedNumberScheduled),
        number(status.numberAvailable),
        format_labels(obj.spec.template.spec.nodeSelector),
        age(obj, now_ms),
        *containers(obj.spec.template),
        selector(obj.spec.selector),
    )


def job(obj: Job, now_ms: Millis) -> Cells:
    """What became of the Job, how much is done, and how long it took or takes."""
    status = obj.status or JobStatus()
    taken = ""
    if status.startTime is not None:
        end = millis(status.completionTime) if status.completionTime else now_ms
        taken = human_duration(end - millis(status.startTime))
    return (
        obj.metadata.name,
        _job_status(obj, status),
        _completions(obj, status),
        taken,
        age(obj, now_ms),
        *containers(obj.spec.template),
        selector(obj.spec.selector),
    )


def _job_status(obj: Job, status: JobStatus) -> str:
    for condition in ("Complete", "Failed"):
        if is_true(status, condition):
            return condition
    if obj.metadata.deletionTimestamp is not None:
        return "Terminating"
    for condition in ("Suspended", "FailureTarget", "SuccessCriteriaMet"):
        if is_true(status, condition):
            return condition
    return "Running"


def _completions(obj: Job, status: JobStatus) -> str:
    done, wanted = status.succeeded or 0, obj.spec.completions
    if wanted is not None:
        return f"{done}/{wanted}"
    parallel = obj.spec.parallelism or 0
    return f"{done}/1 of {parallel}" if parallel > 1 else f"{done}/1"


def cron_job(obj: CronJob, now_ms: Millis) -> Cells:
    """The schedule and its last run."""
    status, spec = obj.status or CronJobStatus(), obj.spec
    suspended = UNSET if spec.suspend is None else str(spec.suspend)
    return (
        obj.metadata.name,
        spec.schedule,
        spec.timeZone or NONE,
        suspended,
        str(len(status.active or ())),
        past_or(status.lastScheduleTime, now_ms, NONE),
        age(obj, now_ms),
        *containers(spec.jobTemplate.spec.template),
        selector(spec.jobTemplate.spec.selector),
    )


def controller_revision(obj: ControllerRevision, now_ms: Millis) -> Cells:
    """Which controller it belongs to."""
    owner = next((ref for ref in obj.metadata.ownerReferences or () if ref.controller), None)
    name = NONE
    if owner is not None:
        group = owner.apiVersion.rpartition("/")[0]
        kind = f"{owner.kind.lower()}.{group}" if group else owner.kind.lower()
        name = f"{kind}/{owner.name}"
    return obj.metadata.name, name, number(obj.revision), age(obj, now_ms)
