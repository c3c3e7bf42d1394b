"""Kinds that belong to no namespace: namespaces themselves and priority classes.

Mirrors `ValidateNamespace` and pkg/apis/scheduling/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import Errors, forbidden, not_supported
from lifecycle.engine.api.validation.metadata import (
    label_name,
    subdomain_name,
    validate_object_meta,
)


def validate_namespace(namespace: Any) -> Errors:
    """`ValidateNamespace`."""
    return validate_object_meta(namespace.metadata, label_name, namespaced=False)


def validate_priority_class(priority_class: Any) -> Errors:
    """`ValidatePriorityClass`."""
    errors = validate_object_meta(priority_class.metadata, subdomain_name, namespaced=False)
    name, value = priority_class.metadata.name or "", priority_class.value
    if name.startswith("system-"):
        if name not in ("system-node-critical", "system-cluster-critical"):
            text = (
                "priority class names with 'system-' prefix are reserved for system use only. "
                "error: name is not a known system priority class"
            )
            errors.append(forbidden("metadata.name", text))
    elif value > 1_000_000_000:
        text = "maximum allowed value of a user defined priority is 1000000000"
        errors.append(forbidden("value", text))
    policies = ("PreemptLowerPriority", "Never")
    policy = priority_class.preemptionPolicy
    if policy is not None and policy not in policies:
        errors.append(not_supported("preemptionPolicy", policy, policies))
    return errors
