"""daphne, told what a class on one session needs: the same bytes for many, and nobody's slowness
held in memory.

A message that is the same for all is framed once and written as it is. Where a browser reads
too slowly its consumer waits, and goes on with what is the latest then; where one talks faster
than it is answered, it is not listened to for a while.
"""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

from lifecycle import limits
from lifecycle.live import outlet
from lifecycle.live.allowance import Budget
from lifecycle.live.clock import running_s
from lifecycle.live.told import Told
from podviz.doorway import Doorway
from podviz.turns import strangers

LISTEN_AGAIN_S = 0.05
SMALL, LARGE, READ_ON_S = 512, 8192, 0.002
"""So much is read of a socket at a time: some small frames, or a part of a large one."""

READERS = 2
"""Where more sockets than this have a piece waiting, all of them are read more slowly."""

LAST_WORDS = 512
"""What a browser that was told to go may still say, its farewell; who talks on is cut off."""


@implementer(IPushProducer)
class Socket(WebSocketProtocol):
    """One browser's socket; the transport tells it, as its producer, when it holds too much."""

    has_room = True
    when_room: Callable[[], None] | None = None
    drained: asyncio.Event | None = None
    application_queue: asyncio.Queue[dict[str, Any]] | None = None
    current_frame: Any = None
    unread = b""
    backlog: ClassVar[set["Socket"]] = set()
    """Those that wait for their next piece."""

    def onOpen(self) -> None:
        """Be told by the transport, in place of the HTTP channel that the socket came from."""
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        super().onOpen()

    @cached_property
    def pace(self) -> Budget:
        """How many frames it may still send before it is read more slowly."""
        return Budget(limits.FRAMES_READ_PER_SECOND, limits.FRAMES_READ_AT_ONCE, running_s())

    def dataReceived(self, data: bytes) -> None:
        """Read a piece, and let others have their turn before the next.

        What comes at once can hold hundreds of frames, and takes as many tens of milliseconds.
        """
        if self.state == self.STATE_CLOSING and len(data) > LAST_WORDS:
            self.transport.abortConnection()
            return
        self.unread = self.unread + data if self.unread else data
        if self not in self.backlog:
            self._read_a_piece()

    def _read_a_piece(self) -> None:
        self.backlog.discard(self)
        if self.transport.disconnected:
            return
        if self.state == self.STATE_CLOSING and len(self.unread) > LAST_WORDS:
            self.transport.abortConnection()
            return
        frame = self.current_frame
        size = LARGE if frame is not None and frame.length > LARGE else SMALL
        piece, self.unread = self.unread[:size], self.unread[size:]
        super().dataReceived(piece)
        if self.transport.disconnected:
            return
        if later := self._rest_s():
            self.transport.pauseProducing()
            self.backlog.add(self)
            reactor.callLater(later, strangers.add, self._read_a_piece)
        else:
            self.transport.resumeProducing()

    def _rest_s(self) -> float:
        """How long it is not read: while it asks faster than it is answered, or too fast."""
        rest = self.pace.rest(running_s())
        asked = self.application_queue
        if asked is not None and asked.qsize() >= limits.FRAMES_WAITING:
            rest = max(rest, LISTEN_AGAIN_S)
        if self.unread:
            rest = max(rest, READ_ON_S * max(1.0, len(self.backlog) / READERS))
        return rest

    def connectionLost(self, reason: Any) -> None:
        """Forget what was not read, and who holds us: else only the collector finds us."""
        self.unread = b""
        super().connectionLost(reason)
        self.is_closed = self.when_room = None

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Hand a request on."""
        if self.state == self.STATE_OPEN:
            self.pace.spend(1, running_s())
            super().onMessage(payload, isBinary)

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:
        """Send, unless the browser has just gone; its consumer is about to hear of it."""
        if self.state in (self.STATE_CONNECTING, self.STATE_OPEN):
            super().serverSend(content, binary)

    # As its consumer's outlet

    def tell(self, message: Told) -> None:
        """Send what is framed already, at once where nothing waits before it."""
        if self.state != self.STATE_OPEN:
            return
        wire, transport = message.wire, self.transport
        if transport.connected and not (transport.dataBuffer or transport._tempDataBuffer):
            try:
                sent = transport.socket.send(wire)
            except OSError:
                # It is full, or lost: the reactor finds out which when it writes the rest.
                sent = 0
            if sent == len(wire):
                return
            wire = wire[sent:]
        transport.write(wire)

    # As the transport's producer

    def pauseProducing(self) -> None:
        """The transport holds enough."""
        self.has_room = False
        self.drained = self.drained or asyncio.Event()

    def resumeProducing(self) -> None:
        """It has sent all of it."""
        self.has_room = True
        if self.drained is not None:
            self.drained.set()
            self.drained = None
            if self.when_room is not None:
                self.when_room()

    def stopProducing(self) -> None:
        """The connection is lost; nobody needs to wait for it."""
        self.resumeProducing()


class StageServer(Server):
    """daphne with such sockets, and our doorway before them."""

    def use_sockets(self) -> None:
        """Have all that come be ours; daphne makes its factories when it begins to run.

        Their options are the same, so they are the class's. Autobahn would copy them onto each
        socket, and print them for a log that nobody reads: half of what opening one takes.
        """
        options = {option: getattr(self.ws_factory, option) for option in Socket.CONFIG_ATTRS}
        # A function would become a method of the socket: one of them accepts compression.
        options = {key: staticmethod(at) if callable(at) else at for key, at in options.items()}
        self.ws_factory.protocol = type("Socket", (Socket,), {**options, "CONFIG_ATTRS": ()})
        self.http_factory.buildProtocol = Doorway(self.http_factory.buildProtocol)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Begin with a visitor; a socket is offered as the shortest way to tell its viewer."""
        if isinstance(protocol, Socket):
            scope["extensions"] = {outlet.NAME: protocol}
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Hand an answer on, and return when there is room for more."""
        await super().handle_reply(protocol, message)
        if (drained := getattr(protocol, "drained", None)) is not None:
            await drained.wait()
