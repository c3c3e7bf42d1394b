"""Those who watch a session in this process."""

import asyncio
from typing import NamedTuple, Protocol

from lifecycle import limits


class Viewer(Protocol):
    """Somebody who watches; `wake` has it look for what is new."""

    is_host: bool
    following: bool

    def wake(self) -> None: ...

    def recognise(self, host_hash: str) -> None:
        """Find out whether it is the host, now that the host is known by this."""


class Presence(NamedTuple):
    """How many watch who are not the host, and how many of them are where the host is."""

    count: int = 0
    following: int = 0


class Audience:
    """All viewers. A class comes all at once, so they are counted a few times a second."""

    def __init__(self) -> None:
        self._counting: asyncio.TimerHandle | None = None
        self.viewers: list[Viewer] = []
        self.here = self._elsewhere = self.presence = Presence()

    def __bool__(self) -> bool:
        return bool(self.viewers)

    def join(self, viewer: Viewer) -> None:
        """From now on the viewer is woken."""
        self.viewers.append(viewer)
        self.count()
        viewer.wake()

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
        """Something is new."""
        for viewer in self.viewers:
            viewer.wake()
