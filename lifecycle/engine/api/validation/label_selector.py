"""Labels and the selectors of labels.

Mirrors k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go.
"""

from lightkube.models.meta_v1 import LabelSelector, LabelSelectorRequirement

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    required,
)
from lifecycle.engine.api.validation.formats import label_value, qualified_name


def validate_label_name(name: str, path: str) -> Errors:
    """The key of a label."""
    return all_invalid(path, name, qualified_name(name))


def validate_labels(labels: dict[str, str] | None, path: str) -> Errors:
    """Keys and values of labels; all errors are at the map itself."""
    errors: Errors = []
    for key in sorted(labels or ()):
        errors += validate_label_name(key, path)
        errors += all_invalid(path, labels[key], label_value(labels[key]))
    return errors


def validate_label_selector(
    selector: LabelSelector | None, path: str, *, invalid_values: bool = False
) -> Errors:
    """A selector of both kinds of terms."""
    if selector is None:
        return []
    errors = validate_labels(selector.matchLabels, f"{path}.matchLabels")
    for i, term in enumerate(selector.matchExpressions or ()):
        errors += _validate_requirement(term, f"{path}.matchExpressions[{i}]", invalid_values)
    return errors


def _validate_requirement(
    term: LabelSelectorRequirement, path: str, invalid_values: bool
) -> Errors:
    errors: Errors = []
    if term.operator in ("In", "NotIn"):
        if not term.values:
            text = "must be specified when `operator` is 'In' or 'NotIn'"
            errors.append(required(f"{path}.values", text))
    elif term.operator in ("Exists", "DoesNotExist"):
        if term.values:
            text = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            errors.append(forbidden(f"{path}.values", text))
    else:
        errors.append(invalid(f"{path}.operator", term.operator, "not a valid selector operator"))
    errors += validate_label_name(term.key, f"{path}.key")
    if not invalid_values:
        for i, value in enumerate(term.values or ()):
            errors += all_invalid(f"{path}.values[{i}]", value, label_value(value))
    return errors
