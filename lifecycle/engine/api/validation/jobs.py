"""Jobs and CronJobs.

Mirrors pkg/apis/batch/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import (
    Errors,
    invalid,
    not_supported,
    required,
    too_many,
)
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.metadata import (
    immutable,
    non_negative,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.pod import validate_pod_template
from lifecycle.engine.api.validation.schedule import cron_problem

_MODES = ("Indexed", "NonIndexed")
_CONCURRENCY = ("Allow", "Forbid", "Replace")
_RESTARTS = ("OnFailure", "Never")
_COUNTS = (
    "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
    "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes",
)  # fmt: skip
_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_OPERATORS = ("In", "NotIn")
_LONGEST_CRON_JOB_NAME = 52


def validate_job(job: Any) -> Errors:
    """`ValidateJob`."""
    errors = validate_object_meta(job.metadata, subdomain_name, namespaced=True)
    if job.spec is None:
        return [*errors, required("spec.template.spec.containers")]
    if job.spec.selector is not None:
        errors += validate_label_selector(job.spec.selector, "spec.selector")
    return errors + validate_job_spec(job.spec, "spec")


def validate_job_spec(spec: Any, path: str) -> Errors:
    """Counts, mode, failure policy and the template."""
    errors: Errors = []
    for field in _COUNTS:
        errors += non_negative(getattr(spec, field), f"{path}.{field}")
    if spec.completionMode not in (None, *_MODES):
        errors.append(not_supported(f"{path}.completionMode", spec.completionMode, _MODES))
    if spec.completionMode == "Indexed" and spec.completions is None:
        text = "when completion mode is Indexed"
        errors.append(required(f"{path}.completions", text))
    errors += _validate_indexes(spec, path)
    if spec.podFailurePolicy is not None:
        errors += _validate_failure_policy(spec, f"{path}.podFailurePolicy")
    if spec.successPolicy is not None:
        errors += _validate_success_policy(spec, f"{path}.successPolicy")
    errors += validate_pod_template(spec.template, f"{path}.template")
    if spec.template.spec is None:
        return errors
    policy, where = spec.template.spec.restartPolicy, f"{path}.template.spec.restartPolicy"
    if policy == "Always":
        text = 'valid values: "OnFailure", "Never"'
        errors.append(required(where, text))
    elif policy not in _RESTARTS:
        errors.append(not_supported(where, policy or "", _RESTARTS))
    elif spec.podFailurePolicy is not None and policy != "Never":
        text = 'only "Never" is supported when podFailurePolicy is specified'
        errors.append(invalid(where, policy, text))
    return errors


def _validate_indexes(spec: Any, path: str) -> Errors:
    """Limits of indexes that fail belong to indexed Jobs."""
    per_index, most = spec.backoffLimitPerIndex, spec.maxFailedIndexes
    errors: Errors = []
    if spec.completionMode != "Indexed":
        text = "requires indexed completion mode"
        for field, value in (("backoffLimitPerIndex", per_index), ("maxFailedIndexes", most)):
            if value is not None:
                errors.append(invalid(f"{path}.{field}", value, text))
        return errors
    if most is not None and per_index is None:
        errors.append(
            required(f"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified")
        )
    if most is not None and spec.completions is not None and most > spec.completions:
        text = "must be less than or equal to completions"
        errors.append(invalid(f"{path}.maxFailedIndexes", most, text))
    return errors


def _validate_success_policy(spec: Any, path: str) -> Errors:
    """`validateSuccessPolicy`."""
    rules = spec.successPolicy.rules or []
    if spec.completionMode != "Indexed":
        return [invalid(path, spec.successPolicy, "requires indexed completion mode")]
    if not rules:
        text = "at least one rules must be specified when the successPolicy is specified"
        return [required(f"{path}.rules", text)]
    if len(rules) > 20:
        return [too_many(f"{path}.rules", len(rules), 20)]
    errors: Errors = []
    for i, rule in enumerate(rules):
        if rule.succeededCount is None and rule.succeededIndexes is None:
            text = "at least one of succeededCount or succeededIndexes must be specified"
            errors.append(required(f"{path}.rules[{i}]", text))
        errors += non_negative(rule.succeededCount, f"{path}.rules[{i}].succeededCount")
    return errors


def _validate_failure_policy(spec: Any, path: str) -> Errors:
    rules = spec.podFailurePolicy.rules or []
    if len(rules) > 20:
        return [too_many(f"{path}.rules", len(rules), 20)]
    errors: Errors = []
    for i, rule in enumerate(rules):
        here = f"{path}.rules[{i}]"
        if not rule.action:
            errors.append(required(f"{here}.action", f"valid values: {list(_ACTIONS)}"))
        elif rule.action not in _ACTIONS:
            errors.append(not_supported(f"{here}.action", rule.action, _ACTIONS))
        elif rule.action == "FailIndex" and spec.backoffLimitPerIndex is None:
            text = "requires the backoffLimitPerIndex to be set"
            errors.append(invalid(f"{here}.action", rule.action, text))
        codes, conditions = rule.onExitCodes, rule.onPodConditions
        if codes is not None:
            errors += _validate_codes(codes, f"{here}.onExitCodes")
        if codes is not None and conditions:
            text = "specifying both OnExitCodes and OnPodConditions is not supported"
            errors.append(invalid(here, rule, text))
        if codes is None and not conditions:
            text = "specifying one of OnExitCodes and OnPodConditions is required"
            errors.append(invalid(here, rule, text))
    return errors


def _validate_codes(codes: Any, path: str) -> Errors:
    errors: Errors = []
    if codes.operator not in _OPERATORS:
        errors.append(not_supported(f"{path}.operator", codes.operator, _OPERATORS))
    values = codes.values or []
    if not values:
        errors.append(invalid(f"{path}.values", [], "at least one value is required"))
    if len(values) > 255:
        errors.append(too_many(f"{path}.values", len(values), 255))
    if values != sorted(values):
        errors.append(invalid(f"{path}.values", values, "must be ordered"))
    if codes.operator == "In" and 0 in values:
        text = "must not be 0 for the In operator"
        errors.append(invalid(f"{path}.values[{values.index(0)}]", 0, text))
    return errors


def validate_job_update(new: Any, old: Any) -> Errors:
    """What a Job runs never changes, once it may have run."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    after, before = new.spec, old.spec
    if before.completionMode != "Indexed":
        errors += immutable(after.completions, before.completions, "spec.completions")
    errors += immutable(after.selector, before.selector, "spec.selector")
    if not before.suspend or (old.status is not None and old.status.startTime is not None):
        errors += immutable(after.template, before.template, "spec.template")
    for field in ("completionMode", "podFailurePolicy", "backoffLimitPerIndex"):
        errors += immutable(getattr(after, field), getattr(before, field), f"spec.{field}")
    return errors + validate_job(new)


