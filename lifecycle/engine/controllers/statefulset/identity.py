"""The name, number, host name and volumes that a StatefulSet's Pod keeps for good.

Mirrors pkg/controller/statefulset/stateful_set_utils.go.
"""

import re

from lightkube.models.apps_v1 import StatefulSet
from lightkube.models.core_v1 import (
    PersistentVolumeClaim,
    PersistentVolumeClaimVolumeSource,
    Pod,
    PodSpec,
    PodTemplateSpec,
    Volume,
)
from msgspec.structs import replace

from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.controllers.pods import pod_from_template
from lifecycle.engine.controllers.revisions import marked

NAME_LABEL = "statefulset.kubernetes.io/pod-name"
INDEX_LABEL = "apps.kubernetes.io/pod-index"
_ORDINAL = re.compile(r".*-([0-9]+)")


def ordinal_of(pod: Pod) -> int:
    """The number at the end of the Pod's name; -1 if there is none."""
    found = _ORDINAL.fullmatch(pod.metadata.name)
    return int(found[1]) if found else -1


def first_ordinal(found: StatefulSet) -> int:
    """The lowest number, usually 0."""
    return (found.spec.ordinals.start or 0) if found.spec.ordinals else 0


def pod_of(found: StatefulSet, template: PodTemplateSpec, ordinal: int, revision: str) -> Pod:
    """The Pod with that number (`newVersionedStatefulSetPod`)."""
    name = f"{found.metadata.name}-{ordinal}"
    pod = pod_from_template(template, found, name)
    pod = marked(with_metadata(pod, generateName=None), revision)
    labels = {**pod.metadata.labels, NAME_LABEL: name, INDEX_LABEL: str(ordinal)}
    pod = with_metadata(pod, labels=labels)
    return replace(pod, spec=_with_identity(found, pod.spec, name, ordinal))


def claims_of(found: StatefulSet, ordinal: int) -> list[PersistentVolumeClaim]:
    """The claims for the Pod with that number (`getPersistentVolumeClaims`)."""
    labels = dict(found.spec.selector.matchLabels or {})
    return [
        with_metadata(
            replace(template, apiVersion="v1", kind="PersistentVolumeClaim"),
            name=_claim_name(found, template, ordinal),
            namespace=found.metadata.namespace,
            labels={**(template.metadata.labels or {}), **labels},
        )
        for template in found.spec.volumeClaimTemplates or ()
    ]


def _with_identity(found: StatefulSet, spec: PodSpec, name: str, ordinal: int) -> PodSpec:
    templates = found.spec.volumeClaimTemplates or ()
    volumes = [
        Volume(
            name=template.metadata.name,
            persistentVolumeClaim=PersistentVolumeClaimVolumeSource(
                claimName=_claim_name(found, template, ordinal)
            ),
        )
        for template in templates
    ]
    claimed = [volume.name for volume in volumes]
    others = [volume for volume in spec.volumes or () if volume.name not in claimed]
    return replace(
        spec,
        hostname=name,
        subdomain=found.spec.serviceName or None,
        volumes=[*volumes, *others] or None,
    )


def _claim_name(found: StatefulSet, template: PersistentVolumeClaim, ordinal: int) -> str:
    return f"{template.metadata.name}-{found.metadata.name}-{ordinal}"
