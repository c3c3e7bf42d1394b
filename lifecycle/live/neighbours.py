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
        more: Callable[[str], Awaitable[None]],
        look_through: Callable[[], Awaitable[None]],
    ) -> None:
        self._more, self._look_through = more, look_through
        self._layer = get_channel_layer(LAYER)
        self._tasks: list[asyncio.Task[None]] = []

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

    async def tell(self, token: str) -> None:
        """There is more in that session."""
        if self._layer is None:
            return
        try:
            await self._layer.group_send(GROUP, {"type": "more", "token": token})
        except Exception as error:
            # They will see it when they look through; nobody here needs to wait for that.
            logger.warning("neighbours can't be told: %s", error)

    async def _listen(self) -> None:
        channel = await self._layer.new_channel()
        await self._layer.group_add(GROUP, channel)
        while True:
            message = await self._layer.receive(channel)
            await self._more(message["token"])

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(limits.LOOK_THROUGH_S)
            await self._look_through()

    async def _again_and_again(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:
                logger.warning("neighbours can't be heard: %s", error)
                await asyncio.sleep(TROUBLE_S)


def behind(known: dict[str, int], written: Iterable[tuple[str, int]]) -> list[str]:
    """The tokens of those whose revision is another one than is written down."""
    return [token for token, revision in written if known.get(token) != revision]
