"""Nodes.

Mirrors `ValidateNode` and `ValidateNodeUpdate` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Node

from lifecycle.engine.api.validation.addresses import validate_cidr
from lifecycle.engine.api.validation.field import Errors, duplicate, forbidden, invalid
from lifecycle.engine.api.validation.metadata import (
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.resources import validate_quantity
from lifecycle.engine.api.validation.tolerations import validate_taints

_FIXED = 'node updates may not change {} except from "" to valid'


def validate_node(node: Node) -> Errors:
    """Name, taints, amounts and networks."""
    errors = validate_object_meta(node.metadata, subdomain_name, namespaced=False)
    if node.spec is not None:
        errors += validate_taints(node.spec.taints or [], "metadata.taints")
    errors += _validate_amounts(node)
    return errors + _validate_networks(_networks(node))


def _networks(node: Node) -> list[str]:
    return (node.spec.podCIDRs if node.spec is not None else None) or []


def _validate_networks(networks: list[str]) -> Errors:
    """At most one for each family."""
    path = "spec.podCIDRs"
    errors: Errors = []
    for i, network in enumerate(networks):
        errors += validate_cidr(network, f"{path}[{i}]")
    if len(networks) < 2:
        return errors
    if not errors and (len(networks) > 2 or len({":" in network for network in networks}) < 2):
        text = "may specify no more than one CIDR for each IP family"
        errors.append(invalid(path, networks, text))
    return errors + [
        duplicate(f"{path}[{i}]", network)
        for i, network in enumerate(networks)
        if network in networks[:i]
    ]


def _validate_amounts(node: Node) -> Errors:
    errors: Errors = []
    for field in ("capacity", "allocatable"):
        amounts = (getattr(node.status, field) if node.status is not None else None) or {}
        for name in sorted(amounts):
            errors += validate_quantity(name, amounts[name], f"status.{field}.{name}")
    return errors


def validate_node_update(new: Node, old: Node) -> Errors:
    """What a node was given stays; all else is looked at as if it were new."""
    errors = validate_node(new)
    errors += validate_object_meta_update(new.metadata, old.metadata)
    errors += _validate_amounts(new)
    addresses = (new.status.addresses if new.status is not None else None) or []
    errors += [
        duplicate(f"status.addresses[{i}]", address)
        for i, address in enumerate(addresses)
        if address in addresses[:i]
    ]
    before, after = _networks(old), _networks(new)
    if before and len(before) != len(after):
        errors.append(forbidden("spec.podCIDRs", _FIXED.format("podCIDR")))
    else:
        errors += [
            forbidden("spec.podCIDRs", _FIXED.format("podCIDR"))
            for a, b in zip(before, after)
            if a != b
        ]
    provider = old.spec.providerID if old.spec is not None else None
    if provider and (new.spec is None or new.spec.providerID != provider):
        errors.append(forbidden("spec.providerID", _FIXED.format("providerID")))
    if new.spec is not None:
        errors += validate_taints(new.spec.taints or [], "metadata.taints")
    return errors
