"""kubectl apply: make the cluster's object what the manifest says.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/apply (client-side apply). What was applied
before is remembered beside the objects, not in an annotation.
"""

from typing import Any

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import DecodeError, decode, encode, metadata_of
from lifecycle.engine.kubectl.documents import carry_out, read
from lifecycle.engine.kubectl.merge import three_way
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target
from lifecycle.sentence import Sentence

_MISSING = (
    "Warning: resource {label} is missing the kubectl.kubernetes.io/last-applied-configuration "
    "annotation which is required by kubectl apply. kubectl apply should only be used on "
    "resources created declaratively by either kubectl create --save-config or kubectl apply. "
    "The missing annotation will be patched automatically."
)


def apply(request: Request) -> str:
    """Apply all documents; the first that fails does not keep the others from being applied."""
    return carry_out(request, _apply)


def _apply(request: Request, document: dict[str, Any]) -> str:
    obj, resource = read(request, document)
    metadata = metadata_of(obj)
    if not metadata.name and metadata.generateName:
        raise Refusal(
            f"error: from {metadata.generateName}: cannot use generate name with apply",
            Sentence(
                "Create it: kubectl create -f %(value)s", value=request.parsed.flags["filename"][0]
            ),
        )
    if not metadata.name:
        raise Refusal(
            "error: resource name may not be empty", Sentence("Give metadata.name in the manifest.")
        )
    target = Target(resource, metadata.namespace or "", metadata.name)
    old = request.api.find(resource.kind, target.namespace, target.name)
    try:
        if old is None:
            obj = request.api.create(obj)
            remember(request, obj, document)
            return f"{warned(request, obj)}{target.label} created"
        return _configure(request, target, document, old)
    except ApiError as error:
        file = request.parsed.flags["filename"][0]
        raise Refusal(server_said(error, f'error when applying "{file}": ')) from error


def _configure(request: Request, target: Target, document: dict[str, Any], old: Any) -> str:
    original = _applied(request).get(metadata_of(old).uid)
    warning = "" if original is not None else _MISSING.format(label=target.label) + "\n"
    current = encode(old)
    by_key = not isinstance(old, dict)
    merged = three_way(_comparable(original or {}), _comparable(document), current, by_key=by_key)
    remember(request, old, document)
    if merged == current:
        return f"{warning}{target.label} unchanged"
    try:
        updated = request.api.update(decode(merged))
    except DecodeError as error:
        raise Refusal(f"Error from server (BadRequest): {error}") from error
    return f"{warning}{warned(request, updated, old)}{target.label} configured"


def warned(request: Request, obj: Any, old: Any = None) -> str:
    """What the API server warns of, a line each."""
    return "".join(f"Warning: {text}\n" for text in request.api.warnings(obj, old))


def remember(request: Request, obj: Any, document: dict[str, Any]) -> None:
    """Keep what was applied, for the next apply."""
    _applied(request)[metadata_of(obj).uid] = document


def _applied(request: Request) -> dict[str, Any]:
    return request.world.table("kubectl.applied")


def _comparable(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what the server alone decides."""
    return {name: value for name, value in document.items() if name != "status"}
