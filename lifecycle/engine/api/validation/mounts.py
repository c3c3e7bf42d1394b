"""Where a container mounts the Pod's volumes.

Mirrors `ValidateVolumeMounts` and `ValidateVolumeDevices` of pkg/apis/core/validation. Some
of the paths lack the index of the mount, as upstream's do.
"""

from lightkube.models.core_v1 import Container, VolumeDevice, VolumeMount

from lifecycle.engine.api.validation.field import (
    Errors,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.filepaths import local_descending
from lifecycle.engine.api.validation.volume import Volumes

_PROPAGATION = ("Bidirectional", "HostToContainer", "None")
_RECURSIVE = ("Disabled", "Enabled", "IfPossible")


def validate_volume_mounts(container: Container, volumes: Volumes, path: str) -> Errors:
    """The file systems that a container sees."""
    errors: Errors = []
    devices = {d.name: d.devicePath for d in container.volumeDevices or ()}
    taken: list[str] = []
    for i, mount in enumerate(container.volumeMounts or ()):
        here = f"{path}[{i}]"
        if not mount.name:
            errors.append(required(f"{here}.name"))
        if mount.name not in volumes:
            errors.append(not_found(f"{here}.name", mount.name))
        if not mount.mountPath:
            errors.append(required(f"{here}.mountPath"))
        if mount.mountPath in taken:
            errors.append(invalid(f"{here}.mountPath", mount.mountPath, "must be unique"))
        taken.append(mount.mountPath)
        if mount.name in devices:
            text = "must not already exist in volumeDevices"
            errors.append(invalid(f"{here}.name", mount.name, text))
        if mount.mountPath in devices.values():
            text = "must not already exist as a path in volumeDevices"
            errors.append(invalid(f"{here}.mountPath", mount.mountPath, text))
        errors += _validate_sub_path(mount, here, path)
        errors += _validate_propagation(mount, container, f"{path}.mountPropagation")
        errors += _validate_recursion(mount, f"{path}.recursiveReadOnly")
    return errors


def _validate_sub_path(mount: VolumeMount, here: str, path: str) -> Errors:
    errors: Errors = []
    if mount.subPath:
        errors += local_descending(mount.subPath, f"{path}.subPath")
    if mount.subPathExpr:
        if mount.subPath:
            text = "subPathExpr and subPath are mutually exclusive"
            errors.append(invalid(f"{here}.subPathExpr", mount.subPathExpr, text))
        errors += local_descending(mount.subPathExpr, f"{path}.subPathExpr")
    return errors


def _validate_propagation(mount: VolumeMount, container: Container, path: str) -> Errors:
    mode = mount.mountPropagation
    if mode is None:
        return []
    errors = [] if mode in _PROPAGATION else [not_supported(path, mode, _PROPAGATION)]
    context = container.securityContext
    if mode == "Bidirectional" and not (context is not None and context.privileged):
        text = "Bidirectional mount propagation is available only to privileged containers"
        errors.append(forbidden(path, text))
    return errors


def _validate_recursion(mount: VolumeMount, path: str) -> Errors:
    mode = mount.recursiveReadOnly
    if mode in (None, "Disabled"):
        return []
    if mode not in _RECURSIVE:
        return [not_supported(path, mode, _RECURSIVE)]
    errors: Errors = []
    if not mount.readOnly:
        errors.append(forbidden(path, "may only be specified when readOnly is true"))
    if mount.mountPropagation not in (None, "None"):
        text = "may only be specified when mountPropagation is None or not specified"
        errors.append(forbidden(path, text))
    return errors


def validate_volume_devices(container: Container, volumes: Volumes, path: str) -> Errors:
    """The block devices that a container sees."""
    errors: Errors = []
    mounts = {m.name: m.mountPath for m in container.volumeMounts or ()}
    names: list[str] = []
    paths: list[str] = []
    for i, device in enumerate(container.volumeDevices or ()):
        here = f"{path}[{i}]"
        errors += _validate_device(device, volumes, names, paths, here)
        if ".." not in device.devicePath.split("/"):
            paths.append(device.devicePath)
        if device.name in mounts:
            text = "must not already exist in volumeMounts"
            errors.append(invalid(f"{here}.name", device.name, text))
        if device.devicePath in mounts.values():
            text = "must not already exist as a path in volumeMounts"
            errors.append(invalid(f"{here}.devicePath", device.devicePath, text))
        names.append(device.name)
    return errors


def _validate_device(
    device: VolumeDevice, volumes: Volumes, names: list[str], paths: list[str], here: str
) -> Errors:
    errors: Errors = []
    name, target = device.name, device.devicePath
    volume = volumes.get(name)
    if not name:
        errors.append(required(f"{here}.name"))
    elif name in names:
        errors.append(invalid(f"{here}.name", name, "must be unique"))
    if volume is None:
        errors.append(not_found(f"{here}.name", name))
    elif volume.persistentVolumeClaim is None and volume.ephemeral is None:
        text = (
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
        )
        errors.append(invalid(f"{here}.name", name, text))
    if not target:
        errors.append(required(f"{here}.devicePath"))
    if target in paths:
        errors.append(invalid(f"{here}.devicePath", target, "must be unique"))
    if ".." in target.split("/"):
        text = "can not contain backsteps ('..')"
        errors.append(invalid(f"{here}.devicePath", target, text))
    return errors
