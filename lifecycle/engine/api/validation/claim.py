"""What a claim asks of a volume, alone and inside a Pod.

Mirrors `ValidatePersistentVolumeClaim` of pkg/apis/core/validation.
"""

from typing import Any

from msgspec.structs import replace

from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation.difference import difference
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label, dns1123_subdomain
from lifecycle.engine.api.validation.label_selector import (
    validate_label_selector,
    validate_labels,
)
from lifecycle.engine.api.validation.metadata import (
    IMMUTABLE,
    immutable,
    subdomain_name,
    validate_annotations,
    validate_object_meta,
    validate_object_meta_update,
)

_ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
_VOLUME_MODES = ("Block", "Filesystem")
_BETA_CLASS = "volume.beta.kubernetes.io/storage-class"
_REFUSED_FIELDS = (
    "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation",
    "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences",
    "finalizers", "managedFields",
)  # fmt: skip


def validate_claim_template(source: Any, path: str) -> Errors:
    """A volume that brings its own claim."""
    template = source.volumeClaimTemplate
    here = f"{path}.volumeClaimTemplate"
    if template is None:
        return [required(here)]
    errors: Errors = []
    if (metadata := template.metadata) is not None:
        errors += validate_annotations(metadata.annotations, f"{here}.metadata.annotations")
        errors += validate_labels(metadata.labels, f"{here}.metadata.labels")
        errors += [
            forbidden(f"{here}.metadata.{'uID' if field == 'uid' else field}", "cannot be set")
            for field in _REFUSED_FIELDS
            if getattr(metadata, field) is not None
        ]
    return errors + validate_claim_spec(template.spec, f"{here}.spec")


def validate_access_modes(modes: list[str], path: str) -> Errors:
    """How a volume may be mounted, by how many."""
    errors = [not_supported(path, mode, _ACCESS_MODES) for mode in modes
              if mode not in _ACCESS_MODES]  # fmt: skip
    known = [mode for mode in modes if mode in _ACCESS_MODES]
    if "ReadWriteOncePod" in known and any(mode != "ReadWriteOncePod" for mode in known):
        errors.append(forbidden(path, "may not use ReadWriteOncePod with other access modes"))
    return errors


def validate_claim_spec(spec: Any, path: str, kept: Any = None) -> Errors:
    """Access modes, size, classes, selector and where the data comes from.

    `kept` is the spec before, of which some old mistakes may stay.
    """
    modes, where = spec.accessModes or [], f"{path}.accessModes"
    errors: Errors = []
    if not modes:
        errors.append(required(where, "at least 1 access mode is required"))
    selector = f"{path}.selector"
    lax = kept is not None and bool(validate_label_selector(kept.selector, selector))
    errors += validate_label_selector(spec.selector, selector, invalid_values=lax)
    errors += validate_access_modes(modes, where)
    requests = (spec.resources.requests if spec.resources else None) or {}
    where = f"{path}.resources[storage]"
    if "storage" not in requests:
        errors.append(required(where))
    elif (amount := parse(requests["storage"])).nano <= 0:
        errors.append(invalid(where, amount, "must be greater than zero"))
    errors += _validate_class(spec.storageClassName, f"{path}.storageClassName")
    if spec.volumeMode is not None and spec.volumeMode not in _VOLUME_MODES:
        errors.append(not_supported(f"{path}.volumeMode", spec.volumeMode, _VOLUME_MODES))
    errors += _validate_sources(spec, path, kept)
    return errors + _validate_class(
        spec.volumeAttributesClassName, f"{path}.volumeAttributesClassName"
    )


def _validate_class(name: str | None, path: str) -> Errors:
    return all_invalid(path, name, dns1123_subdomain(name)) if name else []


def _validate_sources(spec: Any, path: str, kept: Any) -> Errors:
    """What the volume is filled with; the older field says the same as the newer."""
    old, new = spec.dataSource, spec.dataSourceRef
    lax = kept is not None and any(
        source is not None and source.apiGroup is not None
        for source in (kept.dataSource, kept.dataSourceRef)
    )
    errors: Errors = []
    if old is not None:
        errors += _validate_source(old, f"{path}.dataSource", lax)
    if new is None:
        return errors
    errors += _validate_source(new, f"{path}.dataSourceRef", lax)
    if new.namespace:
        where = f"{path}.dataSourceRef.namespace"
        errors += all_invalid(where, new.namespace, dns1123_label(new.namespace))
    if old is None:
        return errors
    if new.namespace:
        text = "may not be specified when dataSourceRef.namespace is specified"
        errors.append(invalid(path, {}, text))
    elif (old.apiGroup, old.kind, old.name) != (new.apiGroup, new.kind, new.name):
        errors.append(invalid(path, {}, "must match dataSourceRef"))
    return errors