def validate_cron_job(cron_job: Any) -> Errors:
    """`ValidateCronJobCreate`."""
    errors = validate_object_meta(cron_job.metadata, subdomain_name, namespaced=True)
    spec = cron_job.spec
    if len(cron_job.metadata.name or "") > _LONGEST_CRON_JOB_NAME:
        text = f"must be no more than {_LONGEST_CRON_JOB_NAME} characters"
        errors.append(invalid("metadata.name", cron_job.metadata.name, text))
    if spec is None:
        return [*errors, required("spec.schedule")]
    errors += _validate_schedule(spec)
    errors += non_negative(spec.startingDeadlineSeconds, "spec.startingDeadlineSeconds")
    policy, where = spec.concurrencyPolicy, "spec.concurrencyPolicy"
    if not policy:
        errors.append(required(where))
    elif policy not in _CONCURRENCY:
        errors.append(not_supported(where, policy, _CONCURRENCY))
    job = spec.jobTemplate.spec
    if job is None:
        errors.append(required("spec.jobTemplate.spec.template.spec.containers"))
    else:
        errors += validate_job_spec(job, "spec.jobTemplate.spec")
    for field in ("successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        errors += non_negative(getattr(spec, field), f"spec.{field}")
    return errors


def _validate_schedule(spec: Any) -> Errors:
    path, schedule = "spec.schedule", spec.schedule
    if not schedule:
        return [required(path)]
    errors: Errors = []
    if schedule.startswith(("TZ=", "CRON_TZ=")):
        text = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        errors.append(invalid(path, schedule, text))
    elif problem := cron_problem(schedule):
        errors.append(invalid(path, schedule, problem))
    if spec.timeZone is not None and not spec.timeZone:
        errors.append(invalid("spec.timeZone", "", "timeZone must be nil or non-empty string"))
    return errors


def validate_cron_job_update(new: Any, old: Any) -> Errors:
    """`ValidateCronJobUpdate`."""
    return validate_object_meta_update(new.metadata, old.metadata) + validate_cron_job(new)
