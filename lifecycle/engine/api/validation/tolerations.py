"""Taints of nodes and what tolerates them.

Mirrors `ValidateTolerations`, `validateOnlyAddedTolerations` and `validateNodeTaints`.
"""

from lightkube.models.core_v1 import Taint, Toleration
from msgspec.structs import replace

from lifecycle.engine.api.validation.field import (
    Errors,
    FieldError,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import label_value
from lifecycle.engine.api.validation.label_selector import validate_label_name

_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_OPERATORS = ("Equal", "Exists")
_COMPARISONS = ("Lt", "Gt")
"""Known, but behind a gate that is off in 1.36: only a Pod that has them may keep them."""


def validate_tolerations(
    tolerations: list[Toleration], path: str, *, comparisons: bool = False
) -> Errors:
    """Each for itself."""
    errors: Errors = []
    for i, toleration in enumerate(tolerations):
        errors += _validate_toleration(toleration, f"{path}[{i}]", comparisons)
    return errors


def compares_numbers(tolerations: list[Toleration] | None) -> bool:
    """Whether any of them compares a taint's value as a number."""
    return any(toleration.operator in _COMPARISONS for toleration in tolerations or ())


def _validate_toleration(toleration: Toleration, path: str, comparisons: bool) -> Errors:
    key, operator, value = toleration.key, toleration.operator or "", toleration.value or ""
    errors = validate_label_name(key, f"{path}.key") if key else []
    if not key and operator != "Exists":
        text = (
            'operator must be Exists when `key` is empty, which means "match all values and '
            'all keys"'
        )
        errors.append(invalid(f"{path}.operator", operator, text))
    if toleration.tolerationSeconds is not None and toleration.effect != "NoExecute":
        text = "effect must be 'NoExecute' when `tolerationSeconds` is set"
        errors.append(invalid(f"{path}.effect", toleration.effect or "", text))
    if operator in ("", "Equal"):
        if problems := label_value(value):
            errors.append(invalid(f"{path}.operator", value, ";".join(problems)))
    elif operator == "Exists":
        if value:
            text = "value must be empty when `operator` is 'Exists'"
            errors.append(invalid(f"{path}.operator", value, text))
    elif not (comparisons and operator in _COMPARISONS):
        named = (*_OPERATORS, *_COMPARISONS) if operator in _COMPARISONS else _OPERATORS
        errors.append(not_supported(f"{path}.operator", operator, named))
    if toleration.effect:
        errors += _validate_effect(toleration.effect, f"{path}.effect")
    return errors


def _validate_effect(effect: str, path: str) -> Errors:
    return [] if effect in _EFFECTS else [not_supported(path, effect, _EFFECTS)]


def validate_only_added(
    new: list[Toleration], old: list[Toleration], path: str, *, comparisons: bool = False
) -> Errors:
    """An update may add tolerations and change their seconds, and nothing else."""
    timeless = [replace(toleration, tolerationSeconds=None) for toleration in new]
    for toleration in old:
        if replace(toleration, tolerationSeconds=None) not in timeless:
            text = "existing toleration can not be modified except its tolerationSeconds"
            return [forbidden(path, text)]
    return validate_tolerations(new, path, comparisons=comparisons)


def validate_taints(taints: list[Taint], path: str) -> Errors:
    """A node's taints, unique by key and effect."""
    errors: Errors = []
    seen: list[tuple[str, str]] = []
    for i, taint in enumerate(taints):
        here = f"{path}[{i}]"
        errors += validate_label_name(taint.key, f"{here}.key")
        if problems := label_value(taint.value or ""):
            errors.append(invalid(f"{here}.value", taint.value, ";".join(problems)))
        if not taint.effect:
            errors.append(required(f"{here}.effect"))
        else:
            errors += _validate_effect(taint.effect, f"{here}.effect")
        if (taint.key, taint.effect) in seen:
            text = "taints must be unique by key and effect pair"
            errors.append(FieldError("FieldValueDuplicate", here, taint, text))
        seen.append((taint.key, taint.effect))
    return errors
