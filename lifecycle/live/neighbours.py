"""Other processes that play the same sessions: they are told that there is more, never what.

What there is they read from the database, in the order that was settled there. So a message
that is lost costs only time: all sessions are looked through every other second, too.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from channels.layers import get_channel_layer

from lifecycle import limits

logger = logging.getLogger(__name__)

LAYER = "neighbours"
GROUP = "podviz"
TROUBLE_S = 1.0


class Neighbours:
    """Tells them, and listens to them; where there are none, neither."""

    def __init__(
        self,
        more: Callable[[str, int], Awaitable[None]],
        look_through: Callable[[], Awaitable[None]],
    ) -> None:
        self._more, self._look_through = more, look_through
        self._layer = get_channel_layer(LAYER)
        self._tasks: list[asyncio.Task[None]] = []
        self._untold: dict[str, int] = {}
        self._telling: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Listen from now on."""
        if self._layer is not None and not self._tasks:
            self._tasks = [
                asyncio.create_task(self._again_and_again(self._listen)),
                asyncio.create_task(self._again_and_again(self._sweep)),
            ]

    def end(self) -> None:
        """Listen no more."""
        for task in self._tasks:
            task.cancel()

    def tell(self, token: str, revision: int) -> None:
        """There is more in that session. Nobody waits until they know; several times is once."""
        if self._layer is None:
            return
        self._untold[token] = revision
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._untold:
            token, revision = self._untold.popitem()
            message = {"type": "more", "token": token, "revision": revision}
            try:
                async with asyncio.timeout(TROUBLE_S):
                    await self._layer.group_send(GROUP, message)
            except Exception as error:
                # They will see it when they look through.
                logger.warning("neighbours can't be told: %r", error)

    async def _listen(self) -> None:
        channel = await self._layer.new_channel()
        await self._layer.group_add(GROUP, channel)
        while True:
            message = await self._layer.receive(channel)
            await self._more(message["token"], message["revision"])

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(limits.LOOK_THROUGH_S)
            await self._look_through()

    async def _again_and_again(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                logger.warning("neighbours can't be heard: %r", error)
                await asyncio.sleep(TROUBLE_S)


def behind(known: dict[str, int], written: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The sessions of which we know less than is written down, with what that is."""
    return [(token, revision) for token, revision in written if known.get(token, 0) < revision]
