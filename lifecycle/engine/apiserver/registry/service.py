"""A Service's addresses and node ports: given out when it is created, kept for its life.

Mirrors pkg/registry/core/service/storage (alloc.go) and …/service/strategy.go.
"""

from lightkube.models.core_v1 import (
    LoadBalancerStatus,
    Service,
    ServicePort,
    ServiceSpec,
    ServiceStatus,
)
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError, Cause
from lifecycle.engine.apiserver.registry.service_types import (
    allocates_node_ports,
    needs_address,
    needs_node_ports,
    without_unneeded,
)
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

    def begin_update(self, obj: Service, old: Service, cluster: Cluster) -> Service:
        """Keep what was allocated, allocate what the new type needs (`beginUpdate`)."""
        obj = _in_step(replace(obj, spec=_patched(obj.spec, old.spec)), old)
        return replace(obj, spec=_allocated(obj, cluster, old))

    def prepare_for_update(self, obj: Service, old: Service) -> Service:
        """Drop what the new type has no use for."""
        return replace(obj, spec=without_unneeded(obj.spec, old.spec), status=old.status)


def _patched(spec: ServiceSpec, before: ServiceSpec) -> ServiceSpec:
    """What was given out and isn't asked to change (`patchAllocatedValues`)."""
    if needs_address(before) and needs_address(spec):
        spec = replace(
            spec,
            clusterIP=spec.clusterIP or before.clusterIP,
            clusterIPs=spec.clusterIPs or before.clusterIPs,
            ipFamilies=spec.ipFamilies or before.ipFamilies,
            ipFamilyPolicy=spec.ipFamilyPolicy or before.ipFamilyPolicy,
        )
    if needs_node_ports(before) and needs_node_ports(spec):
        after = [port.nodePort for port in spec.ports or ()]
        kept = {port.name or "": port.nodePort for port in before.ports or ()}
        taken = [number for number in kept.values() if number in after]
        ports = [
            port
            if port.nodePort or kept.get(port.name or "") in taken
            else replace(port, nodePort=kept.get(port.name or ""))
            for port in spec.ports or ()
        ]
        spec = replace(spec, ports=ports)
    return spec


def _in_step(service: Service, old: Service) -> Service:
    """The list of addresses follows the single one that changed (`normalizeClusterIPs`)."""
    spec, before = service.spec, old.spec
    if spec.clusterIP == before.clusterIP or spec.clusterIPs != before.clusterIPs:
        return service
    addresses = [spec.clusterIP] if spec.clusterIP else None
    return replace(service, spec=replace(spec, clusterIPs=addresses))


def _allocated(service: Service, cluster: Cluster, old: Service | None = None) -> ServiceSpec:
    spec, known = service.spec, old.spec.clusterIP if old is not None else None
    if needs_address(spec):
        address = spec.clusterIP or _free_address(service, cluster)
        if address not in ("None", known):
            _check_free(service, address, cluster.store)
        spec = replace(
            spec,
            clusterIP=address,
            clusterIPs=spec.clusterIPs or [address],
            ipFamilies=spec.ipFamilies or ["IPv4"],
            ipFamilyPolicy=spec.ipFamilyPolicy or "SingleStack",
        )
    if allocates_node_ports(spec):
        spec = replace(spec, ports=_with_free_node_ports(service, cluster, old))
    return spec


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


def _with_free_node_ports(
    service: Service, cluster: Cluster, old: Service | None
) -> list[ServicePort]:
    own = {port.nodePort for port in (old.spec.ports if old is not None else None) or ()}
    wanted = {port.nodePort for port in service.spec.ports or ()}
    taken = {
        port.nodePort
        for one in cluster.store.list("Service")
        for port in one.spec.ports or ()
        if port.nodePort and not (port.nodePort in own and port.nodePort in wanted)
    }
    metadata, ports, given = service.metadata, [], taken | wanted
    for index, port in enumerate(service.spec.ports or ()):
        if port.nodePort in taken:
            text = f"Invalid value: {port.nodePort}: provided port is already allocated"
            _refuse(service, f"spec.ports[{index}].nodePort", text)
        share = cluster.world.draw("node-port", metadata.namespace, metadata.name, index)
        number = port.nodePort or _FIRST_NODE_PORT + int(share * _NODE_PORTS)
        while not port.nodePort and number in given:
            number = _FIRST_NODE_PORT + (number + 1 - _FIRST_NODE_PORT) % _NODE_PORTS
        given.add(number)
        ports.append(replace(port, nodePort=number))
    return ports


def _refuse(service: Service, field: str, text: str) -> None:
    name = service.metadata.name
    causes = [Cause("FieldValueInvalid", text, field)]
    message = f'Service "{name}" is invalid: {field}: {text}'
    raise ApiError(422, "Invalid", message, kind="Service", name=name, causes=causes)
