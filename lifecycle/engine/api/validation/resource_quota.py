"""ResourceQuotas: how much a namespace may ask for, and have.

Mirrors `ValidateResourceQuota` of pkg/apis/core/validation.
"""

from typing import Any

from lifecycle.engine.api.validation.field import Errors, invalid, required
from lifecycle.engine.api.validation.metadata import (
    IMMUTABLE,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.resource_names import (
    is_quota,
    validate_quota_resource_name,
)
from lifecycle.engine.api.validation.resources import validate_quantity

_PODS = frozenset({"pods"})
_COMPUTE = _PODS | {
    "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory",
}  # fmt: skip
_CLAIMS = frozenset({"persistentvolumeclaims", "requests.storage"})
_SCOPES = {  # and what may be counted of the objects in them
    "BestEffort": _PODS,
    "CrossNamespacePodAffinity": _COMPUTE,
    "NotBestEffort": _COMPUTE,
    "NotTerminating": _COMPUTE,
    "PriorityClass": _COMPUTE,
    "Terminating": _COMPUTE,
    "VolumeAttributesClass": _CLAIMS,
}
_PAIRS = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
_PLAIN = (*(name for pair in _PAIRS for name in pair), "CrossNamespacePodAffinity")
_NOT_COUNTED = "unsupported scope applied to resource"
_ONLY_EXISTS = (
    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
    "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
    "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
)


def validate_resource_quota(quota: Any) -> Errors:
    """`ValidateResourceQuota`."""
    errors = validate_object_meta(quota.metadata, subdomain_name, namespaced=True)
    errors += _validate_spec(quota.spec)
    for field in ("hard", "used"):
        amounts = getattr(quota.status, field) if quota.status is not None else None
        errors += _validate_amounts(amounts, f"status.{field}")
    return errors


def validate_resource_quota_update(new: Any, old: Any) -> Errors:
    """The scopes of a quota never change."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += _validate_spec(new.spec)
    scopes, before = (q.spec.scopes if q.spec is not None else None for q in (new, old))
    if {*(scopes or ())} != {*(before or ())}:
        errors.append(invalid("spec.scopes", scopes, IMMUTABLE))
    return errors


def _validate_amounts(amounts: dict[str, str] | None, path: str) -> Errors:
    errors: Errors = []
    for name in sorted(amounts or ()):
        where = f"{path}[{name}]"
        errors += validate_quota_resource_name(name, where)
        errors += validate_quantity(name, amounts[name], where)
    return errors


def _validate_spec(spec: Any) -> Errors:
    if spec is None:
        return []
    errors = _validate_amounts(spec.hard, "spec.hard")
    counted = [name for name in sorted(spec.hard or ()) if is_quota(name)]
    path, scopes = "spec.scopes", spec.scopes or []
    for scope in scopes:
        if scope not in _SCOPES:
            errors.append(invalid(path, scopes, "unsupported scope"))
        errors += [invalid(path, scopes, _NOT_COUNTED)] * _not_counted(scope, counted)
    errors += _conflicts(scopes, scopes, path)
    if spec.scopeSelector is not None:
        errors += _validate_selector(spec, counted)
    return errors


def _not_counted(scope: str, names: list[str]) -> int:
    """How many of the resources no object in the scope has."""
    return sum(name not in _SCOPES[scope] for name in names) if scope in _SCOPES else 0


def _conflicts(scopes: list[str], shown: list[str] | None, path: str) -> Errors:
    return [invalid(path, shown, "conflicting scopes") for pair in _PAIRS if {*pair} <= {*scopes}]


def _validate_selector(spec: Any, counted: list[str]) -> Errors:
    """`validateScopedResourceSelectorRequirement`."""
    path, selector = "spec.scopeSelector.matchExpressions", spec.scopeSelector
    terms = selector.matchExpressions or []
    errors: Errors = []
    for term in terms:
        scope, operator = term.scopeName or "", term.operator or ""
        if scope not in _SCOPES:
            errors.append(invalid(f"{path}.scopeName", scope, "unsupported scope"))
        errors += [invalid(path, selector, _NOT_COUNTED)] * _not_counted(scope, counted)
        where = f"{path}.operator"
        if scope in _PLAIN and operator != "Exists":
            errors.append(invalid(where, operator, _ONLY_EXISTS))
        if operator in ("In", "NotIn"):
            if not term.values:
                text = (
                    "must be at least one value when `operator` is 'In' or 'NotIn' for scope "
                    "selector"
                )
                errors.append(required(f"{path}.values", text))
        elif operator in ("Exists", "DoesNotExist"):
            if term.values:
                text = (
                    "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope "
                    "selector"
                )
                errors.append(invalid(f"{path}.values", term.values, text))
        else:
            errors.append(invalid(where, operator, "not a valid selector operator"))
    return errors + _conflicts([term.scopeName or "" for term in terms], spec.scopes, path)
