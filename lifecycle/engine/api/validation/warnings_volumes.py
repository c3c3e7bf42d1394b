"""Warnings about volumes: kinds that no longer work, and files that hide each other.

Mirrors pkg/api/pod/warnings.go.
"""

from collections.abc import Iterator

from lightkube.models.core_v1 import Volume, VolumeProjection

from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation.govalues import quote

# The field of the volume, the name in the path, and what became of it.
_OLD_KINDS = (
    ("photonPersistentDisk", "photonPersistentDisk", "v1.11, non-functional in v1.16+"),
    ("gitRepo", "gitRepo", "v1.11, and disabled by default in v1.33+"),
    ("scaleIO", "scaleIO", "v1.16, non-functional in v1.22+"),
    ("flocker", "flocker", "v1.22, non-functional in v1.25+"),
    ("storageos", "storageOS", "v1.22, non-functional in v1.25+"),
    ("quobyte", "quobyte", "v1.22, non-functional in v1.25+"),
    ("glusterfs", "glusterfs", "v1.25, non-functional in v1.26+"),
    ("cephfs", "cephfs", "v1.28, non-functional in v1.31+"),
    ("rbd", "rbd", "v1.28, non-functional in v1.31+"),
)


def volume_warnings(volumes: list[Volume], path: str) -> list[str]:
    """All warnings about a Pod's volumes."""
    found: list[str] = []
    for i, volume in enumerate(volumes):
        here = f"{path}[{i}]"
        found += [
            f"{here}.{name}: deprecated in {fate}"
            for field, name, fate in _OLD_KINDS
            if getattr(volume, field) is not None
        ]
        found += _claim_warnings(volume, here)
    for volume in volumes:
        if volume.projected is not None and not _has_sources(volume):
            found.append(f"volume {quote(volume.name)} (Projected) has no sources provided")
    return found + _hidden_tokens(volumes, path)


def _claim_warnings(volume: Volume, path: str) -> Iterator[str]:
    template = volume.ephemeral.volumeClaimTemplate if volume.ephemeral is not None else None
    resources = template.spec.resources if template is not None else None
    requests = (resources.requests if resources is not None else None) or {}
    if "storage" in requests and parse(requests["storage"]).nano % 10**9:
        where = f"{path}.ephemeral.volumeClaimTemplate.spec.resources.requests[storage]"
        amount = quote(requests["storage"])
        yield f"{where}: fractional byte value {amount} is invalid, must be an integer"


def _has_sources(volume: Volume) -> bool:
    return any(source != VolumeProjection() for source in volume.projected.sources or ())


def _hidden_tokens(volumes: list[Volume], path: str) -> list[str]:
    """Files at the path of a service account's token."""
    tokens = [
        source.serviceAccountToken.path
        for volume in volumes
        for source in (volume.projected and volume.projected.sources) or ()
        if source.serviceAccountToken is not None
    ]
    found: list[str] = []
    for i, volume in enumerate(volumes):
        for source in (volume.projected and volume.projected.sources) or ():
            for where, target in _targets(source):
                if target in tokens:
                    place = f"{path}[{i}].projected.sources.{where}"
                    text = f"has duplicated path with ServiceAccountToken {quote(target)}"
                    found.append(f"{place}: {text}")
    return found


def _targets(source: VolumeProjection) -> Iterator[tuple[str, str]]:
    kinds = (("configMap", "configMap"), ("secret", "secrets"), ("downwardAPI", "downwardAPI"))
    for field, name in kinds:
        projection = getattr(source, field)
        for i, item in enumerate((projection is not None and projection.items) or ()):
            yield f"{name}[{i}]", item.path
    if source.clusterTrustBundle is not None:
        yield "ClusterTrustBundle", source.clusterTrustBundle.path
