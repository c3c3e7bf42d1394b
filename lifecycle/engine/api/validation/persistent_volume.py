"""PersistentVolumes.

Mirrors `ValidatePersistentVolume` of pkg/apis/core/validation; of the sources that only
PersistentVolumes have, the clouds' and the older drivers' are not looked into.
"""

from collections.abc import Callable
from posixpath import normpath
from typing import Any

from msgspec.structs import replace

from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation import volume_sources as sources
from lifecycle.engine.api.validation.affinity import validate_node_selector
from lifecycle.engine.api.validation.claim import validate_access_modes
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from lifecycle.engine.api.validation.filepaths import no_backsteps
from lifecycle.engine.api.validation.formats import dns1123_label, dns1123_subdomain
from lifecycle.engine.api.validation.metadata import (
    IMMUTABLE,
    NEGATIVE,
    immutable,
    subdomain_name,
    validate_object_meta,
)

_RECLAIM = ("Delete", "Recycle", "Retain")
_MODES = ("Block", "Filesystem")
_ONLY_ONE = "may not specify more than 1 volume type"
_LONGEST_DRIVER = 63
_SECRETS = (
    "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef",
    "nodeExpandSecretRef",
)  # fmt: skip


def _any(_source: Any, _path: str) -> Errors:
    return []


def _local(source: Any, path: str) -> Errors:
    if not source.path:
        return [required(f"{path}.path")]
    return no_backsteps(source.path, f"{path}.path")


def _driver(source: Any, path: str) -> Errors:
    """A driver's name, the volume's and those of Secrets (`validateCSIPersistentVolumeSource`)."""
    name, where = source.driver or "", f"{path}.driver"
    errors = [] if name else [required(where)]
    if len(name) > _LONGEST_DRIVER:
        errors.append(too_long(where, _LONGEST_DRIVER))
    errors += all_invalid(where, name, dns1123_subdomain(name.lower()))
    if not source.volumeHandle:
        errors.append(required(f"{path}.volumeHandle"))
    for field in _SECRETS:
        if (secret := getattr(source, field)) is not None:
            for part, check in (("name", dns1123_subdomain), ("namespace", dns1123_label)):
                value, at = getattr(secret, part), f"{path}.{field}.{part}"
                errors += all_invalid(at, value, check(value)) if value else [required(at)]
    return errors


# In upstream's order, as for the volumes of Pods.
_SOURCES: tuple[tuple[str, Callable[[Any, str], Errors], str, str], ...] = (
    ("hostPath", sources.host_path, "hostPath", "hostPath"),
    ("gcePersistentDisk", sources.gce_disk, "persistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", sources.aws_store, "awsElasticBlockStore", "awsElasticBlockStore"),
    ("glusterfs", _any, "glusterfs", "glusterfs"),
    ("flocker", sources.flocker, "flocker", "flocker"),
    ("nfs", sources.nfs, "nfs", "nfs"),
    ("rbd", _any, "rbd", "rbd"),
    ("quobyte", sources.quobyte, "quobyte", "quobyte"),
    ("cephfs", _any, "cephfs", "cephFS"),
    ("iscsi", _any, "iscsi", "iscsi"),
    ("cinder", _any, "cinder", "cinder"),
    ("fc", sources.fibre_channel, "fc", "fc"),
    ("flexVolume", _any, "flexVolume", ""),
    ("azureFile", _any, "azureFile", "azureFile"),
    ("vsphereVolume", sources.vsphere, "vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", sources.photon, "photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", sources.portworx, "portworxVolume", "portworxVolume"),
    ("azureDisk", sources.azure_disk, "azureDisk", "azureDisk"),
    ("scaleIO", _any, "scaleIO", "scaleIO"),
    ("local", _local, "local", "local"),
    ("storageos", _any, "storageos", "storageos"),
    ("csi", _driver, "csi", "csi"),
)


