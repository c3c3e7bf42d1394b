"""Kinds that belong to no namespace: namespaces themselves and priority classes.

Mirrors `ValidateNamespace` and pkg/apis/scheduling/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import qualified_name
from lifecycle.engine.api.validation.metadata import (
    immutable,
    label_name,
    subdomain_name,
    validate_kube_finalizers,
    validate_object_meta,
    validate_object_meta_update,
)

_SYSTEM = "system-"
_SYSTEM_VALUES = {
    "system-node-critical": 2_000_001_000,
    "system-cluster-critical": 2_000_000_000,
}
_HIGHEST = 1_000_000_000
_POLICIES = ("PreemptLowerPriority", "Never")


def validate_namespace(namespace: Any) -> Errors:
    """`ValidateNamespace`."""
    errors = validate_object_meta(namespace.metadata, label_name, namespaced=False)
    path = "spec.finalizers"
    for name in (namespace.spec.finalizers if namespace.spec is not None else None) or ():
        errors += all_invalid(path, name, qualified_name(name))
        errors += [e._replace(field=path) for e in validate_kube_finalizers([name], path)]
    return errors


def validate_namespace_update(new: Any, old: Any) -> Errors:
    """`ValidateNamespaceUpdate`, after all of `ValidateNamespace`."""
    return validate_namespace(new) + validate_object_meta_update(new.metadata, old.metadata)


def validate_priority_class(priority_class: Any) -> Errors:
    """`ValidatePriorityClass`."""
    errors = validate_object_meta(priority_class.metadata, subdomain_name, namespaced=False)
    name, value = priority_class.metadata.name or "", priority_class.value or 0
    if name.startswith(_SYSTEM):
        if problem := _system_problem(name, value, bool(priority_class.globalDefault)):
            text = f"priority class names with '{_SYSTEM}' prefix are reserved for system use only."
            errors.append(forbidden("metadata.name", f"{text} error: {problem}"))
    elif value > _HIGHEST:
        text = f"maximum allowed value of a user defined priority is {_HIGHEST}"
        errors.append(forbidden("value", text))
    policy = priority_class.preemptionPolicy
    if policy == "":
        errors.append(required("preemptionPolicy"))
    elif policy is not None and policy not in _POLICIES:
        errors.append(not_supported("preemptionPolicy", policy, _POLICIES))
    return errors


def _system_problem(name: str, value: int, is_default: bool) -> str:
    """`IsKnownSystemPriorityClass`."""
    if name not in _SYSTEM_VALUES:
        return f"{name} is not a known system priority class"
    if value != _SYSTEM_VALUES[name]:
        return f"value of {name} PriorityClass must be {_SYSTEM_VALUES[name]}"
    return f"globalDefault of {name} PriorityClass must be false" if is_default else ""


def validate_priority_class_update(new: Any, old: Any) -> Errors:
    """What a class means never changes."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    if new.value != old.value:
        errors.append(forbidden("value", "may not be changed in an update."))
    return errors + immutable(new.preemptionPolicy, old.preemptionPolicy, "preemptionPolicy")
