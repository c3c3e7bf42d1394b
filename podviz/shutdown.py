"""How the server stops: what was begun is finished, and every browser is told to come back.

The reactor's own way cuts sockets off as they are; a browser can't tell that from a broken
network. Here no new input is taken, those under way are written down and answered, then each
socket is closed as "service restart", and only then the server ends.
"""

import asyncio
import signal

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

from lifecycle.live.registry import Registry

SERVICE_RESTART = 1012
LAST_WORDS_S = 0.5


class Shutdown:
    """Stops the server at the first signal in order, at the second one at once."""

    def __init__(self, server: Server, registry: Registry) -> None:
        self._server, self._registry = server, registry
        self._stopping: asyncio.Task[None] | None = None

    def listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be called by SIGTERM and SIGINT from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.begin)

    def begin(self) -> None:
        """Stop in order; if that has begun, stop now."""
        if self._stopping is None:
            self._stopping = asyncio.ensure_future(self._stop())
        else:
            self._server.stop()

    async def _stop(self) -> None:
        await self._registry.leave()
        for protocol in list(self._server.connections):
            if not isinstance(protocol, WebSocketProtocol):
                continue
            if protocol.state == protocol.STATE_OPEN:
                # Through ASGI, autobahn lets nobody send a code below 3000.
                protocol.sendCloseFrame(SERVICE_RESTART, b"The server starts again.")
            elif protocol.state == protocol.STATE_CONNECTING:
                # It would open now, and what it asked for would get no answer.
                protocol.transport.abortConnection()
        await asyncio.sleep(LAST_WORDS_S)
        self._server.stop()
