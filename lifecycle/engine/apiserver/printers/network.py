"""Rows of Services and what belongs to them.

Mirrors printService, printEndpointSlice, printEndpoints, printIngress and
printNetworkPolicy (pkg/printers/internalversion/printers.go).
"""

from lightkube.models.core_v1 import Endpoints, Service, ServicePort
from lightkube.models.discovery_v1 import EndpointSlice
from lightkube.models.networking_v1 import Ingress, NetworkPolicy

from lifecycle.engine.apiserver.printers.cells import (
    NONE,
    Cells,
    age,
    format_labels,
    selector,
    with_more,
)
from lifecycle.engine.kernel.clock import Millis


def service(obj: Service, now_ms: Millis) -> Cells:
    """Addresses and ports."""
    spec = obj.spec
    return (
        obj.metadata.name,
        spec.type or "",
        spec.clusterIPs[0] if spec.clusterIPs else spec.clusterIP or NONE,
        _external(obj),
        ",".join(_port(port) for port in spec.ports or ()) or NONE,
        age(obj, now_ms),
        format_labels(spec.selector),
    )


def _external(obj: Service) -> str:
    spec, given = obj.spec, list(obj.spec.externalIPs or ())
    if spec.type == "ExternalName":
        return spec.externalName or ""
    if spec.type == "LoadBalancer":
        balancer = obj.status.loadBalancer if obj.status else None
        entries = (balancer.ingress if balancer else None) or ()
        given = [entry.ip or entry.hostname or "" for entry in entries] + given
        return ",".join(given) or "<pending>"
    return ",".join(given) or NONE


def _port(port: ServicePort) -> str:
    protocol = port.protocol or "TCP"
    if port.nodePort:
        return f"{port.port}:{port.nodePort}/{protocol}"
    return f"{port.port}/{protocol}"


def endpoint_slice(obj: EndpointSlice, now_ms: Millis) -> Cells:
    """Ports, and the first addresses."""
    ports = [str(port.port) if port.port else port.name or "*" for port in obj.ports or ()]
    addresses = [a for endpoint in obj.endpoints or () for a in endpoint.addresses]
    return (
        obj.metadata.name,
        obj.addressType,
        with_more(ports, len(ports)),
        with_more(addresses, len(addresses)),
        age(obj, now_ms),
    )


def endpoints(obj: Endpoints, now_ms: Millis) -> Cells:
    """The first addresses with their ports."""
    found = [
        f"{address.ip}:{port.port}" if port else address.ip
        for subset in obj.subsets or ()
        for port in subset.ports or [None]
        for address in subset.addresses or ()
    ]
    return obj.metadata.name, with_more(found, len(found)) if found else NONE, age(obj, now_ms)


def ingress(obj: Ingress, now_ms: Millis) -> Cells:
    """Class, hosts, addresses and ports."""
    hosts = [rule.host for rule in obj.spec.rules or () if rule.host]
    balancer = obj.status.loadBalancer if obj.status else None
    addresses = [entry.ip or entry.hostname for entry in (balancer and balancer.ingress) or ()]
    return (
        obj.metadata.name,
        obj.spec.ingressClassName or NONE,
        with_more(hosts, len(hosts)) if hosts else "*",
        ",".join(address or "" for address in addresses),
        "80, 443" if obj.spec.tls else "80",
        age(obj, now_ms),
    )


def network_policy(obj: NetworkPolicy, now_ms: Millis) -> Cells:
    """Which Pods it is about."""
    return obj.metadata.name, selector(obj.spec.podSelector), age(obj, now_ms)
