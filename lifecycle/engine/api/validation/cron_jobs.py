"""CronJobs.

Mirrors `ValidateCronJobCreate` and `ValidateCronJobUpdate` of pkg/apis/batch/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.jobs import validate_job_spec
from lifecycle.engine.api.validation.kept import for_template_update
from lifecycle.engine.api.validation.metadata import (
    non_negative,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.options import TEMPLATE, Options
from lifecycle.engine.api.validation.schedule import cron_problem, time_zone_problems

_CONCURRENCY = ("Allow", "Forbid", "Replace")
_LONGEST_NAME = 52


def validate_cron_job(cron_job: Any) -> Errors:
    """`ValidateCronJobCreate`."""
    errors = validate_object_meta(cron_job.metadata, subdomain_name, namespaced=True)
    errors += _validate_spec(cron_job.spec, None, TEMPLATE)
    name = cron_job.metadata.name or ""
    if len(name) > _LONGEST_NAME:
        text = f"must be no more than {_LONGEST_NAME} characters"
        errors.append(invalid("metadata.name", name, text))
    return errors


def validate_cron_job_update(new: Any, old: Any) -> Errors:
    """`ValidateCronJobUpdate`."""
    before = old.spec.jobTemplate.spec
    options = for_template_update(before.template if before is not None else None)
    errors = validate_object_meta_update(new.metadata, old.metadata)
    return errors + _validate_spec(new.spec, old.spec, options)


def _validate_spec(spec: Any, old: Any, options: Options) -> Errors:
    if spec is None:
        return [required("spec.schedule")]
    errors = _validate_schedule(spec, old)
    errors += non_negative(spec.startingDeadlineSeconds, "spec.startingDeadlineSeconds")
    zone, where = spec.timeZone, "spec.timeZone"
    if zone is not None and (old is None or old.timeZone != zone):
        errors += all_invalid(where, zone, time_zone_problems(zone))
    policy, where = spec.concurrencyPolicy, "spec.concurrencyPolicy"
    if not policy:
        errors.append(required(where))
    elif policy not in _CONCURRENCY:
        errors.append(not_supported(where, policy, _CONCURRENCY))
    errors += _validate_template(spec.jobTemplate.spec, options)
    for field in ("successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        errors += non_negative(getattr(spec, field), f"spec.{field}")
    return errors


def _validate_template(job: Any, options: Options) -> Errors:
    """What its Jobs are like; each gets a selector of its own."""
    path = "spec.jobTemplate.spec"
    if job is None:
        return [required(f"{path}.template.spec.containers")]
    errors = validate_job_spec(job, path, options)
    if job.selector is not None:
        text = "`selector` will be auto-generated"
        errors.append(invalid(f"{path}.selector", job.selector, text))
    if job.manualSelector:
        errors.append(not_supported(f"{path}.manualSelector", True, ("nil", "false")))
    return errors


def _validate_schedule(spec: Any, old: Any) -> Errors:
    """A time zone has a field of its own; what has it in the schedule already, keeps it."""
    path, schedule = "spec.schedule", spec.schedule
    if not schedule:
        return [required(path)]
    problems = [text] if (text := cron_problem(schedule)) else []
    if "TZ" in schedule:
        if old is None or "TZ" not in (old.schedule or ""):
            text = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
            problems.append(text)
        elif spec.timeZone is not None:
            text = "cannot use both timeZone field and TZ or CRON_TZ in schedule"
            problems.append(text)
    return all_invalid(path, schedule, problems)
