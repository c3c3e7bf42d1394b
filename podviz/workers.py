"""Django's views, in a few threads that stay.

Django's own handler gives each request a new thread, and changes over to it for every part of
the middleware: two dozen times, and each time all others wait for the interpreter. Here a
request is answered in one go, and a thread keeps its connection to the database.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from lifecycle import limits, metrics, visitor
from lifecycle.live.throttle import Throttle
from podviz.language import of_socket

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
READING = ("GET", "HEAD")
BAD_REQUEST = 400
RETRY_AFTER_S = b"10"


class Handler(ASGIHandler):
    """Django, all of whose middleware and views are plain functions."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Chain the middleware as for WSGI, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the thread of this request, at one go."""
        return await sync_to_async(self.get_response)(request)


class Workers:
    """The ASGI layer around Django: who may ask, and whose turn it is.

    Addresses take turns, so that one with a thousand requests delays nobody else by more than
    those that are being answered.
    """

    def __init__(self, application: Application, count: int) -> None:
        self._application = application
        self._free: list[Executor] = [
            ThreadPoolExecutor(1, thread_name_prefix=f"django_{number}") for number in range(count)
        ]
        self._waiting: dict[str, deque[asyncio.Future[Executor]]] = {}
        self._requests = Throttle(limits.REQUESTS_PER_SECOND, limits.REQUESTS_AT_ONCE)
        self._refusals = Throttle(limits.REFUSALS_PER_SECOND, limits.REFUSALS_AT_ONCE)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer a request as soon as a thread is free for it, or refuse it at once."""
        address = visitor.of_scope(scope, settings.PROXIES)
        if not self._may(scope["method"], address):
            metrics.REFUSED.labels("requests").inc()
            await _refuse(scope, send)
            return
        thread = await self._thread(address)
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, self._counting(send, address))
        finally:
            self._give_back(thread)

    def _may(self, method: str, address: str) -> bool:
        """Pages go on for all behind an address, when one of them has sent too much rubbish."""
        if method not in READING and not self._refusals.has(address):
            return False
        return self._requests.take(address)

    def _counting(self, send: Send, address: str) -> Send:
        async def counted(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start" and message["status"] >= BAD_REQUEST:
                self._refusals.take(address)
            await send(message)

        return counted

    async def _thread(self, address: str) -> Executor:
        if self._free:
            return self._free.pop()
        turn: asyncio.Future[Executor] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            # Who has gone away stays in the queue and is passed over there.
            if turn.done() and not turn.cancelled():
                self._give_back(turn.result())
            raise

    def _give_back(self, thread: Executor) -> None:
        """Hand a thread to the next address, which then waits behind all others."""
        while self._waiting:
            address = next(iter(self._waiting))
            queue = self._waiting.pop(address)
            turn = queue.popleft()
            if queue:
                self._waiting[address] = queue
            if not turn.done():
                turn.set_result(thread)
                return
        self._free.append(thread)


async def _refuse(scope: dict[str, Any], send: Any) -> None:
    with translation.override(of_socket(scope)):
        error = _("This is asked too often from your network.")
        remedy = _("Wait for some seconds, then try again.")
    kind, text = b"text/plain; charset=utf-8", f"{error} {remedy}"
    if scope["path"].startswith("/api/"):
        kind, text = b"application/json", json.dumps({"error": error, "remedy": remedy})
    headers = [(b"content-type", kind), (b"retry-after", RETRY_AFTER_S)]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
