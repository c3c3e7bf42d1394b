"""How Pods are spread over zones and nodes.

Mirrors `validateTopologySpreadConstraints` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import TopologySpreadConstraint

from lifecycle.engine.api.validation.affinity import validate_label_keys
from lifecycle.engine.api.validation.field import (
    Errors,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.label_selector import (
    validate_label_name,
    validate_label_selector,
)
from lifecycle.engine.api.validation.options import Options

_ACTIONS = ("DoNotSchedule", "ScheduleAnyway")
_POLICIES = ("Honor", "Ignore")
_POSITIVE = "must be greater than zero"


def validate_topology_spread(
    constraints: list[TopologySpreadConstraint], path: str, options: Options
) -> Errors:
    """Each constraint, and that none is there twice."""
    errors: Errors = []
    for i, constraint in enumerate(constraints):
        here = f"{path}[{i}]"
        errors += _validate_skew(constraint, here)
        pair = (constraint.topologyKey, constraint.whenUnsatisfiable)
        rest = [(c.topologyKey, c.whenUnsatisfiable) for c in constraints[i + 1 :]]
        if pair in rest:
            where = f"{here}.{{topologyKey, whenUnsatisfiable}}"
            errors.append(duplicate(where, f"{{{pair[0]}, {pair[1]}}}"))
        errors += _validate_domains(constraint, f"{here}.minDomains")
        for name in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
            policy = getattr(constraint, name)
            if policy is not None and policy not in _POLICIES:
                errors.append(not_supported(f"{here}.{name}", policy, _POLICIES))
        if options.old_violates_label_keys:
            errors += _validate_keys(constraint, f"{here}.matchLabelKeys")
        else:
            keys = constraint.matchLabelKeys or []
            errors += validate_label_keys(keys, [], constraint.labelSelector, here)
        if not options.invalid_spread_selectors:
            errors += validate_label_selector(constraint.labelSelector, f"{here}.labelSelector")
    return errors


def _validate_skew(constraint: TopologySpreadConstraint, path: str) -> Errors:
    errors: Errors = []
    if constraint.maxSkew <= 0:
        errors.append(invalid(f"{path}.maxSkew", constraint.maxSkew, _POSITIVE))
    if not constraint.topologyKey:
        errors.append(required(f"{path}.topologyKey", "can not be empty"))
    action = constraint.whenUnsatisfiable
    if action not in _ACTIONS:
        errors.append(not_supported(f"{path}.whenUnsatisfiable", action, _ACTIONS))
    return errors


def _validate_domains(constraint: TopologySpreadConstraint, path: str) -> Errors:
    least, action = constraint.minDomains, constraint.whenUnsatisfiable
    if least is None:
        return []
    errors = [] if least > 0 else [invalid(path, least, _POSITIVE)]
    if action != "DoNotSchedule":
        text = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"
        errors.append(invalid(path, least, text))
    return errors


def _validate_keys(constraint: TopologySpreadConstraint, path: str) -> Errors:
    """As before keys were merged into selectors (`ValidateMatchLabelKeysInTopologySpread`)."""
    keys, selector = constraint.matchLabelKeys or [], constraint.labelSelector
    if not keys:
        return []
    errors: Errors = []
    selected: list[str] = []
    if selector is None:
        errors.append(forbidden(path, "must not be specified when labelSelector is not set"))
    else:
        expressions = selector.matchExpressions or ()
        selected = [*(selector.matchLabels or ()), *(term.key for term in expressions)]
    for i, key in enumerate(keys):
        errors += validate_label_name(key, f"{path}[{i}]")
        if key in selected:
            text = "exists in both matchLabelKeys and labelSelector"
            errors.append(invalid(f"{path}[{i}]", key, text))
    return errors
