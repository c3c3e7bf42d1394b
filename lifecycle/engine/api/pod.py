"""Walking a Pod: its containers of all kinds, their places and their statuses.

Mirrors pkg/api/v1/pod/util.go.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lightkube.models.core_v1 import (
    Container,
    ContainerStatus,
    EphemeralContainer,
    Pod,
    PodSpec,
    PodStatus,
    Volume,
)

INIT, SIDECAR, APP, EPHEMERAL = "init", "sidecar", "app", "ephemeral"


class Place(NamedTuple):
    """A container in its Pod: of which kind, at which field path."""

    container: Container | EphemeralContainer
    kind: str
    path: str


def claim_name(pod: Pod, volume: Volume) -> str:
    """The claim behind a volume, one made for the Pod (`VolumeClaimName`) or not; "" if none is."""
    if volume.persistentVolumeClaim is not None:
        return volume.persistentVolumeClaim.claimName
    return f"{pod.metadata.name}-{volume.name}" if volume.ephemeral is not None else ""


def is_sidecar(container: Container) -> bool:
    """Whether an init container keeps running beside the others (`IsRestartableInitContainer`)."""
    return container.restartPolicy == "Always"


def visit_containers(spec: PodSpec, path: str = "spec") -> Iterator[Place]:
    """All containers with kind and field path: init, then app, then ephemeral ones."""
    for i, container in enumerate(spec.initContainers or ()):
        kind = SIDECAR if is_sidecar(container) else INIT
        yield Place(container, kind, f"{path}.initContainers[{i}]")
    for i, container in enumerate(spec.containers):
        yield Place(container, APP, f"{path}.containers[{i}]")
    for i, container in enumerate(spec.ephemeralContainers or ()):
        yield Place(container, EPHEMERAL, f"{path}.ephemeralContainers[{i}]")


def find_container(pod: Pod, name: str) -> Place | None:
    """The container of that name, of whichever kind."""
    return next((p for p in visit_containers(pod.spec) if p.container.name == name), None)


def default_container(pod: Pod) -> str:
    """The container that kubectl means when none is named.

    It is the one that the annotation names, or the first.
    """
    return annotated_container(pod) or pod.spec.containers[0].name


def annotated_container(pod: Pod) -> str | None:
    """The container that the annotation names, if the Pod has it."""
    annotations = (pod.metadata and pod.metadata.annotations) or {}
    name = annotations.get("kubectl.kubernetes.io/default-container", "")
    return name if find_container(pod, name) is not None else None


def get_container_status(
    statuses: list[ContainerStatus] | None, name: str
) -> ContainerStatus | None:
    """The status of the container of that name (`GetContainerStatus`)."""
    return next((status for status in statuses or () if status.name == name), None)


def find_container_status(status: PodStatus, name: str) -> ContainerStatus | None:
    """The status of a container of whichever kind."""
    lists = (status.initContainerStatuses, status.containerStatuses)
    for statuses in (*lists, status.ephemeralContainerStatuses):
        if (found := get_container_status(statuses, name)) is not None:
            return found
    return None


def is_terminal(phase: str | None) -> bool:
    """Whether the phase is one that a Pod never leaves (`IsPodPhaseTerminal`)."""
    return phase in ("Failed", "Succeeded")


def is_mirror(pod: Pod) -> bool:
    """Whether the Pod only shows a static Pod of the kubelet."""
    return "kubernetes.io/config.mirror" in (pod.metadata.annotations or {})


def kubelet_uid(pod: Pod) -> str:
    """The uid by which the Pod's kubelet knows it: a mirror's is that of its static Pod.

    Mirrors `TranslatePodUID` of pkg/kubelet/pod/pod_manager.go.
    """
    annotations = pod.metadata.annotations or {}
    return annotations.get("kubernetes.io/config.hash", "") if is_mirror(pod) else pod.metadata.uid


def full_name(pod: Pod) -> str:
    """`namespace/name`."""
    return f"{pod.metadata.namespace or 'default'}/{pod.metadata.name}"
