"""Defaults of Jobs and CronJobs.

Mirrors pkg/apis/batch/v1/defaults.go.
"""

from typing import Any

from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty
from lifecycle.engine.api.defaults.pod import default_pod_template
from lifecycle.engine.api.defaults.whole import with_cron_job_template, with_job_template
from lifecycle.engine.api.defaults.workloads import with_template_labels

_NO_LIMIT = (1 << 31) - 1


def default_job_spec(spec: Any) -> Any:
    """Once, one at a time, six retries."""
    if spec.completions is None and spec.parallelism is None:
        spec = replace(spec, completions=1)
    retries = 6 if spec.backoffLimitPerIndex is None else _NO_LIMIT
    replacement = "Failed" if spec.podFailurePolicy is not None else "TerminatingOrFailed"
    spec = fill(
        spec,
        parallelism=1,
        backoffLimit=retries,
        completionMode="NonIndexed",
        suspend=False,
        podReplacementPolicy=replacement,
        manualSelector=None,
    )
    return change(spec, template=default_pod_template, podFailurePolicy=_default_failure_policy)


def _default_failure_policy(policy: Any) -> Any:
    def rule(old: Any) -> Any:
        return change(old, onPodConditions=each(lambda pattern: fill_empty(pattern, status="True")))

    return change(policy, rules=each(rule))


def default_job(job: Any) -> Any:
    """A Job; without labels it takes those of its template."""
    return with_template_labels(change(with_job_template(job), spec=default_job_spec))


def default_cron_job(cron_job: Any) -> Any:
    """Overlapping runs are allowed; three good and one failed are kept."""

    def spec(old: Any) -> Any:
        old = fill(
            fill_empty(old, concurrencyPolicy="Allow"),
            suspend=False,
            successfulJobsHistoryLimit=3,
            failedJobsHistoryLimit=1,
        )
        return change(old, jobTemplate=lambda template: change(template, spec=default_job_spec))

    return change(with_cron_job_template(cron_job), spec=spec)
