"""Where a volume's contents come from, one function for each kind.

Mirrors the `validate…VolumeSource` functions of pkg/apis/core/validation.
"""

import re
from typing import Any

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    invalid,
    not_supported,
    required,
    too_long,
)
from lifecycle.engine.api.validation.filepaths import (
    file_mode,
    local_descending,
    local_non_reserved,
    no_backsteps,
)
from lifecycle.engine.api.validation.formats import between, dns1123_label, dns1123_subdomain

_HOST_PATH_TYPES = (
    "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate",
    "Socket",
)  # fmt: skip
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")


def _needed(source: Any, path: str, *fields: str) -> Errors:
    return [required(f"{path}.{field}") for field in fields if not getattr(source, field)]


def host_path(source: Any, path: str) -> Errors:
    """A path of the node."""
    if not source.path:
        return [required(f"{path}.path")]
    errors = no_backsteps(source.path, f"{path}.path")
    if source.type is not None and source.type not in _HOST_PATH_TYPES:
        errors.append(not_supported(f"{path}.type", source.type, _HOST_PATH_TYPES))
    return errors


def git_repo(source: Any, path: str) -> Errors:
    """A repository."""
    errors = _needed(source, path, "repository")
    return errors + local_descending(source.directory or "", f"{path}.directory")


def _partition(source: Any, path: str) -> Errors:
    if 0 <= (source.partition or 0) <= 255:
        return []
    return [invalid(f"{path}.partition", source.partition, between(1, 255))]


def gce_disk(source: Any, path: str) -> Errors:
    """A disk of Google's cloud."""
    return _needed(source, path, "pdName") + _partition(source, path)


def aws_store(source: Any, path: str) -> Errors:
    """A disk of Amazon's cloud."""
    return _needed(source, path, "volumeID") + _partition(source, path)


def key_to_path(item: Any, path: str) -> Errors:
    """One key and the file that it becomes."""
    errors = _needed(item, path, "key", "path")
    errors += local_non_reserved(item.path, f"{path}.path")
    return errors + file_mode(item.mode, f"{path}.mode")


def _items(source: Any, path: str) -> Errors:
    errors = file_mode(source.defaultMode, f"{path}.defaultMode")
    for i, item in enumerate(source.items or ()):
        errors += key_to_path(item, f"{path}.items[{i}]")
    return errors


def secret(source: Any, path: str) -> Errors:
    """Files from a Secret."""
    return _needed(source, path, "secretName") + _items(source, path)


def config_map(source: Any, path: str) -> Errors:
    """Files from a ConfigMap."""
    return _needed(source, path, "name") + _items(source, path)


def nfs(source: Any, path: str) -> Errors:
    """A share of a file server."""
    errors = _needed(source, path, "server", "path")
    if not source.path.startswith("/"):
        errors.append(invalid(f"{path}.path", source.path, "must be an absolute path"))
    return errors


_INITIATORS = {
    "iqn": re.compile(r"iqn\.[0-9]{4}-[0-9]{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)\Z"),
    "eui": re.compile(r"\Aeui.[A-Za-z0-9]{16}\Z"),
    "naa": re.compile(r"\Anaa.[A-Za-z0-9]{32}\Z"),
}
_LONGEST_TARGET = 64


def _initiator(name: str, path: str) -> Errors:
    pattern = _INITIATORS.get(name[:3])
    if pattern is None:
        text = "must be valid format starting with iqn, eui, or naa"
        return [invalid(path, name, text)]
    return [] if pattern.search(name) else [invalid(path, name, "must be valid format")]


def iscsi(source: Any, path: str) -> Errors:
    """A block device over the network."""
    errors = _needed(source, path, "targetPortal", "iqn")
    if source.iqn:
        errors += _initiator(source.iqn, f"{path}.iqn")
    if not 0 <= source.lun <= 255:
        errors.append(invalid(f"{path}.lun", source.lun, between(0, 255)))
    if (source.chapAuthDiscovery or source.chapAuthSession) and source.secretRef is None:
        errors.append(required(f"{path}.secretRef"))
    if source.initiatorName is not None:
        errors += _initiator(source.initiatorName, f"{path}.initiatorname")
    return errors


def iscsi_target(source: Any, volume: str, path: str) -> Errors:
    """A named initiator leaves less room for the names of the target's folder."""
    if source.initiatorName is None:
        return []
    if len(f"{volume}:{source.targetPortal}".encode()) <= _LONGEST_TARGET:
        return []
    text = (
        "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
        "iscsi.initiatorName is specified."
    )
    return [invalid(f"{path}.name", volume, text)]


def glusterfs(source: Any, path: str) -> Errors:
    """A volume of Gluster."""
    return _needed(source, path, "endpoints", "path")


def flocker(source: Any, path: str) -> Errors:
    """A data set of Flocker."""
    errors: Errors = []
    if not source.datasetName and not source.datasetUUID:
        errors.append(required(path, "one of datasetName and datasetUUID is required"))
    if source.datasetName and source.datasetUUID:
        text = "datasetName and datasetUUID can not be specified simultaneously"
        errors.append(invalid(path, "resource", text))
    if "/" in (source.datasetName or ""):
        errors.append(invalid(f"{path}.datasetName", source.datasetName, "must not contain '/'"))
    return errors


def claim(source: Any, path: str) -> Errors:
    """A claim of the Pod's namespace."""
    return _needed(source, path, "claimName")


def rbd(source: Any, path: str) -> Errors:
    """A device of Ceph."""
    return _needed(source, path, "monitors", "image")


def cinder(source: Any, path: str) -> Errors:
    """A disk of OpenStack."""
    return _needed(source, path, "volumeID") + _secret_name(source, path)


