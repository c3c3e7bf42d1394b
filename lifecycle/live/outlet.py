"""Where a viewer's news goes: into its socket, as long as that has room.

A server may offer something faster in the scope's extensions, under `NAME`; ours does
(`podviz/sockets.py`). What tells a class then costs no task and no turn of the loop a viewer.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from lifecycle.live.told import Told

NAME = "podviz.outlet"

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outlet(Protocol):
    """Takes a message at once while it `has_room`, and calls `when_room` when it has again."""

    has_room: bool
    when_room: Callable[[], None] | None

    def tell(self, message: Told) -> None:
        """Send this."""


class PlainOutlet:
    """The same for any ASGI server: it has room when what was sent last is taken."""

    when_room: Callable[[], None] | None = None
    has_room = True

    def __init__(self, send: Send) -> None:
        self._send = send

    def tell(self, message: Told) -> None:
        """Send this."""
        self.has_room = False
        sending = self._send({"type": "websocket.send", "text": message})
        self._sending = asyncio.ensure_future(sending)
        self._sending.add_done_callback(self._taken)

    def _taken(self, sending: asyncio.Future[None]) -> None:
        if sending.cancelled() or sending.exception() is not None:
            return
        self.has_room = True
        if self.when_room is not None:
            self.when_room()
