"""The sessions that this process plays: opened when somebody comes, dropped when nobody stays."""

import asyncio
from contextlib import suppress
from secrets import token_hex

from channels.db import database_sync_to_async

from lifecycle import attendance, journals, metrics
from lifecycle.collector import look_everywhere
from lifecycle.limits import IDLE_SECONDS, LAST_ANSWERS_S
from lifecycle.live.audience import Presence
from lifecycle.live.host import Host
from lifecycle.live.neighbours import Neighbours, behind

_attend = database_sync_to_async(attendance.attend)
_revisions = database_sync_to_async(journals.revisions)

LOOK_AGAIN_S = 0.01


class Registry:
    """Hosts by token; `leaving` once the server is about to stop."""

    def __init__(self) -> None:
        self.leaving = False
        self._process = token_hex(6)
        self._neighbours = Neighbours(self._more, self._look_through)
        self.answering: set[object] = set()
        """Who has asked for something and waits for the answer."""
        self._hosts: dict[str, Host] = {}
        self._opening: dict[str, asyncio.Task[Host | None]] = {}

    async def open(self, token: str) -> Host | None:
        """The host of a session, from memory or from its journal; None if there is none."""
        if token in self._hosts:
            return self._hosts[token]
        if token not in self._opening:
            self._opening[token] = asyncio.create_task(self._open(token))
        return await asyncio.shield(self._opening[token])

    async def _open(self, token: str) -> Host | None:
        try:
            kept = await database_sync_to_async(journals.read)(token)
            if kept is None:
                return None
            self._neighbours.begin()
            self._hosts[token] = Host(token, kept, self._neighbours.tell)
            metrics.SESSIONS.set(len(self._hosts))
            return self._hosts[token]
        finally:
            del self._opening[token]

    async def written(self, token: str, revision: int) -> None:
        """A session was written down outside its host: have all processes look."""
        await self._more(token, revision)
        self._neighbours.tell(token, revision)

    async def _more(self, token: str, revision: int) -> None:
        """Others have it at that revision; what was written here comes back to us as well."""
        host = self._hosts.get(token)
        if host is not None and host.revision < revision:
            await host.catch_up()

    async def _look_through(self) -> None:
        known = {token: host.revision for token, host in self._hosts.items()}
        if known:
            for token, revision in behind(known, await _revisions(known)):
                await self._more(token, revision)
            await self._attend()

    async def _attend(self) -> None:
        here = {token: host.audience.here for token, host in self._hosts.items()}
        present = {token: counts for token, counts in here.items() if counts.count}
        elsewhere = await _attend(self._process, present, list(here))
        for token, host in self._hosts.items():
            host.audience.hear_of(Presence(*elsewhere.get(token, (0, 0))))

    def left(self, host: Host) -> None:
        """Somebody has left; forget the session if it stays empty."""
        if not host.audience:
            asyncio.get_running_loop().call_later(IDLE_SECONDS, self._forget, host)

    def _forget(self, host: Host) -> None:
        if not host.audience and self._hosts.get(host.token) is host:
            host.stop()
            del self._hosts[host.token]
            metrics.SESSIONS.set(len(self._hosts))
            if not self._hosts:
                look_everywhere()

    async def leave(self) -> None:
        """Take no more inputs, and wait until those under way are written down and answered.

        What was asked beside is waited for as well, but not for ever: somebody may always ask.
        """
        self.leaving = True
        self._neighbours.end()
        await asyncio.gather(*(host.settle() for host in self._hosts.values()))
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_ANSWERS_S):
                await self._all_answered()

    async def _all_answered(self) -> None:
        """What has just been heard is begun in the next turn of the loop."""
        await asyncio.sleep(LOOK_AGAIN_S)
        while self.answering:
            await asyncio.sleep(LOOK_AGAIN_S)


registry = Registry()