def validate_persistent_volume(volume: Any) -> Errors:
    """`ValidatePersistentVolume`."""
    errors = validate_object_meta(volume.metadata, subdomain_name, namespaced=False)
    spec = volume.spec
    if spec is None:
        return [*errors, required("spec.accessModes"), required("spec.capacity")]
    modes = spec.accessModes or []
    if not modes:
        errors.append(required("spec.accessModes"))
    errors += validate_access_modes(modes, "spec.accessModes")
    errors += _validate_capacity(spec.capacity or {})
    policy, where = spec.persistentVolumeReclaimPolicy, "spec.persistentVolumeReclaimPolicy"
    if policy and policy not in _RECLAIM:
        errors.append(not_supported(where, policy, _RECLAIM))
    if spec.nodeAffinity is not None:
        errors += _validate_affinity(spec.nodeAffinity)
    errors += _validate_source(spec)
    root = spec.hostPath is not None and normpath(spec.hostPath.path or ".") in ("/", "//")
    if root and policy == "Recycle":
        errors.append(forbidden(where, "may not be 'recycle' for a hostPath mount of '/'"))
    if name := spec.storageClassName:
        errors += all_invalid("spec.storageClassName", name, dns1123_subdomain(name))
    if spec.volumeMode is not None and spec.volumeMode not in _MODES:
        errors.append(not_supported("spec.volumeMode", spec.volumeMode, _MODES))
    return errors + _validate_attributes_class(spec)


def _validate_capacity(capacity: dict[str, str]) -> Errors:
    path = "spec.capacity"
    errors = [] if capacity else [required(path)]
    if capacity.keys() != {"storage"}:
        errors.append(not_supported(path, capacity, ("storage",)))
    for name in sorted(capacity):
        amount, where = parse(capacity[name]), f"{path}[{name}]"
        if amount.nano < 0:
            errors.append(invalid(where, amount, NEGATIVE))
        if amount.nano <= 0:
            errors.append(invalid(where, amount, "must be greater than zero"))
    return errors


def _validate_affinity(affinity: Any) -> Errors:
    path = "spec.nodeAffinity.required"
    if affinity.required is None:
        return [required(path, "must specify required node constraints")]
    return validate_node_selector(affinity.required, path)


def _validate_source(spec: Any) -> Errors:
    errors: Errors = []
    found = 0
    for name, check, inside, refused in _SOURCES:
        source = getattr(spec, name)
        if source is None:
            continue
        found += 1
        if found > 1 and refused:
            errors.append(forbidden(f"spec.{refused}", _ONLY_ONE))
            continue
        errors += check(source, f"spec.{inside}")
        if name == "local" and spec.nodeAffinity is None:
            text = "Local volume requires node affinity"
            errors.append(required("spec.nodeAffinity", text))
    return errors if found else [required("spec", "must specify a volume type")]


def _validate_attributes_class(spec: Any) -> Errors:
    name, path = spec.volumeAttributesClassName, "spec.volumeAttributesClassName"
    if name is None:
        return []
    if not name:
        errors = [required(path, "an empty string is disallowed")]
    else:
        errors = all_invalid(path, name, dns1123_subdomain(name))
    if spec.csi is None:
        text = "has to be specified when using volumeAttributesClassName"
        errors.append(required("spec.csi", text))
    return errors


def validate_persistent_volume_update(new: Any, old: Any) -> Errors:
    """What a volume is made of stays; all is looked at twice."""
    errors = validate_persistent_volume(new) * 2
    after, before = new.spec, old.spec
    if _sources(after, before) != _sources(before, before):
        text = "spec.persistentvolumesource is immutable after creation\n"
        errors.append(forbidden("spec.persistentvolumesource", text))
    errors += immutable(after.volumeMode, before.volumeMode, "volumeMode")
    if before.nodeAffinity is not None and after.nodeAffinity != before.nodeAffinity:
        text = f"{IMMUTABLE}, except for updating from beta label to GA"
        errors.append(invalid("nodeAffinity", after.nodeAffinity, text))
    if before.volumeAttributesClassName is not None and after.volumeAttributesClassName is None:
        text = "update from non-nil value to nil is forbidden"
        errors.append(forbidden("spec.volumeAttributesClassName", text))
    return errors


def _sources(spec: Any, old: Any) -> list[Any]:
    """What the volume is; the Secret of its growth may still be named."""
    found = [getattr(spec, row[0]) for row in _SOURCES]
    if spec.csi is not None and old.csi is not None and old.csi.controllerExpandSecretRef is None:
        found[-1] = replace(spec.csi, controllerExpandSecretRef=None)
    return found
