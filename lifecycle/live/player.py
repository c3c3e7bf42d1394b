"""A session's tape in the threads that compute: what is asked of it happens in turns.

One thing at a time is done with a tape, and all tapes are played in one thread: two would not
be faster, as they share one interpreter, but twice in the way of the thread that sends. They
take turns of a tenth of a second. Questions have a thread of their own, and wait for none.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from lifecycle import limits, metrics
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.kubectl.read import read
from lifecycle.live.allowance import Budget
from lifecycle.live.clock import running_s
from lifecycle.live.reel import Reach, Reel
from lifecycle.live.refusal import Refusal
from lifecycle.sessions.journal import Branch, Entry, Journal, as_input
from lifecycle.sessions.link import Played
from lifecycle.sessions.outline import Outline, outline
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import ScenarioError

P = ParamSpec("P")
R = TypeVar("R")

ENGINE = ThreadPoolExecutor(1, thread_name_prefix="engine")
QUESTIONS = ThreadPoolExecutor(1, thread_name_prefix="questions")


class Player:
    """Plays a journal; every method may be awaited from any task of the event loop."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.reels: dict[int, Reel] = {}
        self._tape: Tape | None = None
        self._turn = asyncio.Lock()
        self._budget = Budget(limits.COMPUTING_PER_SECOND, limits.COMPUTING_AT_ONCE_S, running_s())
        self._answering = asyncio.Lock()
        self._answers_budget = Budget(
            limits.ANSWERING_PER_SECOND, limits.ANSWERING_AT_ONCE_S, running_s()
        )

    async def compute(self, branch: int, until_ms: Millis, for_s: float) -> bool:
        """Compute for about so long; True when the branch has got there."""
        if rest_s := self._budget.rest(running_s()):
            await asyncio.sleep(rest_s)
        with metrics.COMPUTING.time():
            reach = await self._in_turn(self._compute, branch, until_ms, for_s)
        self.reels[branch].reach = reach
        return reach.ended or reach.horizon_ms >= until_ms

    async def ask(self, branch: int, at_ms: Millis, line: str) -> str:
        """What a command that only looks prints at a moment that has been reached."""
        moment = self.reels[branch].trace.moment
        _, text = await self._answer(lambda: read(line, moment(at_ms)))
        return text

    async def consider(self, branch: int, judge: Callable[[list[Any]], str]) -> str:
        """What somebody makes of a branch's records, as far as they have been computed."""
        return await self._answer(judge, self.reels[branch].trace.records)

    async def attempt(self, branch: int, entry: Entry) -> tuple[bool, str]:
        """Whether a command could be carried out at a moment, and what it would print."""
        return await self._in_turn(self._attempt, branch, as_input(entry, self.journal.scenario))

    async def fork(self, branch: Branch) -> None:
        """Add a branch to what is played."""
        # Told only now, when there is something to be seen on it.
        self.journal = await self._in_turn(self._fork, branch)

    async def rename(self, branch: int, name: str) -> None:
        """Call a branch something else."""
        self.journal = await self._in_turn(self._rename, branch, name)

    async def endings(self, branch: int, at_ms: Millis) -> Outline:
        """How a branch stands at a moment that has been reached."""
        reel = self.reels[branch]
        return await self._answer(outline, reel.trace.records, reel.trace.count_until(at_ms))

    async def seal(self, branch: int, until_ms: Millis) -> Played:
        """What a branch comes to up to a moment that has been reached."""
        trace = self.reels[branch].trace
        records = trace.records[: trace.count_until(until_ms)]
        return Played(until_ms, await self._answer(digest, records))

    async def _in_turn(self, work: Callable[P, R], *args: Any) -> R:
        async with self._turn:
            began = running_s()
            try:
                return await asyncio.get_running_loop().run_in_executor(ENGINE, work, *args)
            except ScenarioError:
                raise
            except Exception:
                # The cluster stopped half-way through something: the next turn makes another.
                self._tape = None
                raise
            finally:
                self._budget.spend(running_s() - began, running_s())

    async def _answer(self, work: Callable[P, R], *args: Any) -> R:
        """Answer one question of this session after the other."""
        try:
            await asyncio.wait_for(self._answering.acquire(), limits.ANSWER_WITHIN_S)
        except TimeoutError:
            raise Refusal(_("Too many requests."), _("Wait, then reload.")) from None
        try:
            if rest_s := self._answers_budget.rest(running_s()):
                await asyncio.sleep(rest_s)
            began = running_s()
            try:
                return await asyncio.get_running_loop().run_in_executor(QUESTIONS, work, *args)
            finally:
                self._answers_budget.spend(running_s() - began, running_s())
        finally:
            self._answering.release()

    # In a thread

    def _played(self) -> Tape:
        if self._tape is None:
            self._tape = Tape(self.journal, limits.RECORDS)
        return self._tape

    def _compute(self, branch: int, until_ms: Millis, for_s: float) -> Reach:
        tape, stop = self._played(), running_s() + for_s
        reel = self._reel(branch)
        while not tape.step(branch, until_ms) and running_s() < stop:
            pass
        return reel.grow()

    def _attempt(self, branch: int, question: Input) -> tuple[bool, str]:
        cluster = self._played().visit(branch, question.at_ms)
        return cluster.submit(question).ok, cluster.printed

    def _fork(self, branch: Branch) -> Journal:
        tape = self._played()
        tape.add(branch)
        self._reel(branch.id).grow()
        return tape.journal

    def _rename(self, branch: int, name: str) -> Journal:
        tape = self._played()
        tape.journal = tape.journal.renamed(branch, name)
        return tape.journal

    def _reel(self, branch: int) -> Reel:
        trace = self._played().trace(branch)
        if branch not in self.reels:
            parent = self._played().journal.branches[branch - 1].parent
            self.reels[branch] = Reel(trace, self.reels.get(parent))
        self.reels[branch].trace = trace
        return self.reels[branch]
