"""LimitRanges: how little and how much one object may ask for.

Mirrors `ValidateLimitRange` of pkg/apis/core/validation.
"""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.api.quantity import Quantity, canonical, milli_value, parse, value
from lifecycle.engine.api.resources import quantities
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    required,
)
from lifecycle.engine.api.validation.formats import qualified_name
from lifecycle.engine.api.validation.metadata import subdomain_name, validate_object_meta
from lifecycle.engine.api.validation.resource_names import (
    is_overcommit_allowed,
    validate_container_resource_name,
    validate_resource_name,
)

_CLAIM = "PersistentVolumeClaim"
_TYPES = ("Container", _CLAIM, "Pod")
_FIELDS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
_MOST_MILLI = ((1 << 63) - 1) // 1000

Amounts = dict[str, Quantity]


def validate_limit_range(limits: Any) -> Errors:
    """`ValidateLimitRange`."""
    errors = validate_object_meta(limits.metadata, subdomain_name, namespaced=True)
    items = (limits.spec.limits if limits.spec is not None else None) or []
    for i, item in enumerate(items):
        path, kind = f"spec.limits[{i}]", item.type or ""
        errors += _validate_type(kind, f"{path}.type")
        if any((other.type or "") == kind for other in items[:i]):
            errors.append(duplicate(f"{path}.type", kind))
        errors += _validate_item(item, kind, path)
    return errors


def validate_limit_range_update(new: Any, _old: Any) -> Errors:
    """What limits there are may change as it likes."""
    return validate_limit_range(new)


def _validate_type(kind: str, path: str) -> Errors:
    errors = all_invalid(path, kind, qualified_name(kind))
    if not errors and "/" not in kind and kind not in _TYPES:
        text = "must be a standard limit type or fully qualified"
        errors.append(invalid(path, kind, text))
    return errors


def _validate_item(item: Any, kind: str, path: str) -> Errors:
    amounts = {field: quantities(getattr(item, field)) for field in _FIELDS}
    check: Callable[[str, str], Errors] = validate_resource_name
    if kind in ("Pod", "Container"):
        check = validate_container_resource_name
    errors: Errors = []
    for field in _FIELDS:
        if field == _FIELDS[-1] and kind == _CLAIM:
            errors += _validate_claim(amounts, path)
        if kind == "Pod" and field.startswith("default"):
            if amounts[field]:
                text = "may not be specified when `type` is 'Pod'"
                errors.append(forbidden(f"{path}.{field}", text))
                amounts[field] = {}
            continue
        for name in sorted(amounts[field]):
            errors += check(name, f"{path}.{field}[{name}]")
    for name in sorted({name for field in _FIELDS for name in amounts[field]}):
        errors += _compare(name, {field: amounts[field].get(name) for field in _FIELDS}, path)
    return errors


def _validate_claim(amounts: dict[str, Amounts], path: str) -> Errors:
    if "storage" in amounts["min"] or "storage" in amounts["max"]:
        return []
    text = "either minimum or maximum storage value is required, but neither was provided"
    return [required(f"{path}.limits", text)]


_ORDERS = (  # the smaller one, the greater one, which is at fault, which value is shown
    ("min", "max", "min", "min"),
    ("min", "defaultRequest", "defaultRequest", "defaultRequest"),
    ("defaultRequest", "max", "defaultRequest", "defaultRequest"),
    ("defaultRequest", "default", "defaultRequest", "defaultRequest"),
    ("min", "default", "default", "min"),
    ("default", "max", "default", "max"),
)
_CALLED = {
    "min": "min value",
    "max": "max value",
    "default": "default value",
    "defaultRequest": "default request value",
}


def _compare(name: str, amounts: dict[str, Quantity | None], path: str) -> Errors:
    """What is smallest, usual and greatest is in that order."""
    errors: Errors = []
    for low, high, faulty, shown in _ORDERS:
        small, great = amounts[low], amounts[high]
        if small is None or great is None or not great < small:
            continue
        called = _CALLED[high] if (low, high) != _ORDERS[3][:2] else "default limit value"
        text = f"{_CALLED[low]} {canonical(small)} is greater than {called} {canonical(great)}"
        errors.append(invalid(f"{path}.{faulty}[{name}]", amounts[shown], text))
    errors += _validate_ratio(amounts, f"{path}.maxLimitRequestRatio[{name}]")
    usual, asked = amounts["default"], amounts["defaultRequest"]
    if usual is None or asked is None or usual == asked or is_overcommit_allowed(name):
        return errors
    text = (
        f"default value {canonical(usual)} must equal to defaultRequest value "
        f"{canonical(asked)} in {name}"
    )
    return [*errors, invalid(f"{path}.defaultRequest[{name}]", asked, text)]


def _validate_ratio(amounts: dict[str, Quantity | None], path: str) -> Errors:
    """How many times a request the limit may be."""
    ratio, least, most = amounts["maxLimitRequestRatio"], amounts["min"], amounts["max"]
    if ratio is None:
        return []
    errors: Errors = []
    if ratio < parse("1"):
        errors.append(invalid(path, ratio, f"ratio {canonical(ratio)} is less than 1"))
    if least is None or most is None:
        return errors
    times, low, high = float(value(ratio)), value(least), value(most)
    if max(value(ratio), low, high) < _MOST_MILLI:
        times, low, high = milli_value(ratio) / 1000, milli_value(least), milli_value(most)
    if low and times > high / low:
        text = f"ratio {canonical(ratio)} is greater than max/min = {high / low:f}"
        errors.append(invalid(path, ratio, text))
    return errors
