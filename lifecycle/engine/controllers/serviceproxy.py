"""Which of a Service's endpoints a new connection gets: kube-proxy in its iptables mode.

Each node's rules draw lots, with the same chance for every endpoint. Under ClientIP affinity
whoever was here lately goes where he went before; under the policy Local only to Pods of the
node, and nowhere if there are none.

Mirrors `writeServiceToEndpointRules` of pkg/proxy/iptables/proxier.go.
"""

from lightkube.models.core_v1 import Service

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.servicelookup import ServiceLookup
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

DEFAULT_AFFINITY_SECONDS = 10_800
Place = tuple[str, int]


def affinity_ms(service: Service) -> Millis:
    """How long after his last connection a client is known again; 0 without affinity."""
    if service.spec.sessionAffinity != "ClientIP":
        return 0
    config = service.spec.sessionAffinityConfig
    seconds = config.clientIP.timeoutSeconds if config and config.clientIP else None
    return (DEFAULT_AFFINITY_SECONDS if seconds is None else seconds) * 1000


class ServiceProxy(ServiceLookup):
    """The proxies of all nodes, for connections that containers open."""

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(api)
        self._world = world
        self._seen: dict[tuple[str, ...], tuple[Place, Millis]] = world.table("proxy.affinity")

    def route(self, ip: str, port: int, source: str, node: str) -> Place | None:
        """Where a connection from that address on that node ends up; None if it is refused.

        An address that is no Service's leads to itself, what is dropped to no address.
        """
        service = self._by_address(ip)
        if service is None:
            return ip, port
        found = self.targets_on(service, port, node, service.spec.internalTrafficPolicy)
        places = [target[:2] for target in found]
        if not places:
            return None
        now, lasts = self._world.now, affinity_ms(service)
        key = (service.metadata.uid, str(port), source, node)
        place, since = self._seen.get(key, (None, 0))
        if not lasts or place not in places or now - since >= lasts:
            lot = self._world.draw("iptables", ip, port, source, now)
            place = places[int(lot * len(places))]
        if lasts:
            self._seen[key] = (place, now)
        return place
