"""What is wrong with a field: the errors of validation, worded as upstream words them.

Mirrors k8s.io/apimachinery/pkg/util/validation/field/errors.go.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lifecycle.engine.api.validation.govalues import go_value, quote

_HEADINGS = {
    "FieldValueRequired": "Required value",
    "FieldValueInvalid": "Invalid value",
    "FieldValueNotSupported": "Unsupported value",
    "FieldValueForbidden": "Forbidden",
    "FieldValueDuplicate": "Duplicate value",
    "FieldValueNotFound": "Not found",
    "FieldValueTooLong": "Too long",
    "FieldValueTooMany": "Too many",
    "InternalError": "Internal error",
}
_WITHOUT_VALUE = ("FieldValueRequired", "FieldValueForbidden", "FieldValueTooLong", "InternalError")
OMITTED = ...  # a value that is not shown (`OmitValueType`)


class FieldError(NamedTuple):
    """One error; `type` is the reason that stands in the causes of the API's answer."""

    type: str
    field: str
    bad_value: Any = None
    detail: str = ""

    @property
    def body(self) -> str:
        """The text after the field's path (`ErrorBody`)."""
        body = _HEADINGS[self.type]
        if self.type not in _WITHOUT_VALUE and self.bad_value is not OMITTED:
            body = f"{body}: {go_value(self.bad_value)}"
        return f"{body}: {self.detail}" if self.detail else body

    def error(self) -> str:
        """The whole sentence: path and body (`Error`)."""
        return f"{self.field}: {self.body}"


Errors = list[FieldError]


def required(path: str, detail: str = "") -> FieldError:
    """Something must be there."""
    return FieldError("FieldValueRequired", path, "", detail)


def invalid(path: str, value: Any, detail: str) -> FieldError:
    """The value is malformed or out of range."""
    return FieldError("FieldValueInvalid", path, value, detail)


def forbidden(path: str, detail: str) -> FieldError:
    """The value may be right, but not here or not now."""
    return FieldError("FieldValueForbidden", path, "", detail)


def duplicate(path: str, value: Any) -> FieldError:
    """The value is there already."""
    return FieldError("FieldValueDuplicate", path, value)


def not_found(path: str, value: Any, detail: str = "") -> FieldError:
    """What the value refers to does not exist."""
    return FieldError("FieldValueNotFound", path, value, detail)


def not_supported(path: str, value: Any, supported: Iterable[str]) -> FieldError:
    """The value is none of the few that are allowed; they are named in the order given."""
    names = ", ".join(quote(name) for name in supported)
    return FieldError("FieldValueNotSupported", path, value, f"supported values: {names}")


def too_long(path: str, most: int) -> FieldError:
    """A text has too many bytes."""
    return FieldError("FieldValueTooLong", path, "", f"may not be more than {most} bytes")


def internal_error(path: str, detail: str) -> FieldError:
    """Something could not be checked."""
    return FieldError("InternalError", path, None, detail)


def too_many(path: str, actual: int, most: int) -> FieldError:
    """A list has too many items."""
    return FieldError("FieldValueTooMany", path, actual, f"must have at most {most} items")


def all_invalid(path: str, value: Any, details: Iterable[str]) -> Errors:
    """One `invalid` for each thing that a format check said."""
    return [invalid(path, value, detail) for detail in details]


def child(path: str, name: str) -> str:
    """The path of a field below a path, which may be the object itself."""
    return f"{path}.{name}" if path else name
