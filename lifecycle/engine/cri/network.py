"""Who listens where, and what becomes of a request.

Every Pod has an address; the containers of a Pod share it, so that the table of listeners
is keyed by address and port. Failures are worded as Go's net/http and grpc clients word
them, because that is what the kubelet puts into its events.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

import msgspec

from lifecycle.engine.cri.process import Key
from lifecycle.engine.cri.responders import HANG, Answer, answer
from lifecycle.engine.faults import FAIL, REFUSE, SLOW, Faults
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World

if TYPE_CHECKING:
    from lifecycle.engine.cri.processes import Processes

CONNECT_MS, ROUND_TRIP_MS = 1, 2
"""Until a connection stands or is refused; until a server's first words are there."""

Places = tuple[tuple[str, int], ...]
"""Addresses with ports."""

REDIRECTS, MOST_REDIRECTS = (301, 302, 303, 307, 308), 10


class ServiceLookup(Protocol):
    """What the cluster's DNS and Services know; the controllers' side fills it."""

    def resolve(self, name: str, namespace: str) -> str | None: ...
    def route(self, ip: str, port: int, source: str, node: str) -> tuple[str, int] | None: ...


class NoServices:
    """A cluster without any Service."""

    def resolve(self, name: str, namespace: str) -> str | None:
        return None

    def route(self, ip: str, port: int, source: str, node: str) -> tuple[str, int] | None:
        return None


class Listener(msgspec.Struct, frozen=True):
    """A process that accepts connections; `responder` names how it answers."""

    ip: str
    port: int
    node: str
    container: str
    key: Key
    responder: str
    options: tuple[object, ...] = ()
    opened_ms: Millis = 0
    opens_ms: Millis = 0


class Reply(msgspec.Struct, frozen=True):
    """What a probe or hook gets: a status and body, or the client's error.

    For tcp and grpc success is an empty `error`.
    """

    status: int = 0
    body: str = ""
    error: str = ""
    location: str = ""
    timed_out: bool = False


