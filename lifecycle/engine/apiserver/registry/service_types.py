"""Which fields each type of Service has a use for, and what goes when the type changes.

Mirrors `dropTypeDependentFields` of pkg/registry/core/service/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import ServiceSpec
from msgspec.structs import replace


def needs_address(spec: ServiceSpec) -> bool:
    """Whether it has an address in the cluster."""
    return spec.type != "ExternalName"


def needs_node_ports(spec: ServiceSpec) -> bool:
    """Whether each node may have a port for it."""
    return spec.type in ("NodePort", "LoadBalancer")


def allocates_node_ports(spec: ServiceSpec) -> bool:
    """Whether ports are given out where none are asked for."""
    if spec.type == "LoadBalancer":
        return spec.allocateLoadBalancerNodePorts is not False
    return spec.type == "NodePort"


def without_unneeded(spec: ServiceSpec, before: ServiceSpec) -> ServiceSpec:
    """The spec without what its type has no more use for and nobody asked to change."""
    dropped: dict[str, Any] = {}
    if needs_address(before) and not needs_address(spec):
        if (spec.clusterIP, spec.clusterIPs) == (before.clusterIP, before.clusterIPs):
            dropped |= {"clusterIP": None, "clusterIPs": None}
        dropped |= _same(spec, before, "ipFamilies", "ipFamilyPolicy")
    closed = needs_node_ports(before) and not needs_node_ports(spec)
    if closed and _ports_of(spec) <= _ports_of(before):
        dropped["ports"] = [replace(p, nodePort=None) for p in spec.ports or ()] or None
    if _needs_check(before) and not _needs_check(spec):
        dropped |= _same(spec, before, "healthCheckNodePort")
    if before.type == "LoadBalancer" and spec.type != "LoadBalancer":
        dropped |= _same(spec, before, "allocateLoadBalancerNodePorts", "loadBalancerClass")
    if _is_outside(before) and not _is_outside(spec):
        dropped |= _same(spec, before, "externalTrafficPolicy")
    return replace(spec, **dropped) if dropped else spec


def _same(spec: ServiceSpec, before: ServiceSpec, *names: str) -> dict[str, None]:
    """Those of the fields that did not change, to be emptied."""
    return {name: None for name in names if getattr(spec, name) == getattr(before, name)}


def _ports_of(spec: ServiceSpec) -> set[int]:
    return {port.nodePort for port in spec.ports or () if port.nodePort}


def _needs_check(spec: ServiceSpec) -> bool:
    return spec.type == "LoadBalancer" and spec.externalTrafficPolicy == "Local"


def _is_outside(spec: ServiceSpec) -> bool:
    return needs_node_ports(spec) or (spec.type == "ClusterIP" and bool(spec.externalIPs))
