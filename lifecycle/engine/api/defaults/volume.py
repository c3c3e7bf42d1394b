"""Defaults of volumes.

Mirrors `SetDefaults_Volume` and those of the volume sources in pkg/apis/core/v1/defaults.go.
"""

from typing import Any

from lightkube.models.core_v1 import EmptyDirVolumeSource
from msgspec.structs import replace

from lifecycle.engine.api.defaults.container import default_resource_ref
from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty
from lifecycle.engine.api.image import is_latest

_MODE = 0o644
_HOUR = 3600


def default_volume(volume: Any) -> Any:
    """A volume of no kind is an empty directory."""
    if all(getattr(volume, name) is None for name in volume.__struct_fields__ if name != "name"):
        return replace(volume, emptyDir=EmptyDirVolumeSource())
    return change(
        volume,
        secret=_with_mode,
        configMap=_with_mode,
        downwardAPI=_default_downward,
        projected=_default_projected,
        hostPath=lambda path: fill(path, type=""),
        image=_default_image,
        ephemeral=_default_ephemeral,
        iscsi=lambda iscsi: fill_empty(iscsi, iscsiInterface="default"),
        rbd=lambda rbd: fill_empty(rbd, pool="rbd", user="admin", keyring="/etc/ceph/keyring"),
        azureDisk=lambda disk: fill(
            disk, cachingMode="ReadWrite", kind="Shared", fsType="ext4", readOnly=False
        ),
        scaleIO=lambda scale: fill_empty(scale, storageMode="ThinProvisioned", fsType="xfs"),
    )


def _with_mode(source: Any) -> Any:
    return fill(source, defaultMode=_MODE)


def _default_item(item: Any) -> Any:
    return change(
        item,
        fieldRef=lambda ref: fill_empty(ref, apiVersion="v1"),
        resourceFieldRef=default_resource_ref,
    )


def _default_downward(source: Any) -> Any:
    return change(_with_mode(source), items=each(_default_item))


def _default_projected(source: Any) -> Any:
    return change(_with_mode(source), sources=each(_default_projection))


def _default_projection(projection: Any) -> Any:
    return change(
        projection,
        serviceAccountToken=lambda token: fill(token, expirationSeconds=_HOUR),
        downwardAPI=lambda downward: change(downward, items=each(_default_item)),
        podCertificate=lambda certificate: fill(certificate, maxExpirationSeconds=24 * _HOUR),
    )


def _default_image(image: Any) -> Any:
    policy = "Always" if is_latest(image.reference or "") else "IfNotPresent"
    return fill_empty(image, pullPolicy=policy)


def default_claim_spec(spec: Any) -> Any:
    """A claim asks for a file system."""
    return fill(spec, volumeMode="Filesystem")


def _default_ephemeral(ephemeral: Any) -> Any:
    return change(
        ephemeral, volumeClaimTemplate=lambda template: change(template, spec=default_claim_spec)
    )
