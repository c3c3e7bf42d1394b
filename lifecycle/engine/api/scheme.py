"""Between documents and objects: what kind something is, and whether it can be one.

Objects of the kinds that the API server knows are structs of `lightkube.models`; those of
custom resources stay dicts. The functions here ask and answer for both.

Mirrors k8s.io/apimachinery/pkg/runtime/scheme.go and kubectl's resource builder.
"""

from typing import Any

import msgspec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.bygone import is_gone
from lifecycle.engine.api.decoder import Place, struct_reader, with_spec
from lifecycle.engine.api.kinds import KINDS, Kind, find_kind, is_custom, named
from lifecycle.engine.api.problem import DecodeError, Problem

Object = Any
"""A struct of the models, or a dict of a custom resource."""

__all__ = [
    "KINDS", "DecodeError", "Kind", "Object", "Problem", "api_version_of", "decode",
    "decode_with_problems", "encode", "kind_of", "kind_row_of", "metadata_of", "named",
    "with_metadata",
]  # fmt: skip


def decode(document: dict[str, Any]) -> Object:
    """Make the object that a document describes; raises DecodeError.

    Quantities become canonical and what is absent Go's zero value; defaults are not set.
    """
    obj, problems = decode_with_problems(document)
    if problems:
        api_version, kind = document.get("apiVersion"), document.get("kind")
        raise DecodeError(
            api_version if isinstance(api_version, str) else "",
            kind if isinstance(kind, str) else "",
            problems,
        )
    return obj


def decode_with_problems(document: dict[str, Any]) -> tuple[Object, tuple[Problem, ...]]:
    """As `decode`, but what could be read, beside everything that couldn't.

    The object is None where not even its kind is known.
    """
    api_version, kind = document.get("apiVersion"), document.get("kind")
    problem = _type_problem(api_version, kind)
    if problem is not None:
        return None, (problem,)
    row = find_kind(api_version, kind)
    problems: list[Problem] = []
    if row is None:
        if is_gone(document) or not is_custom(api_version):
            message = f'no matches for kind "{kind}" in version "{api_version}"'
            return None, (Problem("kind", message, _kinds_like(kind)),)
        struct_reader(ObjectMeta)(
            document.get("metadata"), Place("metadata", "ObjectMeta", "metadata", problems)
        )
        return document, tuple(problems)
    obj = struct_reader(row.model)(document, Place("", "", "", problems))
    return with_spec(_with_identity(obj, row)), tuple(problems)


def _type_problem(api_version: Any, kind: Any) -> Problem | None:
    if not isinstance(kind, str) or not kind:
        return Problem("kind", "Object 'Kind' is missing", ())
    if not isinstance(api_version, str) or not api_version:
        return Problem("apiVersion", "error validating data: apiVersion not set", ())
    return None


def _kinds_like(kind: str) -> tuple[str, ...]:
    same = [row for row in KINDS if row.kind == kind]
    return tuple(row.api_version for row in same) or tuple(row.kind for row in KINDS)


def _with_identity(obj: Object, row: Kind) -> Object:
    if obj.metadata is None:
        obj.metadata = ObjectMeta()
    obj.apiVersion, obj.kind = row.api_version, row.kind
    return obj


def encode(obj: Object) -> dict[str, Any]:
    """The object as JSON has it: camelCase keys, times as text, nothing that is absent."""
    if isinstance(obj, dict):
        return obj
    return msgspec.to_builtins(obj)


def kind_of(obj: Object) -> str:
    """The object's kind: `Pod`."""
    return obj.get("kind", "") if isinstance(obj, dict) else obj.kind or type(obj).__name__


def api_version_of(obj: Object) -> str:
    """The object's API version: `apps/v1`."""
    return obj.get("apiVersion", "") if isinstance(obj, dict) else obj.apiVersion


def kind_row_of(obj: Object) -> Kind | None:
    """The kind's row in the table; None for custom resources."""
    return find_kind(api_version_of(obj), kind_of(obj))


def metadata_of(obj: Object) -> ObjectMeta:
    """The object's metadata as a struct, also where the object is a dict."""
    if isinstance(obj, dict):
        return struct_reader(ObjectMeta)(obj.get("metadata"), Place("metadata", "", "", []))
    return obj.metadata if obj.metadata is not None else ObjectMeta()


def with_metadata(obj: Object, metadata: ObjectMeta) -> Object:
    """The same object under other metadata."""
    if isinstance(obj, dict):
        return {**obj, "metadata": msgspec.to_builtins(metadata)}
    return msgspec.structs.replace(obj, metadata=metadata)
