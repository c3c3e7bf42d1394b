"""Hostile visitors, all at once and each in their own way; they run in a process of their own."""

import asyncio
import json
import os
import random
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from lifecycle.bench.listener import HEADER_ENDS, OPENING

Attack = Callable[[str, str, dict[str, int]], Awaitable[None]]

FLOODERS, SLOW, CALLERS, FUZZERS, BEGINNERS = 4, 40, 4, 4, 2
PAUSE_S = 0.01
ASKS, LATEST_MS = 50, 60_000
MASKED = 0x80
SMALL_BUFFER = 4096


def attack(url: str, token: str, seconds: float) -> dict[str, int]:
    """Do harm for so long; returns what was tried, and how often."""
    return asyncio.run(_attack(url, token, seconds))


async def _attack(url: str, token: str, seconds: float) -> dict[str, int]:
    tried = dict.fromkeys(("frames", "sockets", "sessions", "malformed", "slow_readers"), 0)
    kinds = (
        (_flood, FLOODERS),
        (_read_nothing, SLOW),
        (_open_and_close, CALLERS),
        (_send_rubbish, FUZZERS),
        (_begin_sessions, BEGINNERS),
    )
    tasks = [
        asyncio.create_task(_again(kind, url, token, tried))
        for kind, count in kinds
        for _ in range(count)
    ]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return tried


async def _again(kind: Attack, url: str, token: str, tried: dict[str, int]) -> None:
    while True:
        with suppress(OSError, EOFError, TimeoutError):
            await kind(url, token, tried)
        await asyncio.sleep(PAUSE_S)


def framed(payload: bytes, kind: int = 1) -> bytes:
    """A frame as a browser sends it, masked with zeros."""
    size = len(payload)
    if size < 126:
        head = bytes((MASKED | kind, MASKED | size))
    elif size < 1 << 16:
        head = bytes((MASKED | kind, MASKED | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((MASKED | kind, MASKED | 127)) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


async def opened(
    url: str, token: str, buffer: int = 0
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A socket on the session, without any manners."""
    at = urlsplit(url)
    raw = socket.socket()
    if buffer:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, (at.hostname, at.port))
    limit = buffer or 1 << 16
    reader, writer = await asyncio.open_connection(sock=raw, limit=limit)
    writer.write(OPENING.format(token=token, host=at.netloc).encode())
    await reader.readuntil(HEADER_ENDS)
    return reader, writer


async def _flood(url: str, token: str, tried: dict[str, int]) -> None:
    reader, writer = await opened(url, token)
    draining = asyncio.create_task(_drain(reader))
    try:
        while True:
            writer.write(b"".join(_asks(tried["frames"])))
            tried["frames"] += ASKS
            await writer.drain()
            await asyncio.sleep(0)
            if draining.done():
                return
    finally:
        draining.cancel()
        writer.close()


def _asks(number: int) -> Iterator[bytes]:
    """Questions that nobody has asked before."""
    for at_ms in range(number, number + ASKS):
        ask = {"do": "ask", "atMs": at_ms % LATEST_MS, "line": "kubectl get pods"}
        yield framed(json.dumps(ask).encode())


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 16):
        pass


async def _read_nothing(url: str, token: str, tried: dict[str, int]) -> None:
    _, writer = await opened(url, token, SMALL_BUFFER)
    tried["slow_readers"] += 1
    try:
        while True:
            writer.write(framed(b'{"do":"outline","ask":1}'))
            await asyncio.sleep(1)
    finally:
        writer.transport.abort()


async def _open_and_close(url: str, token: str, tried: dict[str, int]) -> None:
    _, writer = await opened(url, token)
    tried["sockets"] += 1
    writer.transport.abort()


async def _send_rubbish(url: str, token: str, tried: dict[str, int]) -> None:
    reader, writer = await opened(url, token)
    dice = random.Random(tried["malformed"])
    rubbish = (
        dice.randbytes(dice.randrange(1, 2000)),
        framed(dice.randbytes(200)),
        framed(b"x" * 3_000_000),
        framed(b'{"do":"input","atMs":1,"line":"' + b"x" * 100_000 + b'"}'),
        framed(b"[" * 50_000),
        framed(b"hello", kind=dice.randrange(16)),
        bytes((MASKED | 1, MASKED | 127)) + b"\x7f" + b"\xff" * 7,
    )
    writer.write(dice.choice(rubbish))
    tried["malformed"] += 1
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await _drain(reader)
    writer.transport.abort()


async def _begin_sessions(url: str, token: str, tried: dict[str, int]) -> None:
    """As fast as one address may, and faster; without a token against forged requests, too."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    forgery = os.urandom(16).hex()
    body = json.dumps({"manifests": "a: " + "[" * 1000}).encode()
    writer.write(
        f"POST /api/sessions HTTP/1.1\r\nHost: {at.netloc}\r\nCookie: csrftoken={forgery}\r\n"
        f"X-CSRFToken: {forgery}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    tried["sessions"] += 1
    await _drain(reader)
    writer.close()
