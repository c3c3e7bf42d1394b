"""A slow machine and a far server, for whoever looks for races in the tests of the browser.

    SLOW=4 .venv/bin/python -m pytest tests/browser         a fourth of the processor
    DISTANT=100 .venv/bin/python -m pytest tests/browser    100 ms to the server, 100 ms back

Both may be given. A test that fails then was told something before it had happened.
"""

import asyncio
import os
import threading
from contextlib import suppress

from playwright.sync_api import BrowserContext, Page

SLOW = float(os.environ.get("SLOW") or 1)
DISTANT_S = float(os.environ.get("DISTANT") or 0) / 1000
PIECE = 1 << 16


def slow_down(context: BrowserContext) -> None:
    """Leave the pages of this visitor so small a part of the processor."""
    if SLOW > 1:
        context.on("page", _throttle)


def _throttle(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})


class Relay:
    """A port that leads to another one, and takes its time in both directions."""

    def __init__(self, port: int, to: int, delay_s: float) -> None:
        self.port, self.to, self.delay_s = port, to, delay_s
        self.listens = threading.Event()
        threading.Thread(target=asyncio.run, args=[self._serve()], daemon=True).start()
        self.listens.wait()

    async def _serve(self) -> None:
        await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.listens.set()
        await asyncio.Event().wait()

    async def _connect(self, near: asyncio.StreamReader, home: asyncio.StreamWriter) -> None:
        try:
            far, away = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            home.transport.abort()
            return
        with suppress(OSError):
            await asyncio.gather(self._carry(near, away), self._carry(far, home))
        home.transport.abort()
        away.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Each piece is as late as the others, and none overtakes another."""
        loop = asyncio.get_running_loop()
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            piece = b"first"
            while piece:
                due, piece = await on_the_way.get()
                await asyncio.sleep(due - loop.time())
                to.write(piece)
            to.close()

        arriving = asyncio.create_task(arrive())
        piece = b"first"
        while piece:
            try:
                piece = await source.read(PIECE)
            except OSError:
                piece = b""
            on_the_way.put_nowait((loop.time() + self.delay_s, piece))
        await arriving
