"""kubectl patch: change some fields of an object.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/patch.
"""

from json import JSONDecodeError, loads
from typing import Any

from lifecycle.engine.api.scheme import DecodeError, decode, encode
from lifecycle.engine.kubectl.flags import LIST, TEXT, Flag
from lifecycle.engine.kubectl.jsonpatch import apply_operations
from lifecycle.engine.kubectl.merge import merge, strategic
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import USER, Request
from lifecycle.engine.kubectl.resources import get, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("patch", TEXT, "p"),
    Flag("type", TEXT, default="strategic"),
    Flag("subresource", TEXT, default=""),
    Flag("filename", LIST, "f"),
)
_SUBRESOURCES = ("", "status", "scale", "resize", "ephemeralcontainers")


def patch(request: Request) -> str:
    """Patch all that is named."""
    flags = request.parsed.flags
    if not flags["patch"]:
        raise Refusal(
            "error: must specify --patch or --patch-file containing the contents of the patch",
            Sentence("Write -p '{\"spec\": …}'."),
        )
    if flags["type"] not in ("strategic", "merge", "json"):
        raise Refusal(f"error: --type must be one of [json merge strategic], not {flags['type']!r}")
    if flags["subresource"] not in _SUBRESOURCES:
        raise Refusal(f"error: the server has no subresource {flags['subresource']} to patch")
    try:
        change = loads(flags["patch"])
    except (JSONDecodeError, RecursionError) as error:
        raise Refusal(f'error: unable to parse "{flags["patch"]}": {error}') from error
    said = []
    for target in targets(request.parsed, request.api):
        old = get(target, request.api)
        done = "patched" if _patch(request, old, change) else "patched (no change)"
        said.append(f"{target.label} {done}")
    return "\n".join(said)


def _patch(request: Request, old: Any, change: Any) -> bool:
    flags, current = request.parsed.flags, encode(old)
    try:
        patched = _patched(flags["type"], current, change, custom=isinstance(old, dict))
        if flags["subresource"] == "scale":
            patched = {**current, "spec": {**current["spec"], **(patched.get("spec") or {})}}
        obj = decode(patched)
    except DecodeError as error:
        raise Refusal(f"Error from server (BadRequest): {error}") from error
    except (TypeError, AttributeError, KeyError) as error:
        raise Refusal("error: the patch does not fit the object") from error
    subresource = "" if flags["subresource"] == "scale" else flags["subresource"]
    return request.api.update(obj, subresource=subresource, user=USER) is not old


def _patched(kind: str, current: dict[str, Any], change: Any, *, custom: bool) -> Any:
    if kind == "json":
        return apply_operations(current, change)
    if not isinstance(change, dict):
        raise Refusal("error: unable to parse the patch: it must be an object")
    if kind == "merge":
        return merge(current, change)
    if custom:
        raise Refusal(
            "Error from server (UnsupportedMediaType): the body of the request was in an unknown "
            "format - accepted media types include: application/json-patch+json, "
            "application/merge-patch+json, application/apply-patch+yaml",
            Sentence("Custom resources take --type=merge or --type=json."),
        )
    return strategic(current, change)
