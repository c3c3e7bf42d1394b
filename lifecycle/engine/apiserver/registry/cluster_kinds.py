"""Nodes, namespaces and volumes: kinds that have a status from the first moment.

Mirrors pkg/registry/core/node, …/namespace, …/persistentvolume, …/persistentvolumeclaim
and pkg/registry/discovery/endpointslice.
"""

from typing import Any

from lightkube.models.core_v1 import (
    Namespace,
    NamespaceSpec,
    NamespaceStatus,
    Node,
    PersistentVolumeClaimStatus,
    PersistentVolumeStatus,
)
from lightkube.models.discovery_v1 import EndpointSlice
from msgspec.structs import replace

from lifecycle.engine.apiserver.registry.strategy import (
    Cluster,
    DataStrategy,
    StatusStrategy,
)

KUBERNETES_FINALIZER = "kubernetes"


class NodeStrategy(StatusStrategy):
    """Nodes: a kubelet registers its node with the status that it has."""

    def prepare_for_create(self, obj: Node, cluster: Cluster) -> Node:
        """Keep the status."""
        return obj


class EndpointSliceStrategy(DataStrategy):
    """EndpointSlices: no spec, but generations of their endpoints."""

    has_generation = True

    def is_new_generation(self, obj: EndpointSlice, old: EndpointSlice) -> bool:
        """Whether anything but the metadata changed."""
        return replace(obj, metadata=old.metadata) != old


class NamespaceStrategy(StatusStrategy):
    """Namespaces: active at once, and held until a controller has emptied them."""

    def prepare_for_create(self, obj: Namespace, cluster: Cluster) -> Namespace:
        """Active, with the finalizer of the namespace controller."""
        finalizers = list((obj.spec and obj.spec.finalizers) or ())
        if KUBERNETES_FINALIZER not in finalizers:
            finalizers.append(KUBERNETES_FINALIZER)
        spec, status = NamespaceSpec(finalizers=finalizers), NamespaceStatus(phase="Active")
        return replace(obj, spec=spec, status=status)

    def prepare_for_update(self, obj: Namespace, old: Namespace) -> Namespace:
        """Only the `finalize` subresource changes the finalizers of the spec."""
        return replace(obj, spec=old.spec, status=old.status)

    def held_by(self, obj: Namespace) -> list[str]:
        """The finalizers of the metadata and those of the spec."""
        return [*super().held_by(obj), *((obj.spec and obj.spec.finalizers) or ())]

    def as_terminating(self, obj: Namespace) -> Namespace:
        """Phase Terminating."""
        return replace(obj, status=replace(obj.status, phase="Terminating"))


class VolumeStrategy(StatusStrategy):
    """PersistentVolumes and claims on them: phase Pending."""

    def __init__(self, status: type[PersistentVolumeStatus | PersistentVolumeClaimStatus]) -> None:
        self._status = status

    def prepare_for_create(self, obj: Any, cluster: Cluster) -> Any:
        """Nothing is bound yet."""
        return replace(obj, status=self._status(phase="Pending"))
