"""Defaults of what belongs to the cluster as a whole.

Mirrors pkg/apis/core/v1/defaults.go, pkg/apis/scheduling and pkg/apis/storage.
"""

from typing import Any

from lightkube.models.core_v1 import NamespaceStatus, NodeSpec, NodeStatus
from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty

NAME_LABEL = "kubernetes.io/metadata.name"


def default_namespace(namespace: Any) -> Any:
    """Active, and labelled with its own name."""
    metadata = namespace.metadata
    if metadata.name:
        metadata = replace(metadata, labels={**(metadata.labels or {}), NAME_LABEL: metadata.name})
    status = fill_empty(namespace.status or NamespaceStatus(), phase="Active")
    return replace(namespace, metadata=metadata, status=status)


def default_node(node: Any) -> Any:
    """What can be given away is everything, unless less is said; spec and status are there."""
    status = node.status or NodeStatus()
    return replace(
        node,
        spec=node.spec or NodeSpec(),
        status=fill(status, allocatable=status.capacity),
    )


def default_limit_range(limit_range: Any) -> Any:
    """For containers: the limit is the maximum, and requests follow limits, then minima."""

    def item(old: Any) -> Any:
        if old.type != "Container":
            return old
        limits = {**(old.max or {}), **(old.default or {})}
        requests = {**(old.min or {}), **limits, **(old.defaultRequest or {})}
        return replace(old, default=limits or None, defaultRequest=requests or None)

    return change(limit_range, spec=lambda spec: change(spec, limits=each(item)))


def default_priority_class(priority_class: Any) -> Any:
    """It may push others out."""
    return fill(priority_class, preemptionPolicy="PreemptLowerPriority")


def default_storage_class(storage_class: Any) -> Any:
    """Volumes go when released and are bound at once."""
    return fill(storage_class, reclaimPolicy="Delete", volumeBindingMode="Immediate")
