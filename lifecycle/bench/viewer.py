"""Somebody who begins and watches sessions as a browser does, without one."""

import asyncio
import json
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener

import txaio

PATIENCE_S = 30

Heard = Callable[[dict[str, Any]], None]


class Person:
    """Somebody's browser as far as HTTP goes: it keeps cookies and begins sessions."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies))
        self._opener.open(url, timeout=PATIENCE_S).close()

    @property
    def cookie(self) -> str:
        """All cookies, as a header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)

    def begin(self, **scenario: Any) -> str:
        """The token of a new session."""
        forgery = next(c.value for c in self._cookies if c.name == "csrftoken") or ""
        headers = {"Content-Type": "application/json", "X-CSRFToken": forgery}
        asked = Request(f"{self.url}/api/sessions", json.dumps(scenario).encode(), headers)
        return json.load(self._opener.open(asked, timeout=PATIENCE_S))["token"]


class Viewer:
    """An open socket: what it hears is handed to `heard`; `closed` gets the code at the end."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self.closed: asyncio.Future[int] = protocol.closed

    def say(self, **request: Any) -> None:
        """Send a request."""
        self._protocol.sendMessage(json.dumps(request).encode())

    def leave(self) -> None:
        """Cut the socket off."""
        self._protocol.transport.close()


async def connected(
    url: str, token: str, heard: Heard, cookie: str = "", resume: str = ""
) -> Viewer:
    """A viewer of the session, as soon as the socket is open; OSError if it can't be."""
    txaio.use_asyncio()
    from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol

    loop = asyncio.get_running_loop()
    opened: asyncio.Future[None] = loop.create_future()

    class Protocol(WebSocketClientProtocol):
        def __init__(self) -> None:
            super().__init__()
            self.closed: asyncio.Future[int] = loop.create_future()

        def onOpen(self) -> None:
            opened.set_result(None)

        def onMessage(self, payload: bytes, isBinary: bool) -> None:
            message = json.loads(payload)
            for frame in message if isinstance(message, list) else [message]:
                heard(frame)

        def onClose(self, wasClean: bool, code: int, reason: str) -> None:
            if not opened.done():
                opened.set_exception(ConnectionError(reason))
            elif not self.closed.done():
                self.closed.set_result(code)

    headers = {"Cookie": cookie} if cookie else None
    address = f"{url.replace('http', 'ws')}/ws/s/{token}/{resume}"
    factory = WebSocketClientFactory(address, origin=url, headers=headers, loop=loop)
    factory.protocol = Protocol
    _, protocol = await loop.create_connection(factory, factory.host, factory.port)
    await opened
    return Viewer(protocol)
