"""What the tests of disasters need: people who come back, a proxy, and a Redis to be stopped."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from lifecycle.bench.viewer import Person, Viewer, connected
from tests.browser.server import free_port
from tests.live.neighbourhood import listens
from tests.live.watching import PATIENCE_S, Watching

LONG = os.environ.get("LONG") == "1"
"""`make long` runs the same tests with the full numbers."""


class Somebody(Watching):
    """A browser that connects again, as the page does, and goes on with what it has."""

    def __init__(self, url: str, token: str, cookie: str = "") -> None:
        super().__init__()
        self._url, self._token, self._cookie = url, token, cookie
        self._viewer: Viewer | None = None
        self.came_back = 0
        self._coming = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        while True:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    viewer = await connected(
                        self._url, self._token, self.heard, self._cookie, self._have()
                    )
                self._viewer = viewer
                self.came_back += 1
                self.changed.set()
                await viewer.closed
                self._viewer = None
            await asyncio.sleep(0.1)

    def _have(self) -> str:
        have = len(self.traces.get(self.shown, ()))
        return f"?branch={self.shown}&have={have}&edition={self.edition}" if have else ""

    def say(self, **request: Any) -> bool:
        """Send, if connected."""
        if self._viewer is None:
            return False
        self._viewer.say(**request)
        return True

    def leave(self) -> None:
        """Go for good."""
        self._coming.cancel()
        if self._viewer is not None:
            self._viewer.leave()


def names_of(one: Watching) -> list[str]:
    """What was done on each branch, in their order."""
    return [branch["name"] for _, branch in sorted(one.branches.items()) if branch["parent"]]


async def converged(crowd: list[Somebody], until_s: float = 60) -> None:
    """Wait until all show the same branch and have the same records of it."""

    def agree(_: Watching) -> bool:
        last = crowd[0].shown
        return all(
            one.shown == last
            and len(one.branches) == len(crowd[0].branches)
            and one.horizon_s.get(last, -1) >= until_s
            for one in crowd
        )

    async with asyncio.timeout(PATIENCE_S):
        while not agree(crowd[0]):
            await asyncio.sleep(0.05)
    assert len({one.digest(crowd[0].shown, until_s) for one in crowd}) == 1
    assert len({str(sorted(one.branches.items())) for one in crowd}) == 1


class Balancer:
    """A proxy that gives each connection to the next server that answers."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._next = 0
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self._ports:
            port = self._ports[self._next % len(self._ports)]
            self._next += 1
            with suppress(OSError):
                to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(_pump(reader, to_writer), _pump(to_reader, writer))
                return
        writer.close()

    def stop(self) -> None:
        """Listen no more."""
        self._server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()


class OwnRedis:
    """A Redis of the test's own, which nobody minds if it is stopped."""

    def __init__(self, folder: Path) -> None:
        self._program = shutil.which("redis-server")
        if self._program is None:
            pytest.skip("needs the program redis-server, to stop one of its own")
        self._folder, self._port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        about = ["--port", str(self._port), "--save", "", "--appendonly", "no"]
        command = [self._program, *about, "--dir", str(self._folder), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE_S
        while not listens(self.url):
            assert time.monotonic() < deadline, "Redis takes no connections"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


async def begun(url: str, manifests: str) -> tuple[Person, str]:
    """Somebody with a new session of their own."""
    person = await asyncio.to_thread(Person, url)
    return person, await asyncio.to_thread(lambda: person.begin(manifests=manifests))


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.05)
