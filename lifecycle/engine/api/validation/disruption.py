"""Disruption budgets: how many Pods must stay, or may go.

Mirrors pkg/apis/policy/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import Errors, invalid, not_supported
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.metadata import path_segment_name, validate_object_meta
from lifecycle.engine.api.validation.workloads import int_or_percent, not_more_than_all

_POLICIES = ("AlwaysAllow", "IfHealthyBudget")


def validate_budget(budget: Any) -> Errors:
    """`ValidatePodDisruptionBudget`; its metadata is looked at only if its spec is right."""
    return _validate_spec(budget.spec) or validate_object_meta(
        budget.metadata, path_segment_name, namespaced=True
    )


def validate_budget_update(new: Any, _old: Any) -> Errors:
    """A budget may change as it likes; its metadata is what all kinds have."""
    return _validate_spec(new.spec)


def _validate_spec(spec: Any) -> Errors:
    if spec is None:
        return []
    errors: Errors = []
    if spec.minAvailable is not None and spec.maxUnavailable is not None:
        text = "minAvailable and maxUnavailable cannot be both set"
        errors.append(invalid("spec", spec, text))
    for field in ("minAvailable", "maxUnavailable"):
        value, where = getattr(spec, field), f"spec.{field}"
        errors += int_or_percent(value, where) + not_more_than_all(value, where)
    errors += validate_label_selector(spec.selector, "spec.selector")
    policy, where = spec.unhealthyPodEvictionPolicy, "spec.unhealthyPodEvictionPolicy"
    if policy is not None and policy not in _POLICIES:
        errors.append(not_supported(where, policy, _POLICIES))
    return errors
