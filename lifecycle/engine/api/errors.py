"""What the API server answers when it refuses: a Status with code, reason and causes.

Mirrors k8s.io/apimachinery/pkg/api/errors/errors.go.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from lifecycle.engine.api.kinds import named


class Cause(NamedTuple):
    """One entry of `details.causes`."""

    reason: str
    message: str
    field: str


class _FieldError(Protocol):
    type: str
    field: str

    @property
    def body(self) -> str: ...

    def error(self) -> str: ...


class ApiError(Exception):
    """A request was refused. `message` is the sentence that kubectl prints.

    A `generic` refusal has details in its answer even if there are none to tell.
    """

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        kind: str = "",
        name: str = "",
        causes: Sequence[Cause] = (),
        generic: bool = False,
    ) -> None:
        super().__init__(message)
        self.code, self.reason, self.message = code, reason, message
        self.kind, self.name, self.causes = kind, name, tuple(causes)
        self.generic = generic
        self.retry_after_s = 0

    def status(self) -> dict[str, Any]:
        """The `Status` object of the answer."""
        details: dict[str, Any] = {}
        if self.name:
            details["name"] = self.name
        if self.kind:
            details["kind"] = self.kind
        if self.causes:
            details["causes"] = [cause._asdict() for cause in self.causes]
        if self.retry_after_s:
            details["retryAfterSeconds"] = self.retry_after_s
        status: dict[str, Any] = {
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": self.message,
        }  # fmt: skip
        if self.reason:
            status["reason"] = self.reason
        if details or self.generic:
            status["details"] = details
        status["code"] = self.code
        return status


def resource_name(kind: str) -> str:
    """What a kind is called in messages: `pods`, `deployments.apps`."""
    row = named(kind)
    return row.resource if row is not None else kind.lower() + "s"


def _qualified(kind: str, name: str) -> str:
    return f'{resource_name(kind)} "{name}"'


def _plural(kind: str) -> str:
    return resource_name(kind).partition(".")[0]


def not_found(kind: str, name: str) -> ApiError:
    """`pods "web" not found`."""
    message = f"{_qualified(kind, name)} not found"
    return ApiError(404, "NotFound", message, kind=_plural(kind), name=name)


def already_exists(kind: str, name: str) -> ApiError:
    """`pods "web" already exists`."""
    message = f"{_qualified(kind, name)} already exists"
    return ApiError(409, "AlreadyExists", message, kind=_plural(kind), name=name)


def conflict(kind: str, name: str, why: str = "") -> ApiError:
    """The object has another resourceVersion, or another precondition does not hold."""
    why = why or (
        "the object has been modified; please apply your changes to the latest version "
        "and try again"
    )
    message = f"Operation cannot be fulfilled on {_qualified(kind, name)}: {why}"
    return ApiError(409, "Conflict", message, kind=_plural(kind), name=name)


def forbidden(kind: str, name: str, why: str) -> ApiError:
    """`pods "web" is forbidden: …`: what admission says."""
    message = f"{_qualified(kind, name)} is forbidden: {why}"
    return ApiError(403, "Forbidden", message, kind=_plural(kind), name=name)


def bad_request(message: str) -> ApiError:
    """The request cannot be understood."""
    return ApiError(400, "BadRequest", message)


def too_many_requests(
    message: str, causes: Sequence[Cause] = (), retry_after_s: int = 0
) -> ApiError:
    """Not now: an eviction that would break a disruption budget."""
    error = ApiError(429, "TooManyRequests", message, causes=causes, generic=True)
    error.retry_after_s = retry_after_s
    return error


def method_not_supported(kind: str, action: str) -> ApiError:
    """The resource has no such action."""
    message = f'{action} is not supported on resources of kind "{_plural(kind)}"'
    return ApiError(405, "MethodNotAllowed", message, kind=_plural(kind))


def invalid(kind: str, name: str, errors: Sequence[_FieldError]) -> ApiError:
    """Validation found something: `Pod "web" is invalid: …`, one cause for each error."""
    row = named(kind)
    group = row.group if row is not None else ""
    qualified = f"{kind}.{group}" if group else kind
    causes = [Cause(error.type, error.body, error.field) for error in errors]
    message = f'{qualified} "{name}" is invalid: {aggregate([e.error() for e in errors])}'
    return ApiError(422, "Invalid", message, kind=kind, name=name, causes=causes)


def aggregate(messages: Sequence[str]) -> str:
    """Several messages as one, each once: `utilerrors.NewAggregate(…).Error()`."""
    distinct = list(dict.fromkeys(messages))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]"
