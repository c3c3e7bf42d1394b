"""What containers find when they ask for a Service: its name by DNS, its address by proxy.

Names are tried as the Pod's /etc/resolv.conf has it (search domains, ndots:5). An address
leads to the ready endpoints, or, where there is none, to those that still serve while they
terminate.

Mirrors CoreDNS' kubernetes plugin (docs: DNS for Services and Pods) and kube-proxy
(pkg/proxy/topology.go `CategorizeEndpoints`), without their delays.
"""

from collections.abc import Callable, Iterator

from lightkube.models.core_v1 import Service
from lightkube.models.discovery_v1 import Endpoint, EndpointSlice

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.endpoints import ZONE
from lifecycle.engine.controllers.endpointslice import SERVICE_NAME

DOMAIN = "cluster.local"
NDOTS = 5

LOCAL = "Local"
Target = tuple[str, int, str]
"""An address, a port, and the Pod's name or nothing."""

Choice = Callable[[Endpoint], bool]
"""Which endpoints count."""

NOWHERE: Target = ("", 0, "")
"""Where packets go that are dropped."""


class ServiceLookup:
    """Answers from the API server's objects of the moment."""

    def __init__(self, api: ApiServer) -> None:
        self._api = api

    def resolve(self, name: str, namespace: str) -> str | None:
        """The first address behind a name, asked by a Pod of that namespace."""
        return next(iter(self.resolve_all(name, namespace)), None)

    def resolve_all(self, name: str, namespace: str) -> list[str]:
        """All addresses behind a name; none if there is no such name."""
        return next((found for _, found in self._answers(name, namespace)), [])

    def full_name(self, name: str, namespace: str) -> str:
        """The name that was found, with its domain; as asked if nothing was."""
        return next((full for full, _ in self._answers(name, namespace)), name)

    def endpoints(self, ip: str, port: int) -> list[tuple[str, int]]:
        """Where a connection to that address and port may end up.

        An address that is no Service's leads to itself.
        """
        service = self._by_address(ip)
        if service is None:
            return [(ip, port)]
        return [(address, number) for address, number, _ in self.targets(service, port)]

    def targets(self, service: Service, port: int) -> list[Target]:
        """Where a connection to that port of a Service may end up, and in which Pod."""
        return self._targets(service, port, _anywhere)

    def targets_on(
        self, service: Service, port: int, node: str, policy: str | None
    ) -> list[Target]:
        """Where that node's proxy sends such a connection; under Local only to its own Pods.

        It refuses what has no endpoint anywhere, and drops what has none on its node. Under the
        other policy it prefers what is near, if the slices say so.
        """
        if policy != LOCAL:
            return self._targets(service, port, self._nearby(service, node))
        if not self.targets(service, port):
            return []
        local = self._targets(service, port, lambda endpoint: endpoint.nodeName == node)
        return local or [NOWHERE]

    def healthy_nodes(self, service: Service) -> list[str]:
        """The nodes with a ready endpoint, as their healthCheckNodePort says."""
        nodes = [
            endpoint.nodeName
            for _, endpoint in self._endpoints(service)
            if endpoint.conditions.ready and endpoint.nodeName
        ]
        return list(dict.fromkeys(nodes))

    def _targets(self, service: Service, port: int, chosen: Choice) -> list[Target]:
        for offered in service.spec.ports or ():
            if offered.port == port:
                return self._behind(service, offered.name or "", chosen)
        return []

    def _nearby(self, service: Service, name: str) -> Choice:
        """The endpoints that are hinted for a node, or for its zone (`topologyModeFromHints`).

        Hints count only if each ready endpoint has one and one of them is for here.
        """
        ready = [one for _, one in self._endpoints(service) if one.conditions.ready]
        if not ready or not ready[0].hints:
            return _anywhere
        node = self._api.find("Node", "", name)
        zone = (node.metadata.labels or {}).get(ZONE, "") if node else ""
        for hinted, here in ((_nodes_of, name), (_zones_of, zone)):
            if all(map(hinted, ready)) and any(here in hinted(one) for one in ready):
                return lambda one, hinted=hinted, here=here: here in hinted(one)
        return _anywhere

    def _answers(self, name: str, namespace: str) -> Iterator[tuple[str, list[str]]]:
        for full in _candidates(name, namespace):
            found = self._addresses(full)
            if found:
                yield full, found

    def _addresses(self, full: str) -> list[str]:
        """The records of `[pod.]service.namespace.svc.cluster.local`."""
        labels = full.split(".")
        if labels[-3:] != ["svc", *DOMAIN.split(".")] or len(labels) not in (5, 6):
            return []
        hostname, (name, namespace) = labels[:-5], labels[-5:-3]
        service = self._api.find("Service", namespace, name)
        if service is None:
            return []
        if service.spec.type == "ExternalName":
            return self.resolve_all(service.spec.externalName or "", namespace)
        if not hostname and service.spec.clusterIP not in (None, "", "None"):
            return [service.spec.clusterIP]
        return [
            address
            for _, endpoint in self._endpoints(service)
            if endpoint.conditions.ready and (not hostname or endpoint.hostname == hostname[0])
            for address in endpoint.addresses
        ]

    def _by_address(self, ip: str) -> Service | None:
        for service in self._api.list("Service"):
            if service.spec.clusterIP == ip or ip in (service.spec.externalIPs or ()):
                return service
        return None

    def _behind(self, service: Service, port_name: str, chosen: Choice) -> list[Target]:
        ready, leaving = [], []
        for held, endpoint in self._endpoints(service):
            if not chosen(endpoint):
                continue
            number = next((p.port for p in held.ports or () if (p.name or "") == port_name), None)
            if number is None:
                continue
            pod = endpoint.targetRef.name if endpoint.targetRef else ""
            targets = [(address, number, pod or "") for address in endpoint.addresses]
            if endpoint.conditions.ready:
                ready += targets
            elif endpoint.conditions.serving and endpoint.conditions.terminating:
                leaving += targets
        return ready or leaving

    def _endpoints(self, service: Service) -> Iterator[tuple[EndpointSlice, Endpoint]]:
        labels = {SERVICE_NAME: service.metadata.name}
        for held in self._api.list("EndpointSlice", service.metadata.namespace, labels):
            for endpoint in held.endpoints or ():
                yield held, endpoint


def _anywhere(_: Endpoint) -> bool:
    return True


def _nodes_of(endpoint: Endpoint) -> list[str]:
    return [one.name for one in (endpoint.hints and endpoint.hints.forNodes) or ()]


def _zones_of(endpoint: Endpoint) -> list[str]:
    return [one.name for one in (endpoint.hints and endpoint.hints.forZones) or ()]


def _candidates(name: str, namespace: str) -> list[str]:
    """The full names that are tried, in the resolver's order."""
    if name.endswith("."):
        return [name.rstrip(".")]
    search = [f"{name}.{namespace}.svc.{DOMAIN}", f"{name}.svc.{DOMAIN}", f"{name}.{DOMAIN}"]
    return [name, *search] if name.count(".") >= NDOTS else [*search, name]
