"""What one browser has been told: compared with what is, it gives what to send next.

There is no queue. Somebody slow is told the latest of everything that has only a latest
(the playhead, the branches), and goes on in the traces from where it stands.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from lifecycle.edition import edition
from lifecycle.limits import UNACKNOWLEDGED_RECORDS
from lifecycle.live.audience import Presence, Viewer
from lifecycle.live.host import Host
from lifecycle.live.poll import Tally
from lifecycle.live.reel import Reach
from lifecycle.live.told import Told
from lifecycle.sessions.frames import frame, opened_frame, rights_frame
from lifecycle.sessions.journal import Journal
from lifecycle.sessions.playback import Playback

ALTERED = frame("altered")


class Cursor:
    """One browser's place in one session; `have` counts its records of each branch."""

    def __init__(self, host: Host, viewer: Viewer, have: dict[int, int]) -> None:
        self._host, self._viewer = host, viewer
        self._have = have
        self._acknowledged = dict(have)
        self._branch = host.branch
        self._playback: Playback = host.playback
        self._journal: Journal = host.player.journal
        self._presence = Presence(-1, -1)
        self._rights = (viewer.is_host, host.locked)
        self._pointer: dict[str, Any] | None = None
        self._tally: Tally | None = None
        self._reach: dict[int, Reach] = {}
        self._told_broken: list[int] = []
        self._told_altered = False

    def opened(self, wall_ms: int) -> str:
        """The first frame."""
        return opened_frame(
            token=self._host.token,
            host=self._rights[0],
            locked=self._rights[1],
            journal=self._journal,
            branch=self._branch,
            playback=self._playback,
            wall_ms=wall_ms,
            edition=edition(),
        )

    def acknowledge(self, records: int) -> None:
        """The browser has so many records of the branch that is shown."""
        self._acknowledged[self._branch] = records

    def next_message(self) -> Told | None:
        """What to send next, if anything may be sent: all news, and the next of the trace."""
        news = tuple(self._news())
        return self._host.message.of(news) if news else None

    def _news(self) -> Iterator[str]:
        host = self._host
        if host.branch != self._branch:
            self._branch = host.branch
            yield host.branch_text.of(self._branch)
        if host.playback is not self._playback:
            self._playback = host.playback
            yield host.playback_text.of(self._playback, self._branch)
        yield from self._company()
        if host.player.journal is not self._journal:
            before, self._journal = self._journal, host.player.journal
            yield host.branches_text.of(self._journal, before)
        yield from self._records()
        if host.altered and not self._told_altered:
            self._told_altered = True
            yield ALTERED
        if self._branch in host.broken and self._branch not in self._told_broken:
            self._told_broken.append(self._branch)
            message = _("podviz failed at simulating this; what was played so far stays.")
            yield frame("refused", message=message, remedy=_("Tell us which manifest it was."))

    def _company(self) -> Iterator[str]:
        host, rights = self._host, (self._viewer.is_host, self._host.locked)
        if rights != self._rights:
            self._rights = rights
            yield rights_frame(*rights)
        if host.pointer != self._pointer:
            self._pointer = host.pointer
            yield host.pointer_text.of(self._pointer)
        if host.audience.presence != self._presence:
            self._presence = host.audience.presence
            yield host.presence_text.of(self._presence)
        tally = host.poll.seen_by(rights[0])
        if tally is not self._tally:
            self._tally = tally
            yield host.poll_texts[rights[0]].of(tally)

    def _records(self) -> Iterator[str]:
        branch = self._branch
        reel = self._host.player.reels.get(branch)
        if reel is None or not reel.reach.lines or reel.reach == self._reach.get(branch):
            return
        if branch not in self._have:
            self._have[branch] = self._acknowledged[branch] = self._taken_over(branch)
        have = self._have[branch]
        if have - self._acknowledged[branch] >= UNACKNOWLEDGED_RECORDS:
            return
        reach = reel.reach
        if have > reach.lines:
            return
        self._have[branch], text = reel.frame(have)
        if self._have[branch] == reach.lines:
            self._reach[branch] = reach
        yield text

    def _taken_over(self, branch: int) -> int:
        """How many records of a branch the browser has, as they are its parent's as well."""
        shared = self._host.player.reels[branch].trace.shared
        parent = self._journal.branches[branch - 1].parent
        return shared if self._have.get(parent, 0) >= shared else 0
