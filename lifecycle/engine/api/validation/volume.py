"""The volumes of a Pod.

Mirrors `ValidateVolumes` and `validateVolumeSource` of pkg/apis/core/validation.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Volume
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation import volume_sources as sources
from lifecycle.engine.api.validation.claim import validate_claim_template
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label, dns1123_subdomain
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.projected import validate_downward, validate_projected

Volumes = dict[str, Volume]

# In upstream's order: the first source found is validated, each further one refused. Some of
# the paths are upstream's misspellings.
_SOURCES: tuple[tuple[str, Callable[[Any, str], Errors], str, str], ...] = (
    ("hostPath", sources.host_path, "hostPath", "hostPath"),
    ("gitRepo", sources.git_repo, "gitRepo", "gitRepo"),
    ("gcePersistentDisk", sources.gce_disk, "persistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", sources.aws_store, "awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", sources.secret, "secret", "secret"),
    ("nfs", sources.nfs, "nfs", "nfs"),
    ("iscsi", sources.iscsi, "iscsi", "iscsi"),
    ("glusterfs", sources.glusterfs, "glusterfs", "glusterfs"),
    ("flocker", sources.flocker, "flocker", "flocker"),
    ("persistentVolumeClaim", sources.claim, "persistentVolumeClaim", "persistentVolumeClaim"),
    ("rbd", sources.rbd, "rbd", "rbd"),
    ("cinder", sources.cinder, "cinder", "cinder"),
    ("cephfs", sources.cephfs, "cephfs", "cephFS"),
    ("quobyte", sources.quobyte, "quobyte", "quobyte"),
    ("downwardAPI", validate_downward, "downwardAPI", "downwarAPI"),
    ("fc", sources.fibre_channel, "fc", "fc"),
    ("flexVolume", sources.flex, "flexVolume", "flexVolume"),
    ("configMap", sources.config_map, "configMap", "configMap"),
    ("azureFile", sources.azure_file, "azureFile", "azureFile"),
    ("vsphereVolume", sources.vsphere, "vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", sources.photon, "photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", sources.portworx, "portworxVolume", "portworxVolume"),
    ("azureDisk", sources.azure_disk, "azureDisk", "azureDisk"),
    ("storageos", sources.storage_os, "storageos", "storageos"),
    ("projected", validate_projected, "projected", "projected"),
    ("scaleIO", sources.scale_io, "scaleIO", "scaleIO"),
    ("csi", sources.csi, "csi", "csi"),
    ("ephemeral", validate_claim_template, "ephemeral", "ephemeral"),
    ("image", sources.image, "image", "image"),
)


def validate_volumes(
    volumes: list[Volume], metadata: ObjectMeta | None, path: str, options: Options
) -> tuple[Volumes, Errors]:
    """All volumes; also those that are right, by name, for the mounts."""
    errors: Errors = []
    right: Volumes = {}
    pod = metadata.name if metadata is not None else None
    created = {f"{pod}-{v.name}" for v in volumes if pod and v.ephemeral is not None}
    for i, volume in enumerate(volumes):
        here = f"{path}[{i}]"
        wrong = _validate_source(volume, pod, here, options)
        if not volume.name:
            wrong.append(required(f"{here}.name"))
        else:
            wrong += all_invalid(f"{here}.name", volume.name, dns1123_label(volume.name))
        if volume.name in right:
            wrong.append(duplicate(f"{here}.name", volume.name))
        if wrong:
            errors += wrong
        else:
            right[volume.name] = volume
        claim = volume.persistentVolumeClaim
        if claim is not None and claim.claimName in created:
            text = "must not reference a PVC that gets created for an ephemeral volume"
            where = f"{here}.persistentVolumeClaim.claimName"
            errors.append(invalid(where, claim.claimName, text))
    return right, errors


def _validate_source(volume: Volume, pod: str | None, path: str, options: Options) -> Errors:
    errors: Errors = []
    found = 0
    if volume.emptyDir is not None:
        found = 1
        size = volume.emptyDir.sizeLimit
        if size is not None and parse(size).nano < 0:
            text = "SizeLimit field must be a valid resource quantity"
            errors.append(forbidden(f"{path}.emptyDir.sizeLimit", text))
    for name, check, inside, refused in _SOURCES:
        source = getattr(volume, name)
        if source is None:
            continue
        found += 1
        if found > 1:
            text = "may not specify more than 1 volume type"
            errors.append(forbidden(f"{path}.{refused}", text))
        elif name == "image" and not options.is_pod:
            errors += sources.template_image(source, f"{path}.{inside}")
        elif name == "projected":
            errors += validate_projected(
                source, f"{path}.{inside}", any_token_path=options.any_token_path
            )
        else:
            errors += check(source, f"{path}.{inside}")
        if name == "iscsi":
            errors += sources.iscsi_target(source, volume.name, path)
        elif name == "ephemeral" and found == 1 and pod and volume.name:
            errors += _validate_claim_name(volume.name, pod, path)
    return errors if found else [*errors, required(path, "must specify a volume type")]


def _validate_claim_name(volume: str, pod: str, path: str) -> Errors:
    claim = f"{pod}-{volume}"
    texts = [f'PVC name "{claim}": {text}' for text in dns1123_subdomain(claim)]
    return all_invalid(f"{path}.name", volume, texts)
