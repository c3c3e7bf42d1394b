"""Nodes.

Mirrors `ValidateNode` and `ValidateNodeUpdate` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Node

from lifecycle.engine.api.validation.addresses import validate_cidr
from lifecycle.engine.api.validation.field import Errors, duplicate, forbidden
from lifecycle.engine.api.validation.metadata import (
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.resources import validate_quantity
from lifecycle.engine.api.validation.tolerations import validate_taints


def validate_node(node: Node) -> Errors:
    """Name, taints, amounts and networks."""
    errors = validate_object_meta(node.metadata, subdomain_name, namespaced=False)
    if node.spec is not None:
        errors += validate_taints(node.spec.taints or [], "metadata.taints")
    errors += _validate_amounts(node)
    networks = (node.spec.podCIDRs if node.spec is not None else None) or []
    for i, network in enumerate(networks):
        errors += validate_cidr(network, f"spec.podCIDRs[{i}]")
    return errors


def _validate_amounts(node: Node) -> Errors:
    errors: Errors = []
    for field in ("capacity", "allocatable"):
        amounts = (getattr(node.status, field) if node.status is not None else None) or {}
        for name in sorted(amounts):
            errors += validate_quantity(name, amounts[name], f"status.{field}.{name}")
    return errors


def validate_node_update(new: Node, old: Node) -> Errors:
    """What a node was given stays."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += _validate_amounts(new)
    addresses = (new.status.addresses if new.status is not None else None) or []
    errors += [
        duplicate(f"status.addresses[{i}]", address)
        for i, address in enumerate(addresses)
        if address in addresses[:i]
    ]
    for field, name in (("podCIDRs", "podCIDR"), ("providerID", "providerID")):
        before = getattr(old.spec, field, None)
        if before and getattr(new.spec, field, None) != before:
            text = f'node updates may not change {name} except from "" to valid'
            errors.append(forbidden(f"spec.{field}", text))
    if new.spec is not None:
        errors += validate_taints(new.spec.taints or [], "metadata.taints")
    return errors
