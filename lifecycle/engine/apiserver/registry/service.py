"""A Service's addresses and node ports: given out when it is created, kept for its life.

Mirrors pkg/registry/core/service/storage (alloc.go) and …/service/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import LoadBalancerStatus, Service, ServicePort, ServiceStatus
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError, Cause
from lifecycle.engine.apiserver.registry.strategy import Cluster, Strategy
from lifecycle.engine.apiserver.store import Store

_FIRST_NODE_PORT, _NODE_PORTS = 30000, 2768
_SUBNET = "10.{}.{}.{}"
_SUBNET_START, _SUBNET_SIZE = 96, 1 << 20
_RESERVED = 256
"""The lowest addresses are left for those that are asked for by number."""


class ServiceStrategy(Strategy):
    """Services: cluster IPs from 10.96.0.0/12, node ports from 30000."""

    has_generation = False

    def prepare_for_create(self, obj: Service, cluster: Cluster) -> Service:
        """Allocate what the type needs (`allocateCreate`)."""
        status = ServiceStatus(loadBalancer=LoadBalancerStatus())
        return replace(obj, spec=_allocated(obj, cluster), status=status)

    def prepare_for_update(self, obj: Service, old: Service) -> Service:
        """Keep what was allocated and is not asked to change (`patchAllocatedValues`)."""
        spec, before = obj.spec, old.spec
        if _needs_address(before) and _needs_address(spec) and not spec.clusterIP:
            spec = replace(spec, clusterIP=before.clusterIP, clusterIPs=before.clusterIPs)
        if _needs_node_ports(before) and _needs_node_ports(spec):
            known = {(p.port, p.protocol): p.nodePort for p in before.ports or ()}
            ports = [_with_node_port(p, known.get((p.port, p.protocol))) for p in spec.ports or ()]
            spec = replace(spec, ports=ports)
        if spec.type == "ExternalName":
            spec = replace(spec, clusterIP=None, clusterIPs=None)
        return replace(obj, spec=spec, status=old.status)


def _allocated(service: Service, cluster: Cluster) -> Any:
    spec = service.spec
    if _needs_address(spec):
        address = spec.clusterIP or _free_address(service, cluster)
        if address != "None":
            _check_free(service, address, cluster.store)
        spec = replace(
            spec,
            clusterIP=address,
            clusterIPs=spec.clusterIPs or [address],
            ipFamilies=spec.ipFamilies or ["IPv4"],
            ipFamilyPolicy=spec.ipFamilyPolicy or "SingleStack",
        )
    if _needs_node_ports(spec):
        spec = replace(spec, ports=_with_free_node_ports(service, cluster))
    return spec


def _needs_address(spec: Any) -> bool:
    return spec.type != "ExternalName"


def _needs_node_ports(spec: Any) -> bool:
    if spec.type == "LoadBalancer":
        return spec.allocateLoadBalancerNodePorts is not False
    return spec.type == "NodePort"


def _free_address(service: Service, cluster: Cluster) -> str:
    metadata, store = service.metadata, cluster.store
    taken = {one.spec.clusterIP for one in store.list("Service")}
    share = cluster.world.draw("cluster-ip", metadata.namespace, metadata.name)
    usable = _SUBNET_SIZE - _RESERVED - 1
    offset = int(share * usable)
    while True:
        address = _address(_RESERVED + offset)
        if address not in taken:
            return address
        offset = (offset + 1) % usable


def _address(offset: int) -> str:
    return _SUBNET.format(_SUBNET_START + (offset >> 16), offset >> 8 & 255, offset & 255)


def _check_free(service: Service, address: str, store: Store) -> None:
    if any(one.spec.clusterIP == address for one in store.list("Service")):
        listed = f'["{address}"]'
        text = f"Invalid value: {listed}: failed to allocate IP {address}: "
        _refuse(service, "spec.clusterIPs", text + "provided IP is already allocated")


def _with_free_node_ports(service: Service, cluster: Cluster) -> list[ServicePort]:
    taken = {
        port.nodePort
        for one in cluster.store.list("Service")
        for port in one.spec.ports or ()
        if port.nodePort
    }
    metadata, ports = service.metadata, []
    for index, port in enumerate(service.spec.ports or ()):
        if port.nodePort in taken:
            text = f"Invalid value: {port.nodePort}: provided port is already allocated"
            _refuse(service, f"spec.ports[{index}].nodePort", text)
        share = cluster.world.draw("node-port", metadata.namespace, metadata.name, index)
        number = port.nodePort or _FIRST_NODE_PORT + int(share * _NODE_PORTS)
        while not port.nodePort and number in taken:
            number = _FIRST_NODE_PORT + (number + 1 - _FIRST_NODE_PORT) % _NODE_PORTS
        taken.add(number)
        ports.append(replace(port, nodePort=number))
    return ports


def _with_node_port(port: ServicePort, known: int | None) -> ServicePort:
    return replace(port, nodePort=port.nodePort or known)


def _refuse(service: Service, field: str, text: str) -> None:
    name = service.metadata.name
    causes = [Cause("FieldValueInvalid", text, field)]
    message = f'Service "{name}" is invalid: {field}: {text}'
    raise ApiError(422, "Invalid", message, kind="Service", name=name, causes=causes)
