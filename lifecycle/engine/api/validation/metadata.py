"""An object's metadata, when it is created and when it is changed.

Mirrors k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
"""

from collections.abc import Callable

from lightkube.models.meta_v1 import ObjectMeta, OwnerReference

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    required,
    too_long,
)
from lifecycle.engine.api.validation.formats import (
    Problems,
    dns1123_label,
    dns1123_subdomain,
    qualified_name,
)
from lifecycle.engine.api.validation.label_selector import validate_labels

NameCheck = Callable[[str], Problems]
IMMUTABLE = "field is immutable"
NEGATIVE = "must be greater than or equal to 0"
_MOST_ANNOTATION_BYTES = 256 << 10
_STANDARD_FINALIZERS = ("kubernetes", "orphan", "foregroundDeletion")

subdomain_name: NameCheck = dns1123_subdomain
label_name: NameCheck = dns1123_label


def path_segment_name(name: str) -> Problems:
    """A name of which the only use is in a path (`path.IsValidPathSegmentName`)."""
    if name in (".", ".."):
        return [f"may not be '{name}'"]
    return [f"may not contain '{part}'" for part in ("/", "%") if part in name]


def validate_annotations(annotations: dict[str, str] | None, path: str) -> Errors:
    """Keys as labels', in any case; together at most 256 KiB."""
    errors: Errors = []
    for key in sorted(annotations or ()):
        errors += all_invalid(path, key, qualified_name(key.lower()))
    size = sum(len(k.encode()) + len(v.encode()) for k, v in (annotations or {}).items())
    if size > _MOST_ANNOTATION_BYTES:
        errors.append(too_long(path, _MOST_ANNOTATION_BYTES))
    return errors


def validate_object_meta(
    metadata: ObjectMeta, name_check: NameCheck, *, namespaced: bool, path: str = "metadata"
) -> Errors:
    """The metadata of a new object, after its name was generated (`ValidateObjectMeta`)."""
    errors: Errors = []
    if metadata.generateName:
        masked = _without_trailing_dash(metadata.generateName)
        errors += all_invalid(f"{path}.generateName", metadata.generateName, name_check(masked))
    if not metadata.name:
        errors.append(required(f"{path}.name", "name or generateName is required"))
    else:
        errors += all_invalid(f"{path}.name", metadata.name, name_check(metadata.name))
    errors += _validate_namespace(metadata.namespace, namespaced, f"{path}.namespace")
    if (metadata.generation or 0) < 0:
        errors.append(invalid(f"{path}.generation", metadata.generation, NEGATIVE))
    errors += validate_labels(metadata.labels, f"{path}.labels")
    errors += validate_annotations(metadata.annotations, f"{path}.annotations")
    errors += _validate_owners(metadata.ownerReferences or [], f"{path}.ownerReferences")
    errors += _validate_finalizers(metadata.finalizers or [], f"{path}.finalizers")
    return errors


def _without_trailing_dash(prefix: str) -> str:
    """A prefix may end with a dash, as something will follow it (`maskTrailingDash`)."""
    return prefix[:-2] + "a" if len(prefix) > 1 and prefix.endswith("-") else prefix


def _validate_namespace(namespace: str | None, namespaced: bool, path: str) -> Errors:
    if not namespaced:
        return [forbidden(path, "not allowed on this type")] if namespace else []
    if not namespace:
        return [required(path)]
    return all_invalid(path, namespace, dns1123_label(namespace))


def _validate_owners(owners: list[OwnerReference], path: str) -> Errors:
    errors: Errors = []
    controller = ""
    for owner in owners:
        if not owner.apiVersion.rpartition("/")[2]:
            text = "version must not be empty"
            errors.append(invalid(f"{path}.apiVersion", owner.apiVersion, text))
        for field in ("kind", "name", "uid"):
            if not getattr(owner, field):
                errors.append(invalid(f"{path}.{field}", "", "must not be empty"))
        if (owner.apiVersion, owner.kind) == ("v1", "Event"):
            text = "/v1, Kind=Event is disallowed from being an owner"
            errors.append(invalid(path, owner, text))
        if owner.controller:
            this = f"{owner.kind}/{owner.name}"
            if controller:
                text = (
                    "Only one reference can have Controller set to true. "
                    f'Found "true" in references for {controller} and {this}'
                )
                errors.append(invalid(path, owners, text))
            controller = controller or this
    return errors


def _validate_finalizers(finalizers: list[str], path: str) -> Errors:
    errors: Errors = []
    for finalizer in finalizers:
        errors += all_invalid(path, finalizer, qualified_name(finalizer))
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        text = "finalizer orphan and foregroundDeletion cannot be both set"
        errors.append(invalid(path, finalizers, text))
    return errors + validate_kube_finalizers(finalizers, path)


def validate_kube_finalizers(finalizers: list[str], path: str) -> Errors:
    """Without a domain only the few standard names are taken (`validateKubeFinalizerName`)."""
    text = "name is neither a standard finalizer name nor is it fully qualified"
    return [
        invalid(f"{path}[{i}]", name, text)
        for i, name in enumerate(finalizers)
        if "/" not in name and name not in _STANDARD_FINALIZERS
    ]


def validate_object_meta_update(new: ObjectMeta, old: ObjectMeta, path: str = "metadata") -> Errors:
    """What may not change, and what must be right (`ValidateObjectMetaUpdate`)."""
    errors: Errors = []
    if old.deletionTimestamp is not None:
        errors += _no_new_finalizers(new, old, f"{path}.finalizers")
    if not new.resourceVersion:
        text = "must be specified for an update"
        errors.append(invalid(f"{path}.resourceVersion", "", text))
    if (new.generation or 0) < (old.generation or 0):
        text = "must not be decremented"
        errors.append(invalid(f"{path}.generation", new.generation or 0, text))
    for field in ("name", "namespace", "uid"):
        errors += immutable(getattr(new, field) or "", getattr(old, field) or "", f"{path}.{field}")
    for field in ("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"):
        errors += immutable(getattr(new, field), getattr(old, field), f"{path}.{field}")
    errors += validate_labels(new.labels, f"{path}.labels")
    errors += validate_annotations(new.annotations, f"{path}.annotations")
    errors += _validate_owners(new.ownerReferences or [], f"{path}.ownerReferences")
    return errors + validate_kube_finalizers(new.finalizers or [], f"{path}.finalizers")


def validate_common_fields(new: ObjectMeta, old: ObjectMeta) -> Errors:
    """What changes of all kinds are asked, before their own rules (`validateCommonFields`)."""
    errors = validate_object_meta(new, path_segment_name, namespaced=bool(old.namespace))
    return errors + validate_object_meta_update(new, old)


def _no_new_finalizers(new: ObjectMeta, old: ObjectMeta, path: str) -> Errors:
    extra = sorted({*(new.finalizers or ())} - {*(old.finalizers or ())})
    if not extra:
        return []
    listed = ", ".join(f'"{name}"' for name in extra)
    return [
        forbidden(
            path,
            "no new finalizers can be added if the object is being deleted, "
            f"found new finalizers []string{{{listed}}}",
        )
    ]


def immutable(new: object, old: object, path: str) -> Errors:
    """The value may never change (`ValidateImmutableField`)."""
    return [] if new == old else [invalid(path, new, IMMUTABLE)]


def non_negative(value: int | None, path: str) -> Errors:
    """The number must be zero or more (`ValidateNonnegativeField`)."""
    return [invalid(path, value, NEGATIVE)] if (value or 0) < 0 else []
