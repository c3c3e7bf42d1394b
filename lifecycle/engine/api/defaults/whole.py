"""What Go's structs contain even where nothing was written: a spec, a template, a Pod's spec."""

from typing import Any

from lightkube.models import apps_v1, batch_v1, core_v1
from msgspec.structs import replace

_SPECS = {
    apps_v1.DaemonSet: apps_v1.DaemonSetSpec,
    apps_v1.Deployment: apps_v1.DeploymentSpec,
    apps_v1.ReplicaSet: apps_v1.ReplicaSetSpec,
    apps_v1.StatefulSet: apps_v1.StatefulSetSpec,
    core_v1.ReplicationController: core_v1.ReplicationControllerSpec,
}


def with_template(workload: Any) -> Any:
    """A workload that makes Pods, with all the structs on the way to their containers."""
    spec = workload.spec
    if spec is None:
        spec = _SPECS[type(workload)](selector=None, template=None)
    return replace(workload, spec=replace(spec, template=whole_template(spec.template)))


def with_job_template(job: batch_v1.Job) -> batch_v1.Job:
    """A Job with all the structs on the way to its containers."""
    return replace(job, spec=_whole_job_spec(job.spec))


def with_cron_job_template(cron_job: batch_v1.CronJob) -> batch_v1.CronJob:
    """A CronJob with all the structs on the way to its Jobs' containers."""
    spec = cron_job.spec or batch_v1.CronJobSpec(schedule="", jobTemplate=None)
    job = spec.jobTemplate or batch_v1.JobTemplateSpec()
    job = replace(job, spec=_whole_job_spec(job.spec))
    return replace(cron_job, spec=replace(spec, jobTemplate=job))


def whole_template(template: core_v1.PodTemplateSpec | None) -> core_v1.PodTemplateSpec:
    """A template of Pods that has a spec, though perhaps no containers."""
    template = template or core_v1.PodTemplateSpec()
    if template.spec is not None:
        return template
    return replace(template, spec=core_v1.PodSpec(containers=[]))


def _whole_job_spec(spec: batch_v1.JobSpec | None) -> batch_v1.JobSpec:
    spec = spec or batch_v1.JobSpec(template=None)
    return replace(spec, template=whole_template(spec.template))
