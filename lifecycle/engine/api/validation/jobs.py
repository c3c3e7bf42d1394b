"""Jobs.

Mirrors `ValidateJob` and `ValidateJobUpdate` of pkg/apis/batch/validation.
"""

import re
from typing import Any

from lightkube.models.core_v1 import Affinity
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.selectors import matches
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    invalid,
    not_supported,
    required,
    too_long,
)
from lifecycle.engine.api.validation.formats import (
    dns1123_label,
    dns1123_subdomain,
    regex_error,
)
from lifecycle.engine.api.validation.job_policies import (
    validate_failure_policy,
    validate_replacement_policy,
    validate_success_policy,
)
from lifecycle.engine.api.validation.kept import for_template_update
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.metadata import (
    immutable,
    non_negative,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.options import TEMPLATE, Options
from lifecycle.engine.api.validation.pod import validate_pod_template

_MODES = ("NonIndexed", "Indexed")
_RESTARTS = ("OnFailure", "Never")
_COUNTS = (
    "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
    "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes",
)  # fmt: skip
_FIXED = (
    "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy",
)  # fmt: skip
_MOST_INDEXES = 100_000
_MOST_OF_MANY = 10_000
_LONGEST_MANAGER = 63
_URL_PATH = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"
_UID_LABELS = ("controller-uid", "batch.kubernetes.io/controller-uid")
_NAME_LABELS = ("job-name", "batch.kubernetes.io/job-name")
_UNMATCHED = "`selector` does not match template `labels`"


def validate_job(job: Any, options: Options = TEMPLATE) -> Errors:
    """`ValidateJob`."""
    errors = validate_object_meta(job.metadata, subdomain_name, namespaced=True)
    spec = job.spec
    if spec is None:
        return [*errors, required("spec.template.spec.containers")]
    errors += _validate_generated_selector(job)
    errors += _validate_selected_spec(spec, options)
    if spec.completionMode == "Indexed" and (spec.completions or 0) > 0:
        last = f"{job.metadata.name or ''}-{spec.completions - 1}"
        if dns1123_label(last):
            text = f"will not able to create pod with invalid DNS label: {last}"
            errors.append(invalid("metadata.name", job.metadata.name or "", text))
    return errors


def _labels(template: Any) -> dict[str, str] | None:
    return template.metadata.labels if template.metadata is not None else None


def _validate_generated_selector(job: Any) -> Errors:
    """A selector that was generated finds this Job's Pods (`validateGeneratedSelector`)."""
    spec, uid, name = job.spec, job.metadata.uid or "", job.metadata.name or ""
    if spec.manualSelector or spec.selector is None:
        return []
    errors = [] if uid else [required("metadata.uid")]
    labels, path = _labels(spec.template), "spec.template.metadata.labels"
    expected = {}
    for uid_label, name_label in zip(_UID_LABELS, _NAME_LABELS):
        for key, value in ((uid_label, uid), (name_label, name)):
            expected[key] = value
            text = f"must be '{value}'"
            if key not in (labels or ()):
                errors.append(required(f"{path}[{key}]", text))
            elif labels[key] != value:
                errors.append(invalid(f"{path}[{key}]", labels, text))
    if not validate_label_selector(spec.selector, "") and not matches(spec.selector, expected):
        errors.append(invalid("spec.selector", spec.selector, "`selector` not auto-generated"))
    return errors


def _validate_selected_spec(spec: Any, options: Options) -> Errors:
    """`ValidateJobSpec`: a selector is generated where a Job is made without one."""
    errors = validate_job_spec(spec, "spec", options)
    wrong = validate_label_selector(spec.selector, "spec.selector")
    errors += wrong
    if spec.selector is None:
        if not spec.manualSelector:
            return errors
        errors.append(required("spec.selector"))
    labels = _labels(spec.template)
    if not wrong and not matches(spec.selector, labels):
        errors.append(invalid("spec.template.metadata.labels", labels, _UNMATCHED))
    return errors


def validate_job_spec(spec: Any, path: str, options: Options = TEMPLATE) -> Errors:
    """Counts, mode, policies and the template (`validateJobSpec`)."""
    errors: Errors = []
    for field in _COUNTS:
        errors += non_negative(getattr(spec, field), f"{path}.{field}")
    if spec.maxFailedIndexes is not None and spec.backoffLimitPerIndex is None:
        text = "when maxFailedIndexes is specified"
        errors.append(required(f"{path}.backoffLimitPerIndex", text))
    if spec.managedBy is not None:
        errors += _validate_manager(spec.managedBy, f"{path}.managedBy")
    errors += _validate_mode(spec, path)
    if spec.podFailurePolicy is not None:
        errors += validate_failure_policy(spec, f"{path}.podFailurePolicy")
    if spec.successPolicy is not None:
        errors += validate_success_policy(spec, f"{path}.successPolicy")
    errors += validate_replacement_policy(spec, f"{path}.podReplacementPolicy")
    errors += validate_pod_template(spec.template, f"{path}.template", options)
    return errors + _validate_restarts(spec, f"{path}.template.spec.restartPolicy")


def _validate_restarts(spec: Any, path: str) -> Errors:
    """Pods of a Job end."""
    pod = spec.template.spec
    policy = pod.restartPolicy if pod is not None else None
    if not policy or policy == "Always":
        return [required(path, 'valid values: "OnFailure", "Never"')]
    if policy not in _RESTARTS:
        return [not_supported(path, policy, _RESTARTS)]
    if spec.podFailurePolicy is not None and policy != "Never":
        text = 'only "Never" is supported when podFailurePolicy is specified'
        return [invalid(path, policy, text)]
    return []


def _validate_manager(manager: str, path: str) -> Errors:
    """Who looks after the Job: `example.com/name` (`IsDomainPrefixedPath`)."""
    if not manager:
        return [required(path)]
    host, _, rest = manager.partition("/")
    if not host or not rest:
        text = 'must be a domain-prefixed path (such as "acme.io/foo")'
        errors = [invalid(path, manager, text)]
    else:
        errors = all_invalid(path, host, dns1123_subdomain(host))
        if not re.fullmatch(_URL_PATH, rest):
            errors.append(invalid(path, rest, regex_error("Invalid path", _URL_PATH)))
    if len(manager.encode(errors="surrogatepass")) > _LONGEST_MANAGER:
        errors.append(too_long(path, _LONGEST_MANAGER))
    return errors


def _validate_mode(spec: Any, path: str) -> Errors:
    """Indexed Jobs need to know how many indexes there are; others have none to fail."""
    mode = spec.completionMode
    if mode == "Indexed":
        return _validate_indexed(spec, path)
    if mode not in (None, "NonIndexed"):
        return [not_supported(f"{path}.completionMode", mode, _MODES)]
    return [
        invalid(f"{path}.{field}", value, "requires indexed completion mode")
        for field in ("backoffLimitPerIndex", "maxFailedIndexes")
        if (value := getattr(spec, field)) is not None
    ]


def _validate_indexed(spec: Any, path: str) -> Errors:
    total, width, failed = spec.completions, spec.parallelism or 0, spec.maxFailedIndexes
    errors: Errors = []
    if total is None:
        errors.append(required(f"{path}.completions", "when completion mode is Indexed"))
    if width > _MOST_INDEXES:
        text = f"must be less than or equal to {_MOST_INDEXES} when completion mode is Indexed"
        errors.append(invalid(f"{path}.parallelism", width, text))
    where = f"{path}.maxFailedIndexes"
    if failed is not None:
        if total is not None and failed > total:
            text = "must be less than or equal to completions"
            errors.append(invalid(where, failed, text))
        if failed > _MOST_INDEXES:
            text = f"must be less than or equal to {_MOST_INDEXES}"
            errors.append(invalid(where, failed, text))
    if (total or 0) <= _MOST_INDEXES or spec.backoffLimitPerIndex is None:
        return errors
    if failed is None:
        text = f"must be specified when completions is above {_MOST_INDEXES}"
        errors.append(required(where, text))
    text = (
        f"must be less than or equal to {_MOST_OF_MANY} when completions are above "
        f"{_MOST_INDEXES} and used with backoff limit per index"
    )
    for field, value in (("parallelism", width), ("maxFailedIndexes", failed or 0)):
        if value > _MOST_OF_MANY:
            errors.append(invalid(f"{path}.{field}", value, text))
    return errors


def validate_job_update(new: Any, old: Any) -> Errors:
    """What a Job runs never changes, once it may have run; all is looked at twice."""
    after, before = new.spec, old.spec
    options = for_template_update(before.template)
    errors = validate_job(new, options)
    errors += validate_object_meta_update(new.metadata, old.metadata)
    errors += _validate_selected_spec(after, options)
    errors += _validate_completions(after, before)
    errors += immutable(after.selector, before.selector, "spec.selector")
    template = before.template
    if before.suspend and (old.status is None or old.status.startTime is None):
        template = _with_directives(template, after.template)
    errors += immutable(after.template, template, "spec.template")
    for field in _FIXED:
        errors += immutable(getattr(after, field), getattr(before, field), f"spec.{field}")
    return errors


def _validate_completions(after: Any, before: Any) -> Errors:
    """An indexed Job grows and shrinks, if all its Pods run at once (`validateCompletions`)."""
    if after.completionMode != "Indexed":
        return immutable(after.completions, before.completions, "spec.completions")
    if after.completions in (before.completions, None, after.parallelism):
        return []
    text = "can only be modified in tandem with spec.parallelism"
    return [invalid("spec.completions", after.completions, text)]


def _with_directives(template: Any, new: Any) -> Any:
    """The template with what the new one says of where its Pods run."""
    if template.spec is None or new.spec is None:
        return template
    near = template.spec.affinity or Affinity()
    wanted = new.spec.affinity.nodeAffinity if new.spec.affinity is not None else None
    near = replace(near, nodeAffinity=wanted)
    if new.spec.affinity is None and near == Affinity():
        near = None
    spec = replace(
        template.spec,
        affinity=near,
        nodeSelector=new.spec.nodeSelector,
        tolerations=new.spec.tolerations,
        schedulingGates=new.spec.schedulingGates,
    )
    said = new.metadata or ObjectMeta()
    metadata = replace(
        template.metadata or ObjectMeta(), annotations=said.annotations, labels=said.labels
    )
    if new.metadata is None and metadata == ObjectMeta():
        metadata = None
    return replace(template, spec=spec, metadata=metadata)
