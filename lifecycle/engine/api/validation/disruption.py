"""Disruption budgets: how many Pods must stay, or may go.

Mirrors pkg/apis/policy/validation.
"""

import re
from typing import Any

from lifecycle.engine.api.validation.field import Errors, invalid, not_supported
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.metadata import (
    non_negative,
    subdomain_name,
    validate_object_meta,
)


def validate_budget(budget: Any) -> Errors:
    """`ValidatePodDisruptionBudget`."""
    errors = validate_object_meta(budget.metadata, subdomain_name, namespaced=True)
    spec = budget.spec
    if spec is None:
        return errors
    if spec.minAvailable is not None and spec.maxUnavailable is not None:
        text = "minAvailable and maxUnavailable cannot be both set"
        errors.append(invalid("spec", spec, text))
    for field in ("minAvailable", "maxUnavailable"):
        value = getattr(spec, field)
        if isinstance(value, str):
            share = re.fullmatch(r"([0-9]{1,9})%", value)
            if share is None:
                text = "must be an integer or percentage (e.g '5%')"
                errors.append(invalid(f"spec.{field}", value, text))
            elif int(share[1]) > 100:
                errors.append(invalid(f"spec.{field}", value, "must not be greater than 100%"))
        else:
            errors += non_negative(value, f"spec.{field}")
    errors += validate_label_selector(spec.selector, "spec.selector")
    policies = ("AlwaysAllow", "IfHealthyBudget")
    policy = spec.unhealthyPodEvictionPolicy
    if policy is not None and policy not in policies:
        errors.append(not_supported("spec.unhealthyPodEvictionPolicy", policy, policies))
    return errors
