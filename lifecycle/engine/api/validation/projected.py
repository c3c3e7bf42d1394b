"""Volumes made of several sources, and files that show the Pod itself.

Mirrors `validateProjectionSources` and `validateDownwardAPIVolumeFile`.
"""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.api.validation.env import validate_field_ref, validate_resource_ref
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    required,
)
from lifecycle.engine.api.validation.filepaths import file_mode, local_non_reserved
from lifecycle.engine.api.validation.formats import dns1123_subdomain
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.metadata import validate_annotations
from lifecycle.engine.api.validation.volume_sources import key_to_path

_DOWNWARD_FIELDS = (
    "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
    "metadata.uid",
)  # fmt: skip
_CONFLICT = "conflicting duplicate paths"
_SIGNER_TEXT = "must be a fully qualified domain and path of the form 'example.com/signer-name'"


def validate_downward(source: Any, path: str) -> Errors:
    """Files that show fields of the Pod."""
    errors = file_mode(source.defaultMode, f"{path}.defaultMode")
    for item in source.items or ():
        errors += _validate_file(item, path)
    return errors


def _validate_file(item: Any, path: str) -> Errors:
    errors = [] if item.path else [required(f"{path}.path")]
    errors += local_non_reserved(item.path, f"{path}.path")
    if item.fieldRef is not None:
        errors += validate_field_ref(item.fieldRef, _DOWNWARD_FIELDS, f"{path}.fieldRef")
        if item.resourceFieldRef is not None:
            text = "fieldRef and resourceFieldRef can not be specified simultaneously"
            errors.append(invalid(path, "resource", text))
    elif item.resourceFieldRef is not None:
        where = f"{path}.resourceFieldRef"
        errors += validate_resource_ref(item.resourceFieldRef, where, in_volume=True)
    else:
        errors.append(required(path, "one of fieldRef and resourceFieldRef is required"))
    return errors + file_mode(item.mode, f"{path}.mode")


class _Paths:
    """The paths that are taken already, over all sources of one volume."""

    def __init__(self, path: str, any_token_path: bool) -> None:
        self._path, self.any_token_path = path, any_token_path
        self._taken: list[str] = []

    def take(self, target: str, value: str) -> Errors:
        """Take a path; what is taken twice is an error at the volume."""
        if target and target in self._taken:
            return [invalid(self._path, value, _CONFLICT)]
        self._taken.append(target)
        return []


def validate_projected(source: Any, path: str, *, any_token_path: bool = False) -> Errors:
    """All sources, and that their files do not collide."""
    errors = file_mode(source.defaultMode, f"{path}.defaultMode")
    paths = _Paths(path, any_token_path)
    for i, projection in enumerate(source.sources or ()):
        here = f"{path}.sources[{i}]"
        found = [name for name in _KINDS if getattr(projection, name) is not None]
        for name in found:
            errors += _KINDS[name](getattr(projection, name), f"{here}.{name}", path, paths)
        if len(found) > 1:
            text = "may not specify more than 1 volume type per source"
            errors.append(forbidden(here, text))
    return errors


def _keys(source: Any, path: str, volume: str, paths: _Paths) -> Errors:
    errors = [] if source.name else [required(f"{path}.name")]
    for i, item in enumerate(source.items or ()):
        errors += key_to_path(item, f"{path}.items[{i}]")
        if item.path:
            errors += paths.take(item.path, source.name)
    return errors


def _downward(source: Any, path: str, volume: str, paths: _Paths) -> Errors:
    errors: Errors = []
    for item in source.items or ():
        errors += _validate_file(item, path)
        if item.path:
            errors += paths.take(item.path, item.path)
    return errors


def _token(source: Any, path: str, volume: str, paths: _Paths) -> Errors:
    errors: Errors = []
    seconds = source.expirationSeconds or 0
    if seconds < 600:
        text = "may not specify a duration less than 10 minutes"
        errors.append(invalid(f"{path}.expirationSeconds", seconds, text))
    if seconds > 1 << 32:
        text = "may not specify a duration larger than 2^32 seconds"
        errors.append(invalid(f"{path}.expirationSeconds", seconds, text))
    if not source.path:
        return [*errors, required(f"{volume}.path")]
    if paths.any_token_path:
        return errors
    return errors + local_non_reserved(source.path, f"{volume}.path")


