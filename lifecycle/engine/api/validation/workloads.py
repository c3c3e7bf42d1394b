"""Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers.

Mirrors pkg/apis/apps/validation and `ValidateReplicationController`.
"""

import re
from typing import Any

from lightkube.models.meta_v1 import LabelSelector, ObjectMeta

from lifecycle.engine.api.selectors import matches
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label, percent
from lifecycle.engine.api.validation.kept import for_template_update
from lifecycle.engine.api.validation.label_selector import (
    validate_label_selector,
    validate_labels,
)
from lifecycle.engine.api.validation.metadata import (
    immutable,
    label_name,
    non_negative,
    subdomain_name,
    validate_annotations,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.options import TEMPLATE, Options
from lifecycle.engine.api.validation.pod import validate_pod_template
from lifecycle.engine.api.validation.pod_annotations import validate_pod_annotations

_SELECTOR = "spec.selector"
_CLAIMS = "spec.persistentVolumeClaimRetentionPolicy"
_ORDERS = ("OrderedReady", "Parallel")
_MISMATCH = "`selector` does not match template `labels`"


def _validate_selector(spec: Any, kind: str, unreadable: str) -> tuple[Errors, bool]:
    """A selector that selects something, but not everything; and whether it can be applied."""
    selector = spec.selector
    if selector is None:
        return [required(_SELECTOR)], True
    wrong = validate_label_selector(selector, _SELECTOR)
    errors = list(wrong)
    if not selector.matchLabels and not selector.matchExpressions:
        errors.append(invalid(_SELECTOR, selector, f"empty selector is invalid for {kind}"))
    if wrong:
        errors.append(invalid(_SELECTOR, selector, unreadable))
    return errors, not wrong


def _validate_match(spec: Any) -> Errors:
    """Pods made of the template are selected; an empty selector selects all."""
    metadata = spec.template.metadata
    labels = metadata.labels if metadata is not None else None
    if spec.selector == LabelSelector() or matches(spec.selector, labels):
        return []
    return [invalid("spec.template.metadata.labels", labels, _MISMATCH)]


def _validate_pod_life(template: Any, kind: str) -> Errors:
    """Pods of a workload restart always, and have all the time there is."""
    errors: Errors = []
    path, spec = "spec.template.spec", template.spec
    if spec.restartPolicy != "Always":
        policy = spec.restartPolicy or ""
        errors.append(not_supported(f"{path}.restartPolicy", policy, ("Always",)))
    if spec.activeDeadlineSeconds is not None:
        text = f"activeDeadlineSeconds in {kind} is not Supported"
        errors.append(forbidden(f"{path}.activeDeadlineSeconds", text))
    return errors


def _validate_replicated(spec: Any, options: Options) -> Errors:
    """`ValidatePodTemplateSpecForReplicaSet`, and the selector before it."""
    errors, readable = _validate_selector(spec, "deployment", "invalid label selector")
    if not readable:
        return errors
    errors += _validate_match(spec)
    errors += validate_pod_template(spec.template, "spec.template", options)
    return errors + _validate_pod_life(spec.template, "ReplicaSet")


def int_or_percent(value: int | str | None, path: str) -> Errors:
    """A number of Pods, or a share of them."""
    if isinstance(value, str):
        return all_invalid(path, value, percent(value))
    return non_negative(value, path)


def not_more_than_all(value: int | str | None, path: str) -> Errors:
    """A share is at most the whole (`IsNotMoreThan100Percent`)."""
    if isinstance(value, str) and not percent(value) and int(value[:-1]) > 100:
        return [invalid(path, value, "must not be greater than 100%")]
    return []


def _is_zero(value: int | str | None) -> bool:
    """What can't be read counts as none; a number may be written as text."""
    if isinstance(value, str):
        number = re.fullmatch(r"([-+]?[0-9]{1,18})|([0-9]{1,18})%", value)
        return number is None or int(number[1] or number[2]) == 0
    return not value


def _counts(spec: Any, *fields: str) -> Errors:
    return [e for field in fields for e in non_negative(getattr(spec, field), f"spec.{field}")]


def _validate_deployment_spec(spec: Any, options: Options) -> Errors:
    errors = _counts(spec, "replicas")
    errors += _validate_replicated(spec, options)
    errors += _validate_strategy(spec.strategy)
    errors += _counts(spec, "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds")
    least, most = spec.minReadySeconds or 0, spec.progressDeadlineSeconds
    if most is not None and most <= least:
        text = "must be greater than minReadySeconds"
        errors.append(invalid("spec.progressDeadlineSeconds", most, text))
    return errors


def _validate_strategy(strategy: Any) -> Errors:
    path = "spec.strategy"
    if strategy is None:
        return []
    if strategy.type == "Recreate":
        if strategy.rollingUpdate is None:
            return []
        text = "may not be specified when strategy `type` is 'Recreate'"
        return [forbidden(f"{path}.rollingUpdate", text)]
    if strategy.type != "RollingUpdate":
        return [not_supported(path, strategy, ("Recreate", "RollingUpdate"))]
    rolling, here = strategy.rollingUpdate, f"{path}.rollingUpdate"
    if rolling is None:
        return [required(here, "this should be defaulted and never be nil")]
    errors = int_or_percent(rolling.maxUnavailable, f"{here}.maxUnavailable")
    errors += int_or_percent(rolling.maxSurge, f"{here}.maxSurge")
    if _is_zero(rolling.maxUnavailable) and _is_zero(rolling.maxSurge):
        text = "may not be 0 when `maxSurge` is 0"
        errors.append(invalid(f"{here}.maxUnavailable", rolling.maxUnavailable, text))
    return errors + not_more_than_all(rolling.maxUnavailable, f"{here}.maxUnavailable")


def _validate_replica_set_spec(spec: Any, options: Options) -> Errors:
    return _counts(spec, "replicas", "minReadySeconds") + _validate_replicated(spec, options)


def _validate_controller_spec(spec: Any, options: Options) -> Errors:
    errors = _counts(spec, "minReadySeconds")
    if not spec.selector:
        errors.append(required(_SELECTOR))
    errors += _counts(spec, "replicas")
    if spec.template is None:
        return [*errors, required("spec.template")]
    if spec.selector:
        errors += _validate_match(spec)
    errors += validate_pod_template(spec.template, "spec.template", options)
    return errors + _validate_pod_life(spec.template, "ReplicationController")


def _validate_daemon_set_spec(spec: Any, options: Options) -> Errors:
    errors = validate_label_selector(spec.selector, _SELECTOR)
    if not errors:
        errors += _validate_match(spec)
    if spec.selector == LabelSelector():
        text = "empty selector is invalid for daemonset"
        errors.append(invalid(_SELECTOR, spec.selector, text))
    errors += validate_pod_template(spec.template, "spec.template", options)
    errors += _validate_pod_life(spec.template, "DaemonSet")
    errors += _counts(spec, "minReadySeconds")
    errors += _validate_daemon_strategy(spec.updateStrategy)
    return errors + _counts(spec, "revisionHistoryLimit")


def _validate_daemon_strategy(strategy: Any) -> Errors:
    path = "spec.updateStrategy"
    if strategy.type == "OnDelete":
        return []
    if strategy.type != "RollingUpdate":
        return [not_supported(path, strategy, ("RollingUpdate", "OnDelete"))]
    rolling, here = strategy.rollingUpdate, f"{path}.rollingUpdate"
    if rolling is None:
        return [required(here)]
    fields = ("maxUnavailable", "maxSurge")
    errors: Errors = []
    for check in (int_or_percent, not_more_than_all):
        for field in fields:
            errors += check(getattr(rolling, field), f"{here}.{field}")
    fewer, more = (not _is_zero(getattr(rolling, field)) for field in fields)
    if fewer and more:
        text = "may not be set when maxUnavailable is non-zero"
        errors.append(invalid(f"{here}.maxSurge", rolling.maxSurge, text))
    elif not fewer and not more:
        errors.append(required(f"{here}.maxUnavailable", "cannot be 0 when maxSurge is 0"))
    return errors


def _validate_stateful_set_spec(spec: Any, options: Options) -> Errors:
    errors: Errors = []
    if spec.podManagementPolicy not in _ORDERS:
        text = "must be '{}' or '{}'".format(*_ORDERS)
        errors.append(invalid("spec.podManagementPolicy", spec.podManagementPolicy, text))
    errors += _validate_stateful_strategy(spec.updateStrategy)
    for field in ("whenDeleted", "whenScaled"):
        kept, where = spec.persistentVolumeClaimRetentionPolicy, f"{_CLAIMS}.{field}"
        if kept is not None and (value := getattr(kept, field)) not in ("Retain", "Delete"):
            errors.append(not_supported(where, value, ("Retain", "Delete")))
    errors += _counts(spec, "replicas", "minReadySeconds")
    if spec.ordinals is not None:
        errors += non_negative(spec.ordinals.start, "spec.ordinals.start")
    if spec.serviceName:
        problems = dns1123_label(spec.serviceName)
        errors += all_invalid("spec.serviceName", spec.serviceName, problems)
    wrong, readable = _validate_selector(spec, "statefulset", "")
    errors += wrong
    if readable:
        errors += _validate_match(spec)
        errors += _validate_stateful_template(spec.template, options)
    return errors + _validate_pod_life(spec.template, "StatefulSet")


def _validate_stateful_strategy(strategy: Any) -> Errors:
    path = "spec.updateStrategy"
    rolling, here = strategy.rollingUpdate, f"{path}.rollingUpdate"
    if strategy.type == "OnDelete":
        text = "only allowed for updateStrategy 'RollingUpdate'"
        return [invalid(here, rolling, text)] if rolling is not None else []
    if strategy.type != "RollingUpdate":
        return [invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'")]
    if rolling is None:
        return []
    errors = non_negative(rolling.partition, f"{here}.partition")
    most, where = rolling.maxUnavailable, f"{here}.maxUnavailable"
    if most is not None:
        errors += int_or_percent(most, where)
        if _is_zero(most):
            errors.append(invalid(where, most, "cannot be 0"))
        errors += not_more_than_all(most, where)
    return errors


def _validate_stateful_template(template: Any, options: Options) -> Errors:
    """Only metadata: the rest mounts claims that the Pods will have, but the template has not."""
    metadata, path = template.metadata or ObjectMeta(), "spec.template"
    errors = validate_labels(metadata.labels, f"{path}.labels")
    where = f"{path}.annotations"
    errors += validate_annotations(metadata.annotations, where)
    return errors + validate_pod_annotations(metadata.annotations, template.spec, where, options)


_SPECS = {
    "DaemonSet": _validate_daemon_set_spec,
    "Deployment": _validate_deployment_spec,
    "ReplicaSet": _validate_replica_set_spec,
    "ReplicationController": _validate_controller_spec,
    "StatefulSet": _validate_stateful_set_spec,
}
_STATEFUL_FIELDS = (
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
)  # fmt: skip


def validate_workload(workload: Any) -> Errors:
    """`ValidateDeployment` and its likes."""
    name = label_name if workload.kind == "StatefulSet" else subdomain_name
    errors = validate_object_meta(workload.metadata, name, namespaced=True)
    if workload.spec is None:
        return [*errors, required(_SELECTOR), required("spec.template")]
    return errors + _SPECS[workload.kind](workload.spec, TEMPLATE)


def validate_workload_update(new: Any, old: Any) -> Errors:
    """What selects the Pods of a workload never changes."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += _SPECS[new.kind](new.spec, for_template_update(old.spec.template))
    if new.kind == "StatefulSet":
        errors += _fixed_fields(new.spec, old.spec)
    elif new.kind != "ReplicationController":
        errors += immutable(new.spec.selector, old.spec.selector, _SELECTOR)
    return errors


def _fixed_fields(new: Any, old: Any) -> Errors:
    changed = [
        field
        for field in new.__struct_fields__
        if field not in _STATEFUL_FIELDS and getattr(new, field) != getattr(old, field)
    ]
    if not changed:
        return []
    text = (
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
        "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
        "'minReadySeconds' are forbidden"
    )
    return [forbidden("spec", text)]
