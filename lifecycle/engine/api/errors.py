"""The API server's refusals, with the codes, reasons and wording of the real ones.

Mirrors staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
"""

from typing import NamedTuple

from lifecycle.engine.api.kinds import named


class Cause(NamedTuple):
    """One of the things that are wrong, as in `details.causes` of a Status."""

    reason: str
    message: str
    field: str


class ApiError(Exception):
    """A request was refused; `message` is what a client prints."""

    def __init__(
        self, code: int, reason: str, message: str, causes: tuple[Cause, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.causes = causes


def _resource(kind: str) -> str:
    row = named(kind)
    return row.resource if row else kind


def not_found(kind: str, name: str) -> ApiError:
    """404: no such object."""
    return ApiError(404, "NotFound", f'{_resource(kind)} "{name}" not found')


def already_exists(kind: str, name: str) -> ApiError:
    """409: the name is taken."""
    return ApiError(409, "AlreadyExists", f'{_resource(kind)} "{name}" already exists')


def conflict(kind: str, name: str, why: str = "") -> ApiError:
    """409: the object is not in the state that the request expected."""
    why = why or (
        "the object has been modified; please apply your changes to the latest version"
        " and try again"
    )
    message = f'Operation cannot be fulfilled on {_resource(kind)} "{name}": {why}'
    return ApiError(409, "Conflict", message)


def forbidden(kind: str, name: str, why: str) -> ApiError:
    """403: admission or authorization says no."""
    subject = f'{_resource(kind)} "{name}"' if name else _resource(kind)
    return ApiError(403, "Forbidden", f"{subject} is forbidden: {why}")


def bad_request(message: str) -> ApiError:
    """400: the request cannot be understood."""
    return ApiError(400, "BadRequest", message)


def too_many_requests(message: str, causes: tuple[Cause, ...] = ()) -> ApiError:
    """429: not now; the eviction API answers so when a budget is used up."""
    return ApiError(429, "TooManyRequests", message, causes)


def invalid(kind: str, name: str, causes: tuple[Cause, ...]) -> ApiError:
    """422: the object breaks a rule; several are listed in brackets."""
    texts = [f"{cause.field}: {cause.message}" for cause in causes]
    listed = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    return ApiError(422, "Invalid", f'{kind} "{name}" is invalid: {listed}', causes)
