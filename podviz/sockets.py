"""daphne, told what a class on one session needs: the same bytes for many, and nobody's slowness
held in memory.

A message that is the same for all is framed once and written as it is. Where a browser reads
too slowly its consumer waits, and goes on with what is the latest then; where one talks faster
than it is answered, it is not listened to for a while.
"""

import asyncio
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

from lifecycle.limits import FRAMES_WAITING
from lifecycle.live.told import Told

LISTEN_AGAIN_S = 0.05
PIECE, READ_ON_S = 4096, 0.002
"""So much is read of a socket at a time: two megabytes a second at most."""

LAST_WORDS = 512
"""What a browser that was told to go may still say, its farewell; who talks on is cut off."""


@implementer(IPushProducer)
class Socket(WebSocketProtocol):
    """One browser's socket; the transport tells it, as its producer, when it holds too much."""

    drained: asyncio.Event | None = None
    listening = True
    unread = bytearray()

    def onOpen(self) -> None:
        """Be told by the transport, in place of the HTTP channel that the socket came from."""
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        super().onOpen()

    def dataReceived(self, data: bytes) -> None:
        """Read a piece, and let others have their turn before the next.

        What comes at once can hold hundreds of frames, and takes as many tens of milliseconds.
        """
        if self.state == self.STATE_CLOSING and len(data) > LAST_WORDS:
            self.transport.abortConnection()
            return
        if not self.unread and len(data) <= PIECE:
            super().dataReceived(data)
            return
        waiting = bool(self.unread)
        self.unread = self.unread + data
        if not waiting:
            self.transport.pauseProducing()
            self._read_a_piece()

    def _read_a_piece(self) -> None:
        if self.transport.disconnected:
            return
        if self.state == self.STATE_CLOSING and len(self.unread) > LAST_WORDS:
            self.transport.abortConnection()
            return
        piece, self.unread = bytes(self.unread[:PIECE]), self.unread[PIECE:]
        super().dataReceived(piece)
        if self.unread:
            later = READ_ON_S if self.listening else LISTEN_AGAIN_S
            reactor.callLater(later, self._read_a_piece)
        elif self.listening and not self.transport.disconnected:
            self.transport.resumeProducing()

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Hand a request on; listen no more while too many wait."""
        if self.state != self.STATE_OPEN:
            return
        super().onMessage(payload, isBinary)
        if self.listening and self.application_queue.qsize() >= FRAMES_WAITING:
            self.listening = False
            self.transport.pauseProducing()
            reactor.callLater(LISTEN_AGAIN_S, self._listen_again)

    def _listen_again(self) -> None:
        if self.transport.disconnected:
            return
        if self.application_queue.qsize() >= FRAMES_WAITING:
            reactor.callLater(LISTEN_AGAIN_S, self._listen_again)
        else:
            self.listening = True
            if not self.unread:
                self.transport.resumeProducing()

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:
        """Send, unless the browser has just gone; its consumer is about to hear of it."""
        if self.state in (self.STATE_CONNECTING, self.STATE_OPEN):
            super().serverSend(content, binary)

    def send_told(self, wire: bytes) -> None:
        """Send what is framed already, at once where nothing waits before it."""
        if self.state != self.STATE_OPEN:
            return
        transport = self.transport
        if transport.connected and not (transport.dataBuffer or transport._tempDataBuffer):
            sent = transport.writeSomeData(wire)
            if sent == len(wire):
                return
            # A connection that is lost is told of by the reactor; what is left waits for it.
            wire = wire[sent:] if isinstance(sent, int) else b""
        transport.write(wire)

    # As the transport's producer

    def pauseProducing(self) -> None:
        """The transport holds enough."""
        self.drained = self.drained or asyncio.Event()

    def resumeProducing(self) -> None:
        """It has sent all of it."""
        if self.drained is not None:
            self.drained.set()
            self.drained = None

    def stopProducing(self) -> None:
        """The connection is lost; nobody needs to wait for it."""
        self.resumeProducing()


class StageServer(Server):
    """daphne with such sockets."""

    def use_sockets(self) -> None:
        """Have all sockets from now on be ours; daphne makes its factory when it begins to run."""
        self.ws_factory.protocol = Socket

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Hand an answer on, and return when there is room for more."""
        text = message.get("text")
        if type(text) is Told and type(protocol) is Socket:
            # This is done for each message and viewer: the shortest way.
            protocol.send_told(text.wire)
        else:
            await super().handle_reply(protocol, message)
        if (drained := getattr(protocol, "drained", None)) is not None:
            await drained.wait()
