"""What somebody has been told of a session, and the step from there to what is.

Those who stand at the same place are told the same: a step is made once, for the first of them.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from lifecycle.live.audience import Presence
from lifecycle.live.poll import Tally
from lifecycle.live.reel import Reach
from lifecycle.live.told import Bundle, Told
from lifecycle.sessions.frames import frame, rights_frame
from lifecycle.sessions.journal import Journal
from lifecycle.sessions.playback import Playback

if TYPE_CHECKING:
    from lifecycle.live.host import Host

ALTERED = frame("altered")
STEPS_KEPT = 16
"""Some hold a megabyte."""


class Had(NamedTuple):
    """So many records of a branch; all there are, if it has been told how far it reaches."""

    count: int
    reach: Reach | None = None


@dataclass(slots=True)
class Place:
    """A place; whoever has been told more stands at another."""

    language: str
    branch: int
    playback: Playback
    journal: Journal
    rights: tuple[bool, bool]
    had: dict[int, Had]
    free: int
    """So many records of the branch need not be acknowledged."""
    presence: Presence | None = None
    pointer: dict[str, Any] | None = None
    tally: Tally | None = None
    broken: tuple[int, ...] = ()
    altered: bool = False

    @property
    def count(self) -> int:
        """How many records of the branch shown it has."""
        return self.had[self.branch].count if self.branch in self.had else 0

    def key(self) -> tuple[Any, ...]:
        """The same for places from which the same is told."""
        values = (self.playback, self.journal, self.pointer, self.tally)
        said = (self.language, self.branch, self.rights, self.presence, self.broken, self.altered)
        return (*map(id, values), *said, self.free, tuple(self.had.items()))

    def go_on(self, host: "Host", is_host: bool, with_records: bool) -> Iterator[str]:
        """All news, and the next of the trace; from then on it has been told."""
        if host.branch != self.branch:
            self.branch = host.branch
            self.free = self.count
            yield host.branch_text.of(self.branch)
        if host.playback is not self.playback:
            self.playback = host.playback
            yield host.playback_text.of(self.playback, self.branch)
        yield from self._company(host, is_host)
        if host.player.journal is not self.journal:
            before, self.journal = self.journal, host.player.journal
            yield host.branches_text.of(self.journal, before)
        if with_records:
            yield from self._records(host)
        if host.altered and not self.altered:
            self.altered = True
            yield ALTERED
        if self.branch in host.broken and self.branch not in self.broken:
            self.broken += (self.branch,)
            yield self._failed()

    def _company(self, host: "Host", is_host: bool) -> Iterator[str]:
        rights = (is_host, host.locked)
        if rights != self.rights:
            self.rights = rights
            yield rights_frame(*rights)
        if host.pointer != self.pointer:
            self.pointer = host.pointer
            yield host.pointer_text.of(self.pointer)
        if host.audience.presence != self.presence:
            self.presence = host.audience.presence
            yield host.presence_text.of(self.presence)
        tally = host.poll.seen_by(is_host)
        if tally is not self.tally:
            self.tally = tally
            yield host.poll_texts[is_host].of(tally)

    def _records(self, host: "Host") -> Iterator[str]:
        branch = self.branch
        reel = host.player.reels.get(branch)
        if reel is None or not reel.reach.lines:
            return
        if branch not in self.had:
            self.free = self._taken_over(reel.trace.shared)
            self.had = {**self.had, branch: Had(self.free)}
        have, reach = self.had[branch]
        if reach == reel.reach or have > reel.reach.lines:
            return
        reach = reel.reach
        have, text = reel.frame(have)
        self.had = {**self.had, branch: Had(have, reach if have == reach.lines else None)}
        yield text

    def _taken_over(self, shared: int) -> int:
        """How many records of the branch it has, as they are its parent's as well."""
        parent = self.journal.branches[self.branch - 1].parent
        return shared if parent in self.had and self.had[parent].count >= shared else 0

    def _failed(self) -> str:
        with translation.override(self.language):
            message = _("podviz failed at simulating this; what was played so far stays.")
            return frame("refused", message=message, remedy=_("Tell us which manifest it was."))


class Steps:
    """From each place to the next, made when the first goes there; until something is new."""

    def __init__(self, host: "Host") -> None:
        self._host = host
        self._steps: dict[tuple[int, bool, bool], tuple[Told | None, Place, Place]] = {}
        self._places: dict[tuple[Any, ...], Place] = {}
        self._bundle = Bundle()

    def forget(self) -> None:
        """Something is new, or all have been told."""
        self._steps.clear()
        self._places.clear()

    def of(
        self, place: Place, is_host: bool, with_records: bool
    ) -> tuple[Told | None, Place, Place]:
        """What to tell somebody at a place, if anything; where they stand then; and the place."""
        key = (id(place), is_host, with_records)
        return self._steps.get(key) or self._make(key, place)

    def _make(self, key: tuple[int, bool, bool], place: Place) -> tuple[Told | None, Place, Place]:
        after = copy(place)
        frames = tuple(after.go_on(self._host, *key[1:]))
        message = self._bundle.of(frames) if frames else None
        if len(self._steps) >= STEPS_KEPT:
            self.forget()
        # The place is kept beside, so that no other can get its id.
        step = (message, self._places.setdefault(after.key(), after), place)
        self._steps[key] = step
        return step
