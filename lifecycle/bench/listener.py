"""A socket that only listens, as cheaply as can be: five hundred of them in one process."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

OPENING = (
    "GET /ws/s/{token}/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: cG9kdml6IGJlbmNobWFyaw==\r\n\r\n"
)
HEADER_ENDS = b"\r\n\r\n"
TEXT = 1


class Listener(asyncio.Protocol):
    """Hands each text frame to `heard`; servers send theirs whole and unmasked."""

    def __init__(self, opening: bytes, heard: Callable[[bytes], None]) -> None:
        self._opening, self._heard = opening, heard
        self._buffer = bytearray()
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the socket."""
        transport.write(self._opening)

    def data_received(self, data: bytes) -> None:
        """Take frames off the front of what has come."""
        self._buffer += data
        if not self._open:
            end = self._buffer.find(HEADER_ENDS)
            if end < 0:
                return
            assert self._buffer.startswith(b"HTTP/1.1 101"), bytes(self._buffer[:end])
            del self._buffer[: end + len(HEADER_ENDS)]
            self._open = True
        while (frame := self._next()) is not None:
            kind, payload = frame
            if kind == TEXT:
                self._heard(payload)

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 127, 2
        if size > 125:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        frame = buffer[0] & 15, bytes(buffer[start : start + size])
        del buffer[: start + size]
        return frame


async def listen(url: str, token: str, heard: Callable[[bytes], None]) -> asyncio.BaseTransport:
    """A socket on a session that hands on what it hears."""
    host = urlsplit(url)
    opening = OPENING.format(token=token, host=host.netloc).encode()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_connection(
        lambda: Listener(opening, heard), host.hostname, host.port
    )
    return transport
