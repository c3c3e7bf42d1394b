"""Those who watch a session in this process."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol

from lifecycle import limits, metrics

TOLD_AT_ONCE = 50
"""Viewers told in one turn of the event loop, a millisecond; everybody else comes between."""


class Viewer(Protocol):
    """Somebody who watches; `wake` tells it what is new, and how many messages that took."""

    is_host: bool
    following: bool

    def wake(self) -> int: ...

    def recognise(self, host_hash: str) -> None:
        """Find out whether it is the host, now that the host is known by this."""


class Presence(NamedTuple):
    """How many watch who are not the host, and how many of them are where the host is."""

    count: int = 0
    following: int = 0


class Audience:
    """All viewers. A class comes all at once, so they are counted a few times a second."""

    def __init__(self, forget_steps: Callable[[], None]) -> None:
        self._forget_steps = forget_steps
        self._counting: asyncio.TimerHandle | None = None
        self._has_news = self._telling = False
        self.viewers: list[Viewer] = []
        self.here = self._elsewhere = self.presence = Presence()

    def __bool__(self) -> bool:
        return bool(self.viewers)

    def join(self, viewer: Viewer) -> None:
        """From now on the viewer is woken."""
        self.viewers.append(viewer)
        self.count()
        metrics.FRAMES.inc(viewer.wake())

    def leave(self, viewer: Viewer) -> None:
        """It is not any more."""
        self.viewers.remove(viewer)
        self.count()

    def recognise(self, host_hash: str) -> None:
        """The host is known by another secret."""
        for viewer in self.viewers:
            viewer.recognise(host_hash)
        self.count()
        self.tell()

    def count(self) -> None:
        """Count again soon, and tell."""
        if self._counting is None:
            loop = asyncio.get_running_loop()
            self._counting = loop.call_later(limits.COUNT_EVERY_S, self._count)

    def _count(self) -> None:
        self._counting = None
        followers = [viewer for viewer in self.viewers if not viewer.is_host]
        self.here = Presence(len(followers), sum(one.following for one in followers))
        self._add_up()

    def hear_of(self, elsewhere: Presence) -> None:
        """So many watch in other processes."""
        self._elsewhere = elsewhere
        self._add_up()

    def _add_up(self) -> None:
        here, there = self.here, self._elsewhere
        presence = Presence(here.count + there.count, here.following + there.following)
        if presence != self.presence:
            self.presence = presence
            self.tell()

    def tell(self) -> None:
        """Something is new: have all look, a part of a large class at a time."""
        self._has_news = True
        if not self._telling:
            self._telling = True
            self._begin_round()

    async def told(self) -> None:
        """Return when all have been told.

        Whatever else computes meanwhile takes the interpreter away at each message.
        """
        while self._telling:
            await asyncio.sleep(0)

    def _begin_round(self) -> None:
        self._has_news = False
        self._forget_steps()
        self._tell_some(self.viewers.copy())

    def _tell_some(self, viewers: list[Viewer]) -> None:
        metrics.FRAMES.inc(sum([viewer.wake() for viewer in viewers[:TOLD_AT_ONCE]]))
        call_soon = asyncio.get_running_loop().call_soon
        if len(viewers) > TOLD_AT_ONCE:
            call_soon(self._tell_some, viewers[TOLD_AT_ONCE:])
        elif self._has_news:
            call_soon(self._begin_round)
        else:
            self._telling = False
            self._forget_steps()