def _validate_source(source: Any, path: str, lax: bool) -> Errors:
    errors = [
        required(f"{path}.{field}") for field in ("name", "kind") if not getattr(source, field)
    ]
    group = source.apiGroup or ""
    if not group and source.kind != "PersistentVolumeClaim":
        text = "must be 'PersistentVolumeClaim' when referencing the default apiGroup"
        errors.append(invalid(path, source.kind or "", text))
    if group and not lax:
        errors += all_invalid(f"{path}.apiGroup", group, dns1123_subdomain(group))
    return errors


def validate_claim(claim: Any, kept: Any = None) -> Errors:
    """`ValidatePersistentVolumeClaim`."""
    errors = validate_object_meta(claim.metadata, subdomain_name, namespaced=True)
    if claim.spec is None:
        text = "at least 1 access mode is required"
        return [*errors, required("spec.accessModes", text), required("spec.resources[storage]")]
    return errors + validate_claim_spec(claim.spec, "spec", kept)


def validate_claim_update(new: Any, old: Any) -> Errors:
    """A claim may grow, and be bound once; it is looked at twice."""
    after, before = new.spec, old.spec
    errors = validate_claim(new, before)
    errors += validate_object_meta_update(new.metadata, old.metadata)
    errors += validate_claim(new, before)
    errors += _validate_beta_class(new, old)
    compared, expected = _comparable(new, old), before
    if not before.volumeName:
        expected = replace(expected, volumeName=compared.volumeName)
    if compared != expected:
        text = (
            "spec is immutable after creation except resources.requests and "
            "volumeAttributesClassName for bound claims\n"
        )
        errors.append(forbidden("spec", text + difference(expected, compared)))
    errors += _validate_size(new, old)
    errors += immutable(after.volumeMode, before.volumeMode, "volumeMode")
    errors += _validate_attributes_class(after, before)
    return errors


def _validate_beta_class(new: Any, old: Any) -> Errors:
    """The annotation that was the class before stays, too."""
    name, before = ((c.metadata.annotations or {}).get(_BETA_CLASS) for c in (new, old))
    if (name or "") == (before or "") or _is_class_moved(new, old):
        return []
    return [invalid(f"metadata.annotations[{_BETA_CLASS}]", name or "", IMMUTABLE)]


def _is_class_moved(new: Any, old: Any) -> bool:
    """Whether the class came out of the annotation into its field."""
    name, before = ((c.metadata.annotations or {}).get(_BETA_CLASS) for c in (new, old))
    chosen = new.spec.storageClassName
    return (
        before is not None
        and old.spec.storageClassName is None
        and chosen == before
        and name in (None, before)
    )


def _comparable(new: Any, old: Any) -> Any:
    """The new spec without what may change."""
    spec, before = new.spec, old.spec
    phase = new.status.phase if new.status is not None else None
    named = (old.metadata.annotations or {}).get(_BETA_CLASS)
    chosen = spec.storageClassName
    if chosen is not None and before.storageClassName is None and named in (None, chosen):
        spec = replace(spec, storageClassName=None)
    if phase != "Bound":
        return spec
    requests = spec.resources.requests if spec.resources is not None else None
    kept = before.resources.requests if before.resources is not None else None
    if requests is not None:
        size = (kept or {}).get("storage", "0")
        spec = replace(
            spec, resources=replace(spec.resources, requests={**requests, "storage": size})
        )
    if spec.volumeAttributesClassName is not None:
        spec = replace(spec, volumeAttributesClassName=before.volumeAttributesClassName)
    return spec


def _validate_size(new: Any, old: Any) -> Errors:
    """A claim shrinks only as far as it has not grown yet."""
    after, before = (
        parse(((c.spec.resources.requests if c.spec.resources else None) or {}).get("storage", "0"))
        for c in (new, old)
    )
    capacity = (old.status.capacity if old.status is not None else None) or {}
    if not after < before or parse(capacity.get("storage", "0")) < after:
        return []
    text = "field can not be less than status.capacity"
    return [forbidden("spec.resources.requests.storage", text)]


def _validate_attributes_class(new: Any, old: Any) -> Errors:
    name, before = new.volumeAttributesClassName, old.volumeAttributesClassName
    if before is None or name == before or name:
        return []
    value = "nil" if name is None else "an empty string"
    text = f"update from non-nil value to {value} is forbidden"
    return [forbidden("spec.volumeAttributesClassName", text)]
