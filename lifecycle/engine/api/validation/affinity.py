"""Which nodes and which other Pods a Pod wants to be near.

Mirrors `validateAffinity` and its parts in pkg/apis/core/validation.
"""

from typing import Any

from lightkube.models.core_v1 import (
    Affinity,
    NodeSelector,
    NodeSelectorRequirement,
    NodeSelectorTerm,
    PodAffinityTerm,
)
from lightkube.models.meta_v1 import LabelSelector

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    required,
)
from lifecycle.engine.api.validation.formats import (
    dns1123_label,
    dns1123_subdomain,
    label_value,
)
from lifecycle.engine.api.validation.label_selector import (
    validate_label_name,
    validate_label_selector,
)
from lifecycle.engine.api.validation.options import Options

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_WEIGHT = "must be in the range 1-100"
_OPERATOR = "not a valid selector operator"


def validate_affinity(affinity: Affinity | None, path: str, options: Options) -> Errors:
    """Nodes first, then Pods to be near, then Pods to be far from."""
    if affinity is None:
        return []
    errors: Errors = []
    if affinity.nodeAffinity is not None:
        errors += _validate_node_affinity(affinity.nodeAffinity, f"{path}.nodeAffinity", options)
    for name in ("podAffinity", "podAntiAffinity"):
        if (of_pods := getattr(affinity, name)) is not None:
            errors += _validate_pod_affinity(of_pods, f"{path}.{name}", options)
    return errors


def _validate_node_affinity(affinity: Any, path: str, options: Options) -> Errors:
    errors: Errors = []
    if (needed := getattr(affinity, _REQUIRED)) is not None:
        where = f"{path}.{_REQUIRED}"
        errors += validate_node_selector(needed, where, any_value=options.invalid_node_values)
    for i, preferred in enumerate(getattr(affinity, _PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{i}]"
        if not 1 <= preferred.weight <= 100:
            errors.append(invalid(f"{here}.weight", preferred.weight, _WEIGHT))
        errors += _validate_term(preferred.preference, f"{here}.preference", any_value=True)
    return errors


def validate_node_selector(selector: NodeSelector, path: str, *, any_value: bool = False) -> Errors:
    """Terms of which one must fit; there must be one."""
    where = f"{path}.nodeSelectorTerms"
    if not selector.nodeSelectorTerms:
        return [required(where, "must have at least one node selector term")]
    errors: Errors = []
    for i, term in enumerate(selector.nodeSelectorTerms):
        errors += _validate_term(term, f"{where}[{i}]", any_value=any_value)
    return errors


def _validate_term(term: NodeSelectorTerm, path: str, *, any_value: bool = False) -> Errors:
    errors: Errors = []
    for i, requirement in enumerate(term.matchExpressions or ()):
        errors += _validate_expression(requirement, f"{path}.matchExpressions[{i}]", any_value)
    for i, requirement in enumerate(term.matchFields or ()):
        errors += _validate_field_match(requirement, f"{path}.matchFields[{i}]")
    return errors


def _validate_expression(term: NodeSelectorRequirement, path: str, any_value: bool) -> Errors:
    errors: Errors = []
    values = term.values or []
    if term.operator in ("In", "NotIn"):
        if not values:
            text = "must be specified when `operator` is 'In' or 'NotIn'"
            errors.append(required(f"{path}.values", text))
    elif term.operator in ("Exists", "DoesNotExist"):
        if values:
            text = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            errors.append(forbidden(f"{path}.values", text))
    elif term.operator in ("Gt", "Lt"):
        if len(values) != 1:
            text = "must be specified single value when `operator` is 'Lt' or 'Gt'"
            errors.append(required(f"{path}.values", text))
    else:
        errors.append(invalid(f"{path}.operator", term.operator, _OPERATOR))
    errors += validate_label_name(term.key, f"{path}.key")
    if not any_value:
        for i, value in enumerate(values):
            errors += all_invalid(f"{path}.values[{i}]", value, label_value(value))
    return errors


def _validate_field_match(term: NodeSelectorRequirement, path: str) -> Errors:
    errors: Errors = []
    values = term.values or []
    if term.operator not in ("In", "NotIn"):
        errors.append(invalid(f"{path}.operator", term.operator, _OPERATOR))
    elif len(values) != 1:
        text = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        errors.append(required(f"{path}.values", text))
    if term.key != "metadata.name":
        return [*errors, invalid(f"{path}.key", term.key, "not a valid field selector key")]
    for i, value in enumerate(values):
        errors += all_invalid(f"{path}.values[{i}]", value, dns1123_subdomain(value))
    return errors


def _validate_pod_affinity(of_pods: Any, path: str, options: Options) -> Errors:
    errors: Errors = []
    for i, term in enumerate(getattr(of_pods, _REQUIRED) or ()):
        errors += _validate_pod_term(term, f"{path}.{_REQUIRED}[{i}]", options)
    for i, weighted in enumerate(getattr(of_pods, _PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{i}]"
        if not 1 <= weighted.weight <= 100:
            errors.append(invalid(f"{here}.weight", weighted.weight, _WEIGHT))
        errors += _validate_pod_term(weighted.podAffinityTerm, f"{here}.podAffinityTerm", options)
    return errors


def _validate_pod_term(term: PodAffinityTerm, path: str, options: Options) -> Errors:
    errors: Errors = []
    for name in ("labelSelector", "namespaceSelector"):
        errors += validate_label_selector(
            getattr(term, name), f"{path}.{name}", invalid_values=options.invalid_label_values
        )
    for namespace in term.namespaces or ():
        errors += all_invalid(f"{path}.namespace", namespace, dns1123_label(namespace))
    mismatched = term.mismatchLabelKeys or []
    errors += validate_label_keys(term.matchLabelKeys or [], mismatched, term.labelSelector, path)
    if not term.topologyKey:
        errors.append(required(f"{path}.topologyKey", "can not be empty"))
    return errors + validate_label_name(term.topologyKey, f"{path}.topologyKey")


def validate_label_keys(
    match: list[str], mismatch: list[str], selector: LabelSelector | None, path: str
) -> Errors:
    """Keys whose values come from the Pod's own labels, after they were put into the selector.

    Mirrors `ValidateMatchLabelKeysAndMismatchLabelKeys`.
    """
    errors: Errors = []
    for field, keys in (("matchLabelKeys", match), ("mismatchLabelKeys", mismatch)):
        if keys and selector is None:
            text = "must not be specified when labelSelector is not set"
            errors.append(forbidden(f"{path}.{field}", text))
            continue
        for i, key in enumerate(keys):
            errors += validate_label_name(key, f"{path}.{field}[{i}]")
    if selector is not None:
        selected = list(selector.matchLabels or ())
        for expression in selector.matchExpressions or ():
            if expression.key in match and expression.key in selected:
                text = "exists in both matchLabelKeys and labelSelector"
                last = len(match) - 1 - match[::-1].index(expression.key)
                where = f"{path}[{last}]"
                errors.append(invalid(where, expression.key, text))
            selected.append(expression.key)
    for i, key in enumerate(match):
        if key in mismatch:
            text = "exists in both matchLabelKeys and mismatchLabelKeys"
            errors.append(invalid(f"{path}.matchLabelKeys[{i}]", key, text))
    return errors