class Network:
    """The listeners of all Pods, and the cluster's names.

    Who sends requests in bulk is told by `before_change` that some begin or cease to listen:
    those that cease are named, and still do.
    """

    def __init__(
        self, world: World, services: ServiceLookup | None = None, faults: Faults | None = None
    ) -> None:
        self.world = world
        self.services = services or NoServices()
        self.faults = faults or Faults(world)
        self.nodes: dict[str, Processes] = {}
        self.before_change: Callable[[Places], None] | None = None
        self._table: dict[tuple[str, int], Listener] = world.table("listeners")
        self._held: dict[tuple[str, Key], tuple[tuple[str, int], ...]] = world.table("listening")
        self._requests: dict[tuple[str, int], int] = world.table("requests")
        world.on("network.follow", self._follow)

    # Listening

    def listen(self, listener: Listener) -> bool:
        """Accept connections; False when the port is taken."""
        place = (listener.ip, listener.port)
        if place in self._table:
            return False
        if self.before_change is not None:
            self.before_change(())
        self._table[place] = listener
        holder = (listener.node, listener.key)
        self._held[holder] = (*self._held.get(holder, ()), place)
        return True

    def close(self, node: str, key: Key) -> None:
        """The process has ended, or listens no longer."""
        held = self._held.pop((node, key), ())
        if held and self.before_change is not None:
            self.before_change(held)
        for place in held:
            del self._table[place]
            self._requests.pop(place, None)

    def listener(self, ip: str, port: int) -> Listener | None:
        """Who accepts connections there now."""
        return self.listener_at(ip, port, self.world.now)

    def listener_at(self, ip: str, port: int, at_ms: Millis) -> Listener | None:
        """Of those who listen now, the one that did so at that moment."""
        found = self._table.get((ip, port))
        return found if found is not None and found.opens_ms <= at_ms else None

    def known(self, ip: str) -> bool:
        """Whether there is a Pod with that address."""
        return any(
            sandbox.ip == ip
            for node in self.nodes
            for sandbox in self.world.table(f"sandboxes/{node}").values()
        )

    def is_up(self, ip: str) -> bool:
        """Whether somebody at that address can at least refuse: a sandbox that was not stopped."""
        return any(
            status.ip == ip and status.ready
            for node in self.nodes
            for runtime in self.world.table(f"pod-runtimes/{node}").values()
            for status in runtime.sandboxes
        )

    def ports(self, ip: str) -> list[int]:
        """The open ports of an address."""
        return sorted(port for at, port in self._table if at == ip and self.listener(at, port))

    def request(self, listener: Listener, path: str) -> Answer:
        """Ask a listener; some answer by how often they were asked."""
        if self.faults.hangs(listener.container):
            return HANG
        place = (listener.ip, listener.port)
        count = 1
        if listener.responder == "counting":
            count = self._requests[place] = self._requests.get(place, 0) + 1
        return answer(self, listener, path, count)

    # Probes and hooks

    def probe_http(
        self,
        ip: str,
        port: int,
        path: str,
        scheme: str,
        headers: tuple[tuple[str, str], ...],
        timeout_ms: Millis,
        then: Callback,
        fault: str = "",
        followed: int = 0,
    ) -> None:
        """GET as the kubelet does; answers with a `Reply` (prober/http, Go's net/http).

        Redirects within the host are followed, each with a connection of its own.
        """
        scheme = scheme.lower() or "http"
        url = f"{scheme}://{_host(ip)}:{port}/{path.removeprefix('/')}"
        listener = None if fault == REFUSE else self.listener(ip, port)
        if fault == FAIL:
            self._answer(ROUND_TRIP_MS, then, Reply(500, "fault"))
        elif fault == SLOW:
            self._answer(timeout_ms, then, _late(url))
        elif listener is None:
            error = f'Get "{url}": dial tcp {_host(ip)}:{port}: connect: connection refused'
            self._answer(CONNECT_MS, then, Reply(error=error))
        else:
            self._ask(listener, path, scheme, url, timeout_ms, then, followed)

    def _ask(
        self,
        listener: Listener,
        path: str,
        scheme: str,
        url: str,
        timeout_ms: Millis,
        then: Callback,
        followed: int,
    ) -> None:
        found = self.request(listener, path)
        if found.after_ms + ROUND_TRIP_MS > timeout_ms:
            self._answer(timeout_ms, then, _late(url))
            return
        if found.status == 0:
            reply = Reply(error=f'Get "{url}": {found.error or "EOF"}')
        elif scheme == "https" and not found.secure:
            reply = Reply(error=f'Get "{url}": http: server gave HTTP response to HTTPS client')
        else:
            reply = Reply(found.status, found.body, "", found.location)
        took = found.after_ms + ROUND_TRIP_MS
        if reply.status in REDIRECTS and reply.location:
            further = _location(url, reply.location)
            if further is None:
                problem = f'failed to parse Location header "{reply.location}"'
                reply = Reply(error=f'Get "{url}": {problem}')
            elif followed == MOST_REDIRECTS:
                reply = Reply(error=f'Get "{further}": stopped after {followed} redirects')
            elif urlsplit(further).hostname == urlsplit(url).hostname:
                left = timeout_ms - took
                self.world.after(took, "network.follow", further, left, then, followed + 1)
                return
        self._answer(took, then, reply)

    def _follow(self, url: str, timeout_ms: Millis, then: Callback, followed: int) -> None:
        """The next request of a redirected one (`RedirectChecker` of pkg/probe/http)."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        host = parts.hostname or ""
        self.probe_http(host, port, path, parts.scheme, (), timeout_ms, then, followed=followed)

    def probe_tcp(
        self, ip: str, port: int, timeout_ms: Millis, then: Callback, fault: str = ""
    ) -> None:
        """Open a connection and close it (prober/tcp)."""
        where = f"{_host(ip)}:{port}"
        if fault == SLOW:
            reply = Reply(error=f"dial tcp {where}: i/o timeout", timed_out=True)
            self._answer(timeout_ms, then, reply)
        elif fault or self.listener(ip, port) is None:
            reply = Reply(error=f"dial tcp {where}: connect: connection refused")
            self._answer(CONNECT_MS, then, reply)
        else:
            self._answer(CONNECT_MS, then, Reply(status=1))

    def probe_grpc(
        self, ip: str, port: int, service: str, timeout_ms: Millis, then: Callback, fault: str = ""
    ) -> None:
        """Ask the gRPC health service; every failure has its text (prober/grpc)."""
        listener = None if fault == REFUSE else self.listener(ip, port)
        seconds = f"{timeout_ms // 1000}s"
        if listener is None:
            error = (
                f'timeout: failed to connect service "{_host(ip)}:{port}" within {seconds}: '
                "context deadline exceeded"
            )
            self._answer(timeout_ms, then, Reply(error=error, timed_out=True))
            return
        found = HANG if fault == SLOW else self.request(listener, f"grpc:{service}")
        if found.after_ms >= timeout_ms:
            error = f"timeout: health rpc did not complete within {seconds}"
            self._answer(timeout_ms, then, Reply(error=error, timed_out=True))
        elif found.serving is None and not fault:
            error = (
                "error: this server does not implement the grpc health protocol "
                "(grpc.health.v1.Health): unknown service grpc.health.v1.Health"
            )
            self._answer(ROUND_TRIP_MS, then, Reply(error=error))
        elif fault == FAIL or not found.serving:
            error = 'service unhealthy (responded with "NOT_SERVING")'
            self._answer(ROUND_TRIP_MS, then, Reply(error=error))
        else:
            self._answer(ROUND_TRIP_MS, then, Reply(status=1))

    def _answer(self, after_ms: Millis, then: Callback, reply: Reply) -> None:
        self.world.after(after_ms, then[0], *then[1:], reply)


def _host(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip


def _location(url: str, location: str) -> str | None:
    """Where a redirect leads, or None if nobody can tell."""
    try:
        further = urljoin(url, location)
        parts = urlsplit(further)
        return further if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _late(url: str) -> Reply:
    error = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
    return Reply(error=f'Get "{url}": {error}', timed_out=True)
