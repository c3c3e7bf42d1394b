"""Hostile visitors of a real server: no right is gained, nobody else is harmed, nothing falls."""

import asyncio
import random
import socket
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from lifecycle.bench.attackers import framed, opened
from lifecycle.bench.listener import OPENING
from lifecycle.bench.manifests import pods
from lifecycle.bench.sessions import resident_kb
from lifecycle.bench.viewer import connected
from tests.browser.server import Server
from tests.live.disaster import LONG, begun
from tests.live.watching import PATIENCE_S, Watching

pytestmark = pytest.mark.slow
TRIES = 2000 if LONG else 200


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("hostile"))
    server.start()
    yield server
    assert server.process.poll() is None, server.log.read_text()
    server.stop()


class Good:
    """Somebody beside the hostile, whose session must go on working."""

    def __init__(self, url, token, cookie):
        self.url, self.token, self.cookie = url, token, cookie

    async def __aenter__(self):
        self.watching = Watching()
        self.viewer = await connected(self.url, self.token, self.watching.heard, self.cookie)
        await self.works()
        return self

    async def works(self):
        """An input is taken and answered."""
        number = len(self.watching.answers)
        line = f"kubectl label pod --all good-{number}=x"
        self.viewer.say(do="input", atMs=20_000, line=line, ask=number)
        await self.watching.until(lambda one: len(one.answers) > number)
        assert self.watching.answers[number]["type"] == "answer", self.watching.answers[number]

    async def __aexit__(self, *raised):
        await self.works()
        self.viewer.leave()


@pytest.fixture
async def good(server):
    alice, token = await begun(server.url, pods(1))
    return Good(server.url, token, alice.cookie)


async def status(url, token, origin):
    """What a browser on a page of that origin gets when it opens a socket."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    opening = OPENING.format(token=token, host=at.netloc)
    own = f"Origin: http://{at.netloc}\r\n"
    writer.write(opening.replace(own, f"Origin: {origin}\r\n" if origin else "").encode())
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"]
)
async def test_pages_of_other_origins_get_no_socket(server, good, origin):
    assert await status(server.url, good.token, origin) == 403


async def test_our_own_pages_get_one(server, good):
    assert await status(server.url, good.token, server.url) == 101


async def test_malformed_frames_harm_nobody_else(server, good):
    async with good:
        dice = random.Random(7)
        for _ in range(TRIES):
            _, writer = await opened(server.url, good.token)
            kind = dice.randrange(6)
            if kind == 0:
                writer.write(dice.randbytes(dice.randrange(1, 300)))
            elif kind == 1:
                writer.write(framed(dice.randbytes(dice.randrange(100)), dice.randrange(16)))
            elif kind == 2:
                writer.write(framed(b'{"do":' + b"[" * dice.randrange(1, 4000)))
            elif kind == 3:
                writer.write(bytes((0x81, 0xFF)) + dice.randbytes(12))
            elif kind == 4:
                whole = framed(b'{"do":"seek","atMs":5}')
                writer.write(whole[: dice.randrange(len(whole))])
            else:
                text = bytearray(framed(b'{"do":"input","atMs":1,"line":"x","ask":1}'))
                text[dice.randrange(len(text))] ^= 1 << dice.randrange(8)
                writer.write(bytes(text))
            await asyncio.sleep(0)
            writer.transport.abort()


async def test_what_is_too_large_is_cut_off(server, good):
    async with good:
        reader, writer = await opened(server.url, good.token)
        writer.write(framed(b"x" * 2_000_000))
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_S):
                while await reader.read(1 << 16):
                    pass
        writer.close()


async def cut_off_after(url, head, piece):
    """How many bytes somebody may post before nobody reads any more."""
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(f"POST /api/check HTTP/1.1\r\nHost: {at.netloc}\r\n{head}\r\n\r\n".encode())
    sent, answer = 0, asyncio.create_task(reader.readline())
    with suppress(ConnectionError):
        async with asyncio.timeout(PATIENCE_S):
            while not answer.done():
                writer.write(piece)
                sent += len(piece)
                await writer.drain()
                await asyncio.sleep(0)
    with suppress(ConnectionError):
        assert b"413" in await answer
    writer.transport.abort()
    return sent


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("Content-Length: 1000000000", b"x" * 65_536),
        ("Transfer-Encoding: chunked", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    ],
    ids=["announced", "in pieces"],
)
async def test_a_body_without_end_is_not_read(server, good, head, piece):
    async with good:
        assert await cut_off_after(server.url, head, piece) < 40_000_000


async def test_who_asks_and_never_reads_fills_no_memory(server, good):
    async with good:
        before = resident_kb(server.process.pid)
        sockets = []
        for _ in range(20):
            _, writer = await opened(server.url, good.token, 4096)
            sockets.append(writer)
        ask = framed(b'{"do":"ask","atMs":20000,"line":"kubectl get pods -o yaml","ask":1}')
        for _ in range(100):
            for writer in sockets:
                writer.write(ask * 3)
            await asyncio.sleep(0.02)
        await good.works()
        assert resident_kb(server.process.pid) - before < 60_000
        for writer in sockets:
            writer.transport.abort()


async def test_who_floods_is_cut_off_and_the_rest_is_not_read(server, good):
    async with good:
        _, writer = await opened(server.url, good.token)
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    writer.write(framed(b'{"do":"seek","atMs":5}') * 1000)
                    await writer.drain()
                    await asyncio.sleep(0)


async def test_half_open_connections_keep_nobody_out(server, good):
    at = urlsplit(server.url)
    silent = []
    for _ in range(200):
        raw = socket.create_connection((at.hostname, at.port))
        raw.sendall(b"GET /ws/s/x/ HTTP/1.1\r\nHost: ")
        silent.append(raw)
    async with good:
        await good.works()
    for raw in silent:
        raw.close()


def post(url, body, headers):
    try:
        return urlopen(Request(url, body, headers), timeout=PATIENCE_S).status
    except HTTPError as error:
        return error.code


async def test_no_session_without_a_token_against_forged_requests(server):
    body, kind = b'{"manifests": ""}', {"Content-Type": "application/json"}
    url = f"{server.url}/api/sessions"
    assert await asyncio.to_thread(post, url, body, kind) == 403
    forged = {**kind, "Cookie": f"csrftoken={'a' * 32}", "X-CSRFToken": "b" * 32}
    assert await asyncio.to_thread(post, url, body, forged) == 403


@pytest.mark.parametrize("key", ["x", "eyJhIjoxfQ:1abc:forged", "a" * 4000, "%00", "..%2f.."])
async def test_no_host_without_the_hosts_link(server, good, key):
    url = f"{server.url}/s/{good.token}/host/{key}/"

    def get():
        try:
            return urlopen(url, timeout=PATIENCE_S).status
        except HTTPError as error:
            return error.code

    assert await asyncio.to_thread(get) in (400, 403, 404)


async def test_a_guessed_cookie_makes_nobody_the_host(server, good):
    answers = Watching()
    for secret in ("", "0", "a" * 43, good.token):
        mallory = await connected(
            server.url, good.token, answers.heard, f"podviz_host={secret}; csrftoken=x"
        )
        mallory.say(do="seek", atMs=1, ask=1)
        await answers.until(lambda one: one.answers)
        assert answers.answers.pop()["type"] == "refused"
        mallory.leave()
