"""What daphne lets in: connections and requests as they come, before anything is made of them.

Newcomers enter one at a time, between the turns of those who are inside already. A socket that
would be refused costs twenty times as much once it is open, and a body that nobody will read
would be written to the disk first.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings

from lifecycle import limits, metrics, visitor
from lifecycle.collector import look_everywhere
from lifecycle.live.consumer import openings
from lifecycle.live.registry import registry
from lifecycle.live.throttle import Throttle
from podviz.turns import strangers

LONGEST_BODY = 2 * limits.BODY_BYTES
"""What is a little too long is still read, and told so by a view."""

COLLECTED = 10_000
"""So many connections may leave some 30 MB that only the collector finds: Django's requests."""

farewells = Throttle(limits.FAREWELLS_PER_SECOND, limits.FAREWELLS_AT_ONCE)
connections = Throttle(limits.CONNECTIONS_PER_SECOND, limits.CONNECTIONS_AT_ONCE)
entrances = Throttle(limits.CONNECTIONS_PER_SECOND, limits.ENTRANCES_AT_ONCE)


class Doorway:
    """Makes daphne's protocols for new connections; it takes the place of `buildProtocol`."""

    def __init__(self, build: Callable[[Any], Any]) -> None:
        self._build, self._let = build, 0
        self._waiting: dict[Any, bytes] = {}
        self._lines: dict[str, deque[Any]] = {}

    def __call__(self, address: Any) -> Any:
        """The protocol of a connection; None closes it at once.

        Behind a proxy all connections come from the proxy, which counts them itself.
        """
        host = visitor.address(getattr(address, "host", ""), "", 0)
        if not settings.PROXIES and not connections.take(host):
            metrics.REFUSED.labels("connections").inc()
            return None
        self._let = (self._let + 1) % COLLECTED
        if not self._let:
            asyncio.get_event_loop().call_soon(look_everywhere)
        protocol = self._build(address)
        protocol.requestFactory = Visit
        protocol.dataReceived = partial(self._queue, protocol)
        if not settings.PROXIES and (host in self._lines or not entrances.take(host)):
            protocol.makeConnection = partial(self._stand_in_line, protocol, host)
        return protocol

    def _stand_in_line(self, protocol: Any, host: str, transport: Any) -> None:
        """Have it wait until its address may let another in; nothing is read of it before."""
        del protocol.makeConnection
        protocol.makeConnection(transport)
        transport.pauseProducing()
        if not self._lines:
            self._look_later()
        self._lines.setdefault(host, deque()).append(transport)

    def _look_later(self) -> None:
        asyncio.get_event_loop().call_later(1 / limits.CONNECTIONS_PER_SECOND, self._look)

    def _look(self) -> None:
        """Let the first of each line in, if its address may."""
        for host, line in list(self._lines.items()):
            if entrances.take(host):
                transport = line.popleft()
                if not transport.disconnected:
                    transport.resumeProducing()
                if not line:
                    del self._lines[host]
        if self._lines:
            self._look_later()

    def _queue(self, protocol: Any, data: bytes) -> None:
        """Have it wait with what came first, and with what follows until its turn."""
        if protocol not in self._waiting:
            strangers.add(partial(self._let_in, protocol))
        self._waiting[protocol] = self._waiting.get(protocol, b"") + data

    def _let_in(self, protocol: Any) -> None:
        data = self._waiting.pop(protocol)
        del protocol.dataReceived
        transport = protocol._channel.transport
        if transport is not None and not transport.disconnected:
            protocol.dataReceived(data)


class Visit(WebRequest):
    """One request; refused here, it never becomes a socket, nor Django's."""

    received = 0

    def process(self) -> Any:
        """Go on, unless it asks for a socket when none is opened, or its address may have none."""
        if self.requestHeaders.hasHeader(b"upgrade"):
            if registry.leaving:
                return self._refuse(503)
            if not self._may_have_a_socket():
                metrics.REFUSED.labels("sockets").inc()
                return self._refuse(429)
        processed = super().process()
        if self.transport is None and self.channel is not None:
            # It is a socket now. They would keep each other until the collector looks.
            self.channel.requests.clear()
        return processed

    def _refuse(self, status: int) -> None:
        self.setResponseCode(status)
        self.setHeader(b"retry-after", b"10")
        self.finish()

    def _may_have_a_socket(self) -> bool:
        forwarded = b",".join(self.requestHeaders.getRawHeaders(visitor.FORWARDED, []))
        peer = getattr(self.client, "host", "")
        address = visitor.address(peer, forwarded.decode("latin-1"), settings.PROXIES)
        return openings.has(address) or farewells.take(address)

    def gotLength(self, length: int | None) -> None:
        """Cut off what announces too much."""
        super().gotLength(length)
        self._admit(length or 0)

    def handleContentChunk(self, data: bytes) -> None:
        """Cut off what is too much without having been announced."""
        self.received += len(data)
        if self._admit(self.received):
            super().handleContentChunk(data)

    def _admit(self, length: int) -> bool:
        if length > LONGEST_BODY and self.channel is not None:
            metrics.REFUSED.labels("requests").inc()
            self.channel.transport.write(
                b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n"
            )
            self.channel.loseConnection()
        return length <= LONGEST_BODY
