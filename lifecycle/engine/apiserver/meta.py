"""The metadata of any object, whether it has a model or is a plain dict.

Kinds without a model (custom resources) are dicts. Both are values: what changes is a new
object that shares the rest with the old one.
"""

from typing import Any

import msgspec
from lightkube.models.meta_v1 import ObjectMeta, OwnerReference
from msgspec.structs import replace

from lifecycle.engine.api import scheme
from lifecycle.engine.api.kinds import named

Object = Any
"""A struct of `lightkube.models`, or a dict for kinds that have no model."""


def kind_of(obj: Object) -> str:
    """The kind's name, `Pod`; with its group where a built-in kind has the same name."""
    if not isinstance(obj, dict):
        return obj.kind
    kind, group = obj["kind"], obj["apiVersion"].rpartition("/")[0]
    return f"{kind}.{group}" if named(kind) else kind


def metadata_of(obj: Object) -> ObjectMeta:
    """The object's metadata; of a dict, a typed copy."""
    return scheme.metadata_of(obj) if isinstance(obj, dict) else obj.metadata


def is_deleting(obj: Object) -> bool:
    """Whether it is on its way out."""
    return metadata_of(obj).deletionTimestamp is not None


def name_so_far(metadata: ObjectMeta) -> str:
    """The name, or what it will begin with: how admission calls an object.

    Mirrors `extractResourceName` (k8s.io/apiserver/pkg/admission/errors.go).
    """
    return metadata.name or metadata.generateName or ""


def controller_in(metadata: ObjectMeta) -> OwnerReference | None:
    """The reference to the controller that manages the object, if one does."""
    for reference in metadata.ownerReferences or ():
        if reference.controller:
            return reference
    return None


def with_metadata(obj: Object, **changes: Any) -> Object:
    """The object with these fields of its metadata changed."""
    metadata = replace(metadata_of(obj), **changes)
    if isinstance(obj, dict):
        return {**obj, "metadata": msgspec.to_builtins(metadata)}
    return replace(obj, metadata=metadata)


def part_of(obj: Object, part: str) -> Any:
    """The object's `spec` or `status`, or None where its kind has no such part."""
    return obj.get(part) if isinstance(obj, dict) else getattr(obj, part, None)


def with_part(obj: Object, part: str, value: Any) -> Object:
    """The object with its `spec` or `status` replaced."""
    if isinstance(obj, dict):
        return {**obj, part: value}
    return replace(obj, **{part: value}) if hasattr(obj, part) else obj


def field_at(obj: Object, path: str) -> Any:
    """What lies at a field selector's path, such as `spec.nodeName`; None if nothing does."""
    for name in path.split("."):
        obj = obj.get(name) if isinstance(obj, dict) else getattr(obj, name, None)
        if obj is None:
            return None
    return obj
