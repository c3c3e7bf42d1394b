"""What a claim asks of a volume, alone and inside a Pod.

Mirrors `ValidatePersistentVolumeClaimSpec` of pkg/apis/core/validation.
"""

from typing import Any

from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_subdomain
from lifecycle.engine.api.validation.label_selector import (
    validate_label_selector,
    validate_labels,
)
from lifecycle.engine.api.validation.metadata import validate_annotations

_ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
_VOLUME_MODES = ("Block", "Filesystem")
_TEMPLATE_FIELDS = ("annotations", "labels")


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
            forbidden(f"{here}.metadata.{field}", "cannot be set")
            for field in metadata.__struct_fields__
            if field not in _TEMPLATE_FIELDS and getattr(metadata, field) is not None
        ]
    return errors + validate_claim_spec(template.spec, f"{here}.spec")


def validate_access_modes(modes: list[str] | None, path: str) -> Errors:
    """How a volume may be mounted, by how many."""
    if not modes:
        return [required(path, "at least 1 access mode is required")]
    errors = [not_supported(path, mode, _ACCESS_MODES) for mode in modes
              if mode not in _ACCESS_MODES]  # fmt: skip
    known = [mode for mode in modes if mode in _ACCESS_MODES]
    if "ReadWriteOncePod" in known and any(mode != "ReadWriteOncePod" for mode in known):
        errors.append(forbidden(path, "may not use ReadWriteOncePod with other access modes"))
    return errors


def validate_claim_spec(spec: Any, path: str) -> Errors:
    """Access modes, size, class and selector."""
    errors = validate_access_modes(spec.accessModes, f"{path}.accessModes")
    errors += validate_label_selector(spec.selector, f"{path}.selector")
    requests = (spec.resources.requests if spec.resources else None) or {}
    where = f"{path}.resources[storage]"
    if "storage" not in requests:
        errors.append(required(where))
    elif parse(requests["storage"]).nano <= 0:
        errors.append(invalid(where, requests["storage"], "must be greater than zero"))
    if spec.storageClassName:
        errors += all_invalid(
            f"{path}.storageClassName",
            spec.storageClassName,
            dns1123_subdomain(spec.storageClassName),
        )
    if spec.volumeMode is not None and spec.volumeMode not in _VOLUME_MODES:
        errors.append(not_supported(f"{path}.volumeMode", spec.volumeMode, _VOLUME_MODES))
    return errors
