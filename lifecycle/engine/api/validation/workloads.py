"""Deployments, ReplicaSets, StatefulSets, DaemonSets and ReplicationControllers.

Mirrors pkg/apis/apps/validation and `ValidateReplicationController`.
"""

from typing import Any

from lightkube.models.meta_v1 import LabelSelector, ObjectMeta

from lifecycle.engine.api.selectors import of_label_selector, of_map
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label, percent
from lifecycle.engine.api.validation.label_selector import (
    validate_label_selector,
    validate_labels,
)
from lifecycle.engine.api.validation.metadata import (
    immutable,
    non_negative,
    subdomain_name,
    validate_annotations,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.pod import validate_pod_template

_MISMATCH = "`selector` does not match template `labels`"
_NOT_INTEGER_OR_PERCENT = "must be an integer or percentage (e.g '5%')"


def validate_selector(
    selector: LabelSelector | None, kind: str, path: str = "spec.selector"
) -> Errors:
    """A selector that selects something, but not everything."""
    if selector is None:
        return [required(path)]
    errors = validate_label_selector(selector, path)
    if not selector.matchLabels and not selector.matchExpressions:
        text = f"empty selector is invalid for {kind}"
        errors.append(invalid(path, selector, text))
    return errors


def validate_template_of(
    spec: Any, kind: str, selects: bool, path: str = "spec.template"
) -> Errors:
    """The template of Pods that always restart, and its labels (`ValidatePodTemplateSpecFor…`).

    A StatefulSet's is validated when its Pods are made: it mounts claims that are not there.
    """
    template = spec.template
    if template is None:
        return [required(path)]
    errors: Errors = []
    metadata = template.metadata or ObjectMeta()
    if not selects:
        errors.append(invalid(f"{path}.metadata.labels", metadata.labels, _MISMATCH))
    if kind != "StatefulSet":
        errors += validate_pod_template(template, path)
    else:
        errors += validate_labels(metadata.labels, f"{path}.labels")
        errors += validate_annotations(metadata.annotations, f"{path}.annotations")
    if template.spec is None:
        return errors
    policy = template.spec.restartPolicy
    if policy != "Always":
        errors.append(not_supported(f"{path}.spec.restartPolicy", policy or "", ("Always",)))
    if template.spec.activeDeadlineSeconds is not None:
        text = f"activeDeadlineSeconds in {kind} is not Supported"
        errors.append(forbidden(f"{path}.spec.activeDeadlineSeconds", text))
    return errors


def _selects_template(spec: Any) -> bool:
    metadata = spec.template.metadata if spec.template is not None else None
    labels = metadata.labels if metadata is not None else None
    selector = spec.selector
    if selector is None or (isinstance(selector, LabelSelector) and selector == LabelSelector()):
        return True
    parsed = of_map(selector) if isinstance(selector, dict) else of_label_selector(selector)
    return parsed.matches(labels)


def _selects(spec: Any, errors: Errors) -> bool:
    """Selectors that can't be read are reported as such, and not for what they select."""
    return bool(errors) or _selects_template(spec)


def int_or_percent(value: int | str | None, path: str) -> Errors:
    """A number of Pods, or a share of them."""
    if isinstance(value, str):
        if percent(value):
            return [invalid(path, value, _NOT_INTEGER_OR_PERCENT)]
        return []
    return non_negative(value, path)


def _at_most_all(value: int | str | None, path: str) -> Errors:
    if isinstance(value, str) and not percent(value) and int(value[:-1]) > 100:
        return [invalid(path, value, "must not be greater than 100%")]
    return []


def _is_zero(value: int | str | None) -> bool:
    return value in (None, 0) or (isinstance(value, str) and value.rstrip("%").strip("0") == "")


def _counts(spec: Any, *fields: str) -> Errors:
    return [e for field in fields for e in non_negative(getattr(spec, field), f"spec.{field}")]


def validate_deployment(deployment: Any) -> Errors:
    """`ValidateDeployment`."""
    errors = validate_object_meta(deployment.metadata, subdomain_name, namespaced=True)
    spec = deployment.spec
    if spec is None:
        return [*errors, required("spec.selector")]
    errors += _counts(spec, "replicas")
    wrong = validate_selector(spec.selector, "deployment")
    errors += wrong
    errors += validate_template_of(spec, "ReplicaSet", _selects(spec, wrong))
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
        kinds = ("Recreate", "RollingUpdate")
        return [not_supported(f"{path}.type", strategy.type or "", kinds)]
    rolling, here = strategy.rollingUpdate, f"{path}.rollingUpdate"
    if rolling is None:
        return [required(here, "this should be defaulted and never be nil")]
    errors = int_or_percent(rolling.maxUnavailable, f"{here}.maxUnavailable")
    errors += int_or_percent(rolling.maxSurge, f"{here}.maxSurge")
    if not errors and _is_zero(rolling.maxUnavailable) and _is_zero(rolling.maxSurge):
        text = "may not be 0 when `maxSurge` is 0"
        errors.append(invalid(f"{here}.maxUnavailable", rolling.maxUnavailable, text))
    return errors + _at_most_all(rolling.maxUnavailable, f"{here}.maxUnavailable")


def validate_replica_set(replica_set: Any) -> Errors:
    """`ValidateReplicaSet`."""
    errors = validate_object_meta(replica_set.metadata, subdomain_name, namespaced=True)
    spec = replica_set.spec
    if spec is None:
        return [*errors, required("spec.selector")]
    errors += _counts(spec, "replicas", "minReadySeconds")
    wrong = validate_selector(spec.selector, "replicaset")
    return errors + wrong + validate_template_of(spec, "ReplicaSet", _selects(spec, wrong))


def validate_replication_controller(controller: Any) -> Errors:
    """`ValidateReplicationController`."""
    errors = validate_object_meta(controller.metadata, subdomain_name, namespaced=True)
    spec = controller.spec
    if spec is None:
        return [*errors, required("spec.selector"), required("spec.template")]
    errors += _counts(spec, "minReadySeconds")
    if not spec.selector:
        errors.append(required("spec.selector"))
    errors += _counts(spec, "replicas")
    selects = not spec.selector or _selects_template(spec)
    return errors + validate_template_of(spec, "ReplicationController", selects)


def validate_daemon_set(daemon_set: Any) -> Errors:
    """`ValidateDaemonSet`."""
    errors = validate_object_meta(daemon_set.metadata, subdomain_name, namespaced=True)
    spec = daemon_set.spec
    if spec is None:
        return [*errors, required("spec.selector")]
    wrong = validate_selector(spec.selector, "daemonset")
    errors += wrong
    errors += validate_template_of(spec, "DaemonSet", _selects(spec, wrong))
    errors += _counts(spec, "minReadySeconds")
    errors += _validate_daemon_strategy(spec.updateStrategy)
    return errors + _counts(spec, "revisionHistoryLimit")


def _validate_daemon_strategy(strategy: Any) -> Errors:
    path = "spec.updateStrategy"
    if strategy is None or strategy.type == "OnDelete":
        return []
    if strategy.type != "RollingUpdate":
        kinds = ("RollingUpdate", "OnDelete")
        return [not_supported(f"{path}.type", strategy.type or "", kinds)]
    rolling, here = strategy.rollingUpdate, f"{path}.rollingUpdate"
    if rolling is None:
        return [required(here)]
    errors = int_or_percent(rolling.maxUnavailable, f"{here}.maxUnavailable")
    errors += int_or_percent(rolling.maxSurge, f"{here}.maxSurge")
    if not errors and _is_zero(rolling.maxUnavailable) == _is_zero(rolling.maxSurge):
        both = not _is_zero(rolling.maxSurge)
        text = "may not be set when maxUnavailable is non-zero" if both else (
            "cannot be 0 when maxSurge is 0"
        )  # fmt: skip
        field = "maxSurge" if both else "maxUnavailable"
        errors.append(invalid(f"{here}.{field}", getattr(rolling, field), text))
    return errors


def validate_stateful_set(stateful_set: Any) -> Errors:
    """`ValidateStatefulSet`."""
    errors = validate_object_meta(stateful_set.metadata, subdomain_name, namespaced=True)
    spec = stateful_set.spec
    if spec is None:
        return [*errors, required("spec.selector")]
    policies = ("OrderedReady", "Parallel")
    if spec.podManagementPolicy not in policies:
        text = f"must be '{policies[0]}' or '{policies[1]}'"
        errors.append(invalid("spec.podManagementPolicy", spec.podManagementPolicy or "", text))
    strategy = spec.updateStrategy
    if strategy is not None and strategy.type not in ("RollingUpdate", "OnDelete"):
        text = "must be 'RollingUpdate' or 'OnDelete'"
        errors.append(invalid("spec.updateStrategy", strategy, text))
    rolling = strategy.rollingUpdate if strategy is not None else None
    if rolling is not None:
        where = "spec.updateStrategy.rollingUpdate.partition"
        errors += non_negative(rolling.partition, where)
    errors += _counts(spec, "replicas", "minReadySeconds")
    if spec.serviceName:
        problems = dns1123_label(spec.serviceName)
        errors += all_invalid("spec.serviceName", spec.serviceName, problems)
    wrong = validate_selector(spec.selector, "statefulset")
    errors += wrong
    return errors + validate_template_of(spec, "StatefulSet", _selects(spec, wrong))


_CHECKS = {
    "Deployment": validate_deployment,
    "ReplicaSet": validate_replica_set,
    "DaemonSet": validate_daemon_set,
    "StatefulSet": validate_stateful_set,
    "ReplicationController": validate_replication_controller,
}
_STATEFUL_FIELDS = (
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
)  # fmt: skip


def validate_workload_update(new: Any, old: Any) -> Errors:
    """What selects the Pods of a workload never changes."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    if new.kind == "StatefulSet":
        errors += _fixed_fields(new.spec, old.spec)
    elif new.kind != "ReplicationController":
        errors += immutable(new.spec.selector, old.spec.selector, "spec.selector")
    return errors + _CHECKS[new.kind](new)


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
