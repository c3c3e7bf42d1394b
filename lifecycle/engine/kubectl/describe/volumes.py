"""The volumes of a description.

Mirrors `describeVolumes` and what it calls (describe.go).
"""

from typing import Any

from lightkube.models.core_v1 import Volume, VolumeProjection

from lifecycle.engine.kubectl.describe.page import NONE, Page

Lines = list[tuple[str, object]]
_UNSET = "<unset>"


def describe_volumes(page: Page, volumes: list[Volume] | None) -> None:
    """Each volume with its type and what makes it."""
    page.write(0, "Volumes:" if volumes else f"Volumes:\t{NONE}")
    for volume in volumes or ():
        page.write(1, f"{volume.name}:")
        lines = _lines(volume)
        if not lines:
            page.write(1, "<unknown>")
        for name, value in lines:
            page.field(2, name, value)
        if volume.downwardAPI is not None:
            page.write(2, "Items:")
            for item in volume.downwardAPI.items or ():
                source = item.fieldRef.fieldPath if item.fieldRef else ""
                if item.resourceFieldRef is not None:
                    source = item.resourceFieldRef.resource
                page.write(3, f"{source} -> {item.path}")


def _lines(volume: Volume) -> Lines:
    for source, describe in _SOURCES.items():
        value = getattr(volume, source)
        if value is not None:
            return describe(value)
    return []


def _host_path(source: Any) -> Lines:
    return [
        ("Type", "HostPath (bare host directory volume)"),
        ("Path", source.path),
        ("HostPathType", source.type or ""),
    ]


def _empty_dir(source: Any) -> Lines:
    return [
        ("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)"),
        ("Medium", source.medium or ""),
        ("SizeLimit", source.sizeLimit or _UNSET),
    ]


def _secret(source: Any) -> Lines:
    return [
        ("Type", "Secret (a volume populated by a Secret)"),
        ("SecretName", source.secretName or ""),
        ("Optional", _go(source.optional)),
    ]


def _config_map(source: Any) -> Lines:
    return [
        ("Type", "ConfigMap (a volume populated by a ConfigMap)"),
        ("Name", source.name or ""),
        ("Optional", _go(source.optional)),
    ]


def _claim(source: Any) -> Lines:
    kind = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)"
    return [("Type", kind), ("ClaimName", source.claimName), ("ReadOnly", _go(source.readOnly))]


def _nfs(source: Any) -> Lines:
    return [
        ("Type", "NFS (an NFS mount that lasts the lifetime of a pod)"),
        ("Server", source.server),
        ("Path", source.path),
        ("ReadOnly", _go(source.readOnly)),
    ]


def _downward(source: Any) -> Lines:
    return [("Type", "DownwardAPI (a volume populated by information about the pod)")]


def _csi(source: Any) -> Lines:
    return [
        ("Type", "CSI (a Container Storage Interface (CSI) volume source)"),
        ("Driver", source.driver),
        ("FSType", source.fsType or ""),
        ("ReadOnly", _go(source.readOnly)),
    ]


def _image(source: Any) -> Lines:
    return [
        ("Type", "Image (a container image or OCI artifact)"),
        ("Reference", source.reference or ""),
        ("PullPolicy", source.pullPolicy or ""),
    ]


def _ephemeral(source: Any) -> Lines:
    template = source.volumeClaimTemplate
    claim = template.spec if template else None
    kind = (
        "EphemeralVolume (an inline specification for a volume that gets created and deleted "
        "with the pod)"
    )
    return [("Type", kind), ("StorageClass", (claim and claim.storageClassName) or "")]


def _projected(source: Any) -> Lines:
    kind = "Projected (a volume that contains injected data from multiple sources)"
    lines: Lines = [("Type", kind)]
    for part in source.sources or ():
        lines += _projection(part)
    return lines


def _projection(part: VolumeProjection) -> Lines:
    if part.secret is not None:
        return [("SecretName", part.secret.name or ""), ("Optional", _go(part.secret.optional))]
    if part.downwardAPI is not None:
        return [("DownwardAPI", "true")]
    if part.configMap is not None:
        listed = part.configMap
        return [("ConfigMapName", listed.name or ""), ("Optional", _go(listed.optional))]
    if part.serviceAccountToken is not None:
        return [("TokenExpirationSeconds", part.serviceAccountToken.expirationSeconds or 0)]
    return []


def _go(value: bool | None) -> str:
    return "true" if value else "false"


_SOURCES = {
    "hostPath": _host_path,
    "emptyDir": _empty_dir,
    "secret": _secret,
    "configMap": _config_map,
    "persistentVolumeClaim": _claim,
    "nfs": _nfs,
    "projected": _projected,
    "downwardAPI": _downward,
    "csi": _csi,
    "image": _image,
    "ephemeral": _ephemeral,
}