def _secret_name(source: Any, path: str) -> Errors:
    if source.secretRef is not None and not source.secretRef.name:
        return [required(f"{path}.secretRef.name")]
    return []


def cephfs(source: Any, path: str) -> Errors:
    """A file system of Ceph."""
    return _needed(source, path, "monitors")


_HOST_PORT = re.compile(r"(?:[^:\[\]]*|\[[^\[\]]*\]):[^:\[\]]*", re.DOTALL)
"""What Go's `net.SplitHostPort` can split."""


def quobyte(source: Any, path: str) -> Errors:
    """A volume of Quobyte."""
    text = "must be a host:port pair or multiple pairs separated by commas"
    errors: Errors = []
    if not source.registry:
        errors.append(required(f"{path}.registry", text))
    elif len(source.tenant or "") >= 65:
        tenant = "must be a UUID and may not exceed a length of 64 characters"
        errors.append(required(f"{path}.tenant", tenant))
    else:
        wrong = [pair for pair in source.registry.split(",") if not _HOST_PORT.fullmatch(pair)]
        errors += [invalid(f"{path}.registry", source.registry, text) for _ in wrong]
    return errors + _needed(source, path, "volume")


def fibre_channel(source: Any, path: str) -> Errors:
    """A device on a storage network."""
    errors: Errors = []
    if not source.targetWWNs and not source.wwids:
        text = "must specify either targetWWNs or wwids, but not both"
        errors.append(required(f"{path}.targetWWNs", text))
    if source.targetWWNs and source.wwids:
        text = "targetWWNs and wwids can not be specified simultaneously"
        errors.append(invalid(f"{path}.targetWWNs", source.targetWWNs, text))
    if source.targetWWNs:
        if source.lun is None:
            text = "lun is required if targetWWNs is specified"
            errors.append(required(f"{path}.lun", text))
        elif not 0 <= source.lun <= 255:
            errors.append(invalid(f"{path}.lun", source.lun, between(0, 255)))
    return errors


def flex(source: Any, path: str) -> Errors:
    """A driver on the node."""
    errors = _needed(source, path, "driver")
    for key in sorted(source.options or ()):
        namespace = "." + key.partition("/")[0].lower()
        if namespace.endswith((".kubernetes.io", ".k8s.io")):
            text = "kubernetes.io and k8s.io namespaces are reserved"
            errors.append(invalid(f"{path}.options[{key}]", key, text))
    return errors


def azure_file(source: Any, path: str) -> Errors:
    """A share of Microsoft's cloud."""
    return _needed(source, path, "secretName", "shareName")


def azure_disk(source: Any, path: str) -> Errors:
    """A disk of Microsoft's cloud."""
    errors = _needed(source, path, "diskName", "diskURI")
    modes, kinds = ("None", "ReadOnly", "ReadWrite"), ("Dedicated", "Managed", "Shared")
    if source.cachingMode is not None and source.cachingMode not in modes:
        errors.append(not_supported(f"{path}.cachingMode", source.cachingMode, modes))
    if source.kind is not None and source.kind not in kinds:
        errors.append(not_supported(f"{path}.kind", source.kind, kinds))
    managed = (
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute"
        "/disks/{disk-id}"
    )
    blob = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
    if source.kind == "Managed" and not source.diskURI.startswith("/subscriptions/"):
        errors.append(not_supported(f"{path}.diskURI", source.diskURI, (managed,)))
    if source.kind not in (None, "Managed") and not source.diskURI.startswith("https://"):
        errors.append(not_supported(f"{path}.diskURI", source.diskURI, (blob,)))
    return errors


def vsphere(source: Any, path: str) -> Errors:
    """A disk of vSphere."""
    return _needed(source, path, "volumePath")


def photon(source: Any, path: str) -> Errors:
    """A disk of Photon."""
    return _needed(source, path, "pdID")


def portworx(source: Any, path: str) -> Errors:
    """A volume of Portworx."""
    return _needed(source, path, "volumeID")


def scale_io(source: Any, path: str) -> Errors:
    """A volume of ScaleIO."""
    return _needed(source, path, "gateway", "system", "volumeName")


def storage_os(source: Any, path: str) -> Errors:
    """A volume of StorageOS."""
    errors = _needed(source, path, "volumeName")
    for field in ("volumeName", "volumeNamespace"):
        if name := getattr(source, field):
            errors += all_invalid(f"{path}.{field}", name, dns1123_label(name))
    return errors + _secret_name(source, path)


def csi(source: Any, path: str) -> Errors:
    """A volume of a storage driver."""
    errors: Errors = []
    driver = source.driver
    if not driver:
        errors.append(required(f"{path}.driver"))
    if len(driver) > 63:
        errors.append(too_long(f"{path}.driver", 63))
    errors += all_invalid(f"{path}.driver", driver, dns1123_subdomain(driver.lower()))
    if source.nodePublishSecretRef is not None:
        name = source.nodePublishSecretRef.name
        if not name:
            errors.append(required(f"{path}.nodePublishSecretRef.name"))
        else:
            errors += all_invalid(f"{path}.name", name, dns1123_subdomain(name))
    return errors


def image(source: Any, path: str) -> Errors:
    """The files of an image."""
    return _needed(source, path, "reference") + template_image(source, path)


def template_image(source: Any, path: str) -> Errors:
    """The files of an image; a template may leave open of which."""
    errors: Errors = []
    policy = source.pullPolicy
    if policy and policy not in _PULL_POLICIES:
        errors.append(not_supported(f"{path}.pullPolicy", policy, _PULL_POLICIES))
    return errors