def _trust_bundle(source: Any, path: str, volume: str, paths: _Paths) -> Errors:
    errors: Errors = []
    if source.name is not None and source.signerName is not None:
        errors.append(invalid(path, source, "only one of name and signerName may be used"))
    elif source.name is not None:
        errors += _bundle_name(source, path)
    elif source.signerName is not None:
        if not source.signerName:
            errors.append(required(f"{path}.signerName", "must be a valid signer name"))
        errors += validate_signer_name(source.signerName, f"{path}.signerName")
        errors += validate_label_selector(source.labelSelector, f"{path}.labelSelector")
    else:
        errors.append(required(path, "either name or signerName must be specified"))
    if not source.path:
        errors.append(required(f"{path}.path"))
    errors += local_non_reserved(source.path, f"{path}.path")
    return errors + paths.take(source.path, source.path)


def _bundle_name(source: Any, path: str) -> Errors:
    errors: Errors = []
    if not source.name:
        errors.append(required(f"{path}.name", "must be a valid object name"))
    texts = [
        f"not a valid clustertrustbundlename: {text}" for text in _bundle_problems(source.name)
    ]
    errors += all_invalid(f"{path}.name", source.name, texts)
    if source.labelSelector is not None:
        text = "labelSelector must be unset if name is specified"
        errors.append(invalid(f"{path}.labelSelector", source.labelSelector, text))
    return errors


def _bundle_problems(name: str) -> list[str]:
    """A name may begin with its signer's and a colon (`ValidateClusterTrustBundleName`)."""
    start, colon, rest = name.rpartition(":")
    signer = start.replace(":", "/")
    if not signer:
        text = 'ClusterTrustBundle without signer name must not have ":" in its name'
        return [text] if colon else dns1123_subdomain(rest)
    prefix = signer.replace("/", ":") + ":"
    if not name.startswith(prefix):
        return [f"ClusterTrustBundle for signerName {signer} must be named with prefix {prefix}"]
    return dns1123_subdomain(name.removeprefix(prefix))


def validate_signer_name(name: str, path: str) -> Errors:
    """`domain/name`, as signers of certificates are called (`ValidateSignerName`)."""
    if not name:
        return [required(path)]
    domain, slash, rest = name.partition("/")
    if not slash or not rest or "/" in rest:
        return [invalid(path, name, _SIGNER_TEXT)]
    errors = all_invalid(path, domain, dns1123_subdomain(domain))
    if domain.count(".") < 1:
        text = "should be a domain with at least two segments separated by dots"
        errors.append(invalid(path, domain, text))
    return errors + all_invalid(path, rest, dns1123_subdomain(rest))


_CERTIFICATE_PATHS = ("credentialBundlePath", "keyPath", "certificateChainPath")


def _certificate(source: Any, path: str, volume: str, paths: _Paths) -> Errors:
    errors = validate_signer_name(source.signerName, f"{path}.signerName")
    given = [(field, getattr(source, field)) for field in _CERTIFICATE_PATHS]
    for field, target in given:
        if target:
            errors += local_non_reserved(target, f"{path}.{field}")
            errors += paths.take(target, target)
    if not any(target for _, target in given):
        text = "specify at least one of credentialBundlePath, keyPath, and certificateChainPath"
        errors.append(required(path, text))
    return errors + validate_annotations(source.userAnnotations, f"{path}.userAnnotations")


_KINDS: dict[str, Callable[[Any, str, str, _Paths], Errors]] = {
    "secret": _keys,
    "configMap": _keys,
    "downwardAPI": _downward,
    "serviceAccountToken": _token,
    "clusterTrustBundle": _trust_bundle,
    "podCertificate": _certificate,
}
