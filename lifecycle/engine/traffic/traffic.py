"""The clients of a cluster: who sends to which Service, and what those between have heard.

A client's requests are settled whenever something changes that could matter to them, and at
the end of each second; so that a steady client costs little, and yet each request meets the
world of its own moment.
"""

from lightkube.models.discovery_v1 import EndpointSlice
from msgspec.structs import replace

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.endpointslice import SERVICE_NAME
from lifecycle.engine.controllers.servicelookup import LOCAL, ServiceLookup, Target
from lifecycle.engine.controllers.serviceproxy import affinity_ms
from lifecycle.engine.cri.network import Network, Places
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.traffic import Load
from lifecycle.engine.records import TrafficChanged
from lifecycle.engine.traffic.client import Client, plus
from lifecycle.engine.traffic.round import Round

MOST_CLIENTS, MOST_ENTRIES, CONNECTIONS = 10, 8, 8
EAGER_MS: Millis = 10
"""How often is looked while something goes wrong, if more often requests are sent."""

LAGS = {"proxy": "kube-proxy", "ingress": "ingress", "load-balancer": "load-balancer"}
Key = tuple[str, str]


class Traffic:
    """All clients, by namespace and name of their Service."""

    def __init__(
        self, world: World, api: ApiServer, network: Network, services: ServiceLookup
    ) -> None:
        self._world, self._api = world, api
        self._network, self._services = network, services
        self._clients: dict[Key, Client] = world.table("traffic")
        self._views: dict[tuple[Key, str], tuple[Target, ...]] = world.table("traffic.views")
        self._learning: dict[tuple[Key, str], bool] = world.table("traffic.learning")
        world.on("traffic.tick", self._tick)
        world.on("traffic.slice", self._slice_changed)
        world.on("traffic.learn", self._learn)
        api.watch("EndpointSlice", "traffic.slice")
        network.before_change = self.settle

    def command(self, verb: str, load: Load) -> str:
        """Begin or end what a line asks for."""
        key = (load.namespace, load.service)
        if verb == "stop":
            if key not in self._clients:
                raise Refusal(f"error: nobody sends requests to {load.service}")
            return self._stop(key)
        if key in self._clients:
            self._stop(key)
        elif len(self._clients) >= MOST_CLIENTS:
            raise Refusal(
                f"error: {MOST_CLIENTS} clients send requests already", "Stop one of them."
            )
        return self._start(key, load)

    def settle(self, closing: Places = ()) -> None:
        """Settle all requests before something changes; those `closing` cease to listen."""
        now = self._world.now
        for key, client in list(self._clients.items()):
            if not (client.pending or client.connections or client.sends_at(client.sent) < now):
                continue
            after = self._settle(key, client, closing)
            if client.well and (closing or not after.well):
                self._set_alarm(key, replace(after, well=False))

    def _settle(self, key: Key, client: Client, closing: Places = ()) -> Client:
        ways = (*client.entries, *client.hops)
        views = {entry: self._views[(key, entry)] for entry in ways}
        service = self._api.find("Service", *key)
        sticks = affinity_ms(service) if service is not None else 0
        after = Round(self._network, views, client, closing, self._world.cause, sticks).settle()
        self._clients[key] = after
        return after

    def _start(self, key: Key, load: Load) -> str:
        nodes = tuple(node.metadata.name for node in self._api.list("Node"))[:MOST_ENTRIES]
        entries = nodes if load.via == "proxy" and nodes else (load.via,)
        connections = (None,) * CONNECTIONS if load.keep_alive else ()
        hops = nodes if load.via == "load-balancer" and self._is_local(key) else ()
        client = Client(load, self._world.now, entries, hops, connections=connections)
        self._clients[key] = client
        for entry in (*hops, *entries):
            known = self._views[(key, entry)] = self._known(key, entry)
        self._emit("start", client, ",".join(entries), _pods(known))
        self._set_alarm(key, client)
        return f"{load.rps} requests a second to service/{load.service}"

    def _stop(self, key: Key) -> str:
        client = self._settle(key, self._clients[key])
        self._world.cancel(client.alarm)
        self._emit("stop", self._counted(client))
        del self._clients[key]
        for entry in (*client.entries, *client.hops):
            del self._views[(key, entry)]
            self._learning.pop((key, entry), None)
        return f"no more requests to service/{client.load.service}"

    # Time

    def _tick(self, key: Key, number: int) -> None:
        """A second is over, or a look is due as something is wrong."""
        client = self._clients.get(key)
        if client is None or client.started_ms != number:
            return
        client = self._settle(key, replace(client, alarm=0))
        if self._world.now >= client.second_ends_ms:
            before, client = client, self._counted(client)
            if before.lost or before.retried or before.counts != before.last:
                self._emit("second", client)
            client = replace(
                client, last=before.counts, counts=(), lost=(), retried=0, cause=0,
                second=before.second + 1,
            )  # fmt: skip
        self._set_alarm(key, client)

    def _counted(self, client: Client) -> Client:
        return replace(client, totals=plus(client.totals, client.counts))

    def _set_alarm(self, key: Key, client: Client) -> None:
        if client.alarm:
            self._world.cancel(client.alarm)
        now, due = self._world.now, client.second_ends_ms
        if not client.well:
            due = min(due, max(client.sends_at(client.sent) + 1, now + EAGER_MS))
        alarm = self._world.at(due, "traffic.tick", (key, client.started_ms))
        self._clients[key] = replace(client, alarm=alarm)

    # What is known between the client and the Pods

    def _is_local(self, key: Key) -> bool:
        """Whether what comes from outside only goes to Pods of the node where it comes in."""
        service = self._api.find("Service", *key)
        return service is not None and service.spec.externalTrafficPolicy == LOCAL

    def _known(self, key: Key, entry: str) -> tuple[Target, ...]:
        """What that entry, or the node behind it, sends requests to.

        A client of a node's proxy is inside the cluster, one of a load balancer is outside. An
        ingress controller asks no proxy. A load balancer in front of a Service with the external
        policy Local only knows nodes.
        """
        service, client = self._api.find("Service", *key), self._clients[key]
        if service is None:
            return ()
        port, spec = client.load.port, service.spec
        if entry in client.hops:
            found = self._services.targets_on(service, port, entry, spec.externalTrafficPolicy)
        elif client.hops:
            nodes = self._services.healthy_nodes(service)
            found = [(node, 0, node) for node in nodes if node in client.hops]
        elif client.load.via == "proxy":
            found = self._services.targets_on(service, port, entry, spec.internalTrafficPolicy)
        else:
            found = self._services.targets(service, port)
        return tuple(found)

    def _slice_changed(self, verb: str, held: EndpointSlice, old: EndpointSlice | None) -> None:
        """Everybody on the way will hear of it, each in its own time."""
        key = (held.metadata.namespace or "", (held.metadata.labels or {}).get(SERVICE_NAME, ""))
        client = self._clients.get(key)
        if client is None:
            return
        for entry in (*client.entries, *client.hops):
            if (key, entry) in self._learning:
                continue
            name = LAGS["proxy" if entry in client.hops else client.load.via]
            lag = self._world.delay(name, *key, entry, self._world.now)
            self._learning[(key, entry)] = True
            self._world.after(lag, "traffic.learn", key, entry, client.started_ms)

    def _learn(self, key: Key, entry: str, number: int) -> None:
        client = self._clients.get(key)
        if client is None or client.started_ms != number:
            return
        self._learning.pop((key, entry), None)
        known = self._known(key, entry)
        if known == self._views[(key, entry)]:
            return
        client = self._settle(key, client)
        self._views[(key, entry)] = known
        self._set_alarm(key, replace(client, well=False))
        quiet = replace(client, counts=(), totals=(), lost=(), retried=0, cause=0)
        self._emit("learn", quiet, entry, _pods(known))

    def _emit(self, what: str, client: Client, entry: str = "", pods: tuple[str, ...] = ()) -> None:
        load, before = client.load, self._world.cause
        self._world.cause = client.cause or before
        self._world.emit(
            TrafficChanged,
            what=what,
            namespace=load.namespace,
            service=load.service,
            rps=load.rps,
            via=load.via,
            counts=client.counts,
            totals=client.totals,
            lost=client.lost,
            retried=client.retried,
            entry=entry,
            pods=pods,
        )
        self._world.cause = before


def _pods(known: tuple[Target, ...]) -> tuple[str, ...]:
    """The Pods behind targets, each once."""
    return tuple(dict.fromkeys(pod for _, _, pod in known if pod))
