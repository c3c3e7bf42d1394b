"""A session as this process plays it to those who watch.

The truth is the journal in the database; all that is here can be dropped at any moment and
is made again from there. An input is written down first and told then; the playhead is told
at once. Nothing is sent from here: viewers are woken and look what is new to them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from channels.db import database_sync_to_async
from django.utils.translation import gettext as _

from lifecycle import journals, limits, polls
from lifecycle.engine.kernel.clock import Millis
from lifecycle.live.answers import Answers
from lifecycle.live.audience import Audience
from lifecycle.live.clock import wall_ms
from lifecycle.live.place import Steps
from lifecycle.live.player import Player
from lifecycle.live.poll import Poll, poll_frame
from lifecycle.live.refusal import Refusal
from lifecycle.live.shared_text import SharedText
from lifecycle.sessions.frames import (
    branch_frame,
    branches_frame,
    playback_frame,
    pointer_frame,
    presence_frame,
)
from lifecycle.sessions.journal import ROOT, Branch, Entry
from lifecycle.sessions.link import Played
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import ScenarioError
from podviz.language import translated

_read = database_sync_to_async(journals.read)
_opened = database_sync_to_async(journals.opened)
_show = database_sync_to_async(journals.show)
_change = database_sync_to_async(journals.change)
_rename = database_sync_to_async(journals.rename)
_add_branch = database_sync_to_async(journals.add_branch)
_ask_class = database_sync_to_async(polls.ask)
_show_answer = database_sync_to_async(polls.show)
_end_poll = database_sync_to_async(polls.end)
_vote = database_sync_to_async(polls.vote)
logger = logging.getLogger(__name__)


Written = Callable[[str, int], None]


class Host:
    """One session: what is shown, who watches, and how far its traces must reach."""

    def __init__(self, token: str, kept: journals.Kept, written: Written) -> None:
        self.token = token
        self.revision = kept.revision
        self._written = written
        self.host_hash = kept.host_hash
        self.playback: Playback = kept.playback
        self.branch = kept.active_branch
        self.locked, self.pointer = kept.locked, kept.pointer
        self.player = Player(kept.journal)
        self.steps = Steps(self)
        self.audience = Audience(self.steps.forget)
        self.broken: list[int] = []
        self.altered = False
        self.branches_text = SharedText(branches_frame)
        self.branch_text = SharedText(branch_frame)
        self.playback_text = SharedText(playback_frame)
        self.pointer_text = SharedText(pointer_frame)
        self.presence_text = SharedText(presence_frame)
        self.poll = Poll(polls.read(kept.poll))
        self._counting: asyncio.TimerHandle | None = None
        self.poll_texts = (SharedText(poll_frame), SharedText(poll_frame))
        self.answers = Answers()
        self._wanted: dict[int, Millis] = {}
        self._computing: asyncio.Task | None = None
        self._changing = asyncio.Lock()
        self._settled = self._shared = False
        self._told: tuple[Any, ...] = ()
        self._told_journal = kept.journal
        self.want(self.branch, self.comfortable_ms())
        self._comparing = asyncio.create_task(self._compare(kept.played)) if kept.played else None

    async def note_use(self, by_others: bool) -> None:
        """Write down that the session is in use; that others see it, once is enough."""
        if not (by_others and self._shared):
            self._shared = by_others or self._shared
            await _opened(self.token, by_others)

    def tell(self) -> None:
        """Wake those who watch, if there is anything that they have not been woken for."""
        reel = self.player.reels.get(self.branch)
        shown = (self.branch, self.playback, self.locked, self.pointer, reel and reel.reach)
        news = (*shown, id(self.player.journal), len(self.broken))
        if news != self._told:
            # The last journal is kept, so that no other can get its id.
            self._told, self._told_journal = news, self.player.journal
            self.audience.tell()

    # What is shown

    async def play_back(self, playback: Playback) -> None:
        """Move, start or stop the playhead for everybody."""
        await self._show(playback, self.branch)

    async def show_branch(self, branch: int) -> None:
        """Show another branch from where the playhead is."""
        if self.player.journal.branch(branch) is None:
            raise Refusal(_("There is no branch %(number)d.") % {"number": branch})
        await self._show(self.playback, branch)

    async def _show(self, playback: Playback, branch: int) -> None:
        async with self._change():
            self.playback, self.branch = playback, branch
            # Not a little more for each little move.
            if not self._has(branch, self.comfortable_ms() - limits.AHEAD_MS // 2):
                self.want(branch, self.comfortable_ms())
            self.tell()
            await self.audience.told()
            await self._keep(await _show(self.token, playback, branch))

    async def name_branch(self, number: int, name: str) -> None:
        """Call a branch something else."""
        if self.player.journal.branch(number) is None:
            raise Refusal(_("There is no branch %(number)d.") % {"number": number})
        async with self._change():
            revision = await _rename(self.token, number, name)
            await self.player.rename(number, name)
            self.tell()
            await self._keep(revision)

    async def outlines(self) -> str:
        """How the latest branches stand at the scenario's end, as JSON."""
        branches = self.player.journal.branches[-limits.BRANCHES_COMPARED :]
        at_ms = self._end_ms()
        ends = {}
        for branch in branches:
            key = ("outline", branch.id, at_ms)
            end = await self.answers.of(key, self._outline(branch.id, at_ms))
            ends[str(branch.id)] = msgspec.Raw(end.encode())
        return msgspec.json.encode({"atMs": at_ms, "ends": ends}).decode()

    async def _outline(self, branch: int, at_ms: Millis) -> str:
        await self._reach(branch, at_ms)
        return msgspec.json.encode(await self.player.endings(branch, at_ms)).decode()

    def _end_ms(self) -> Millis:
        return self.player.journal.scenario.until_ms or limits.AHEAD_MS

    async def seal(self) -> str:
        """What the branch shown comes to at the scenario's end, as JSON."""
        branch, until_ms = self.branch, self._end_ms()
        return await self.answers.of(("seal", branch, until_ms), self._seal(branch, until_ms))

    async def _seal(self, branch: int, until_ms: Millis) -> str:
        await self._reach(branch, until_ms)
        return msgspec.json.encode(await self.player.seal(branch, until_ms)).decode()

    async def _compare(self, played: Played) -> None:
        """Tell if this podviz plays the session's link differently from the one that made it."""
        until_ms = min(played.until_ms, limits.HORIZON_MS)
        await self._reach(ROOT, until_ms)
        self.altered = (await self.player.seal(ROOT, until_ms)).digest != played.digest
        self.audience.tell()

    async def point(self, pointer: dict[str, Any] | None) -> None:
        """Point everybody at a moment or an object; None takes the pointer away."""
        async with self._change():
            self.pointer = pointer
            self.tell()
            await self._keep(await _change(self.token, pointer=pointer))

    async def lock(self, locked: bool) -> None:
        """Keep followers from acting, or let them."""
        async with self._change():
            self.locked = locked
            self.tell()
            await self._keep(await _change(self.token, locked=locked))

    # What the class is asked

    async def ask_class(self, question: str, choices: int) -> None:
        """Put a question to all."""
        await self._poll(_ask_class, question, choices)

    async def show_answer(self, right: int) -> None:
        """Show all how often each answer was chosen, and which is right."""
        await self._count()
        await self._poll(_show_answer, right)

    async def end_poll(self) -> None:
        """Ask nothing any more."""
        await self._poll(_end_poll)

    def vote(self, voter: str, choice: int) -> bool:
        """Count an answer soon, with all that come until then; whether there is a question."""
        if not self.poll.vote(voter, choice):
            return False
        self._count_soon()
        return True

    def _count_soon(self) -> None:
        if self._counting is None:
            loop = asyncio.get_running_loop()
            self._counting = loop.call_later(
                limits.COUNT_EVERY_S, lambda: asyncio.ensure_future(self._count())
            )

    async def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        if (heard := self.poll.heard()) is None:
            return
        try:
            await self._poll(_vote, *heard)
        except Exception:
            logger.exception("votes in %s could not be counted", self.token)
            self.poll.hear_again(*heard)
            self._count_soon()

    async def _poll(self, change: Callable[..., Awaitable[polls.Written]], *about: Any) -> None:
        async with self._change():
            asked, revision = await change(self.token, *about)
            if self.poll.learn(asked):
                self.audience.tell()
            await self._keep(revision)

    @asynccontextmanager
    async def _change(self) -> AsyncIterator[None]:
        """One change at a time; none once the server is about to stop."""
        async with self._changing:
            if self._settled:
                raise Refusal(_("The server starts again."), _("Try again in a moment."))
            yield

    async def act(self, at_ms: Millis, line: str, manifest: str) -> str:
        """Have a command happen at a moment of the branch shown, on a branch of its own.

        What the command prints is returned.
        """
        entry = Entry(at_ms, line, manifest)
        async with self._change():
            parent = self.branch
            output = await self._must_be_possible(parent, entry)
            while not await self._add_branch(parent, entry):
                await self._catch_up()
        self.tell()
        return output

    async def _add_branch(self, parent: int, entry: Entry) -> bool:
        """Write a branch down and show it; False if another process has taken its number."""
        number = len(self.player.journal.branches) + 1
        branch = Branch(number, parent, entry.at_ms, entry.do, (entry,))
        playback = self.playback.seek(entry.at_ms, wall_ms())
        try:
            revision = await _add_branch(self.token, branch, playback)
        except journals.Overtaken:
            return False
        await self.player.fork(branch)
        self.playback, self.branch = playback, number
        self.want(number, self.comfortable_ms())
        await self._keep(revision)
        return True

    # What other processes write

    async def _keep(self, revision: int) -> None:
        """We have written the session down, perhaps after others whom we don't know yet."""
        if revision == self.revision + 1:
            self.revision = revision
        else:
            await self._catch_up()
        self._written(self.token, self.revision)

    async def catch_up(self) -> None:
        """Others have written: show what they have."""
        async with self._changing:
            await self._catch_up()

    async def _catch_up(self) -> None:
        kept = await _read(self.token)
        if kept is None or kept.revision == self.revision:
            return
        known = self.player.journal.branches
        for branch in kept.journal.branches:
            if branch.id > len(known):
                await self.player.fork(branch)
            elif branch.name != known[branch.id - 1].name:
                await self.player.rename(branch.id, branch.name)
        self.revision = kept.revision
        self.locked, self.pointer = kept.locked, kept.pointer
        if self.poll.learn(polls.read(kept.poll)):
            self.audience.tell()
        if kept.host_hash != self.host_hash:
            self.host_hash = kept.host_hash
            self.audience.recognise(self.host_hash)
        if (kept.playback, kept.active_branch) != (self.playback, self.branch):
            self.playback, self.branch = kept.playback, kept.active_branch
            self.want(self.branch, self.comfortable_ms())
        self.tell()

    async def _must_be_possible(self, parent: int, entry: Entry) -> str:
        if len(self.player.journal.branches) >= limits.BRANCHES:
            raise Refusal(
                _("This session has as many branches as it can hold."),
                _("Share the moment as a link and go on from there in a new session."),
            )
        if self._written_so_far() + len(entry.do) + len(entry.manifest) > limits.JOURNAL_BYTES:
            raise Refusal(
                _("This session has taken as much text as it can hold."),
                _("Go on from here in a session of your own."),
            )
        await self._reach(parent, entry.at_ms)
        try:
            ok, printed = await self.player.attempt(parent, entry)
        except ScenarioError as error:
            raise Refusal(translated(error.told), translated(error.remedy)) from None
        if not ok:
            raise Refusal(translated(printed))
        return translated(printed)

    def _written_so_far(self) -> int:
        inputs = (entry for branch in self.player.journal.branches for entry in branch.inputs)
        return sum(len(entry.do) + len(entry.manifest) for entry in inputs)

    async def ask(self, at_ms: Millis, line: str) -> str:
        """What a command that only looks prints at a moment of the branch shown."""
        branch = self.branch
        await self._reach(branch, at_ms)
        key = ("ask", branch, at_ms, line)
        return await self.answers.of(key, self.player.ask(branch, at_ms, line))

    async def consider(self, until_ms: Millis, judge: Callable[[list[Any]], str]) -> str:
        """What somebody makes of the records of the branch shown, up to a moment at least."""
        branch = self.branch
        await self._reach(branch, until_ms)
        return await self.player.consider(branch, judge)

    async def _reach(self, branch: int, at_ms: Millis) -> None:
        if self._has(branch, at_ms):
            return
        while not await self.player.compute(branch, at_ms, limits.LONGEST_TURN_S):
            self.tell()
        self.tell()

    # How far it is computed

    def _has(self, branch: int, until_ms: Millis) -> bool:
        """Whether a trace reaches so far already."""
        reel = self.player.reels.get(branch)
        return reel is not None and (reel.reach.ended or reel.reach.horizon_ms >= until_ms)

    def comfortable_ms(self) -> Millis:
        """A while past the scenario's end, and past the playhead."""
        until_ms = self.player.journal.scenario.until_ms
        return max(until_ms, self.playback.position(wall_ms())) + limits.AHEAD_MS

    def want(self, branch: int, until_ms: Millis) -> None:
        """Have the trace of a branch reach so far, as soon as may be."""
        if branch in self.broken:
            return
        until_ms = min(until_ms, limits.HORIZON_MS)
        self._wanted[branch] = max(until_ms, self._wanted.get(branch, 0))
        if self._computing is None or self._computing.done():
            self._computing = asyncio.create_task(self._compute())

    async def _compute(self) -> None:
        turn_s = limits.FIRST_TURN_S
        while self._wanted:
            branch = self.branch if self.branch in self._wanted else next(iter(self._wanted))
            until_ms = self._wanted[branch]
            await self.audience.told()
            try:
                done = await self.player.compute(branch, until_ms, turn_s)
            except Exception:
                logger.exception("branch %d of %s can't be played", branch, self.token)
                self.broken.append(branch)
                done, until_ms = True, self._wanted.get(branch)
            if done and self._wanted.get(branch) == until_ms:
                self._wanted.pop(branch, None)
            turn_s = min(limits.LONGEST_TURN_S, turn_s * 2)
            self.tell()
        self.tell()

    def stop(self) -> None:
        """Compute no further; nothing is lost."""
        self._wanted.clear()

    async def settle(self) -> None:
        """Change nothing more; return when the last change is written down."""
        await self._count()
        self._settled = True
        self.stop()
        async with self._changing:
            pass
