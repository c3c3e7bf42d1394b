"""A question put to a class: every answer counted, and shown to all when the host says so.

It lives in this process and is gone with it, as nobody needs it after the lesson. Nobody is
known by more than a word of their browser, by which a second answer takes the first one's place.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from lifecycle import limits
from lifecycle.sessions.frames import frame


class Tally(NamedTuple):
    """The question as the host's page put it, and how often each answer was chosen.

    `right` is known once the host has shown the answer; `counts` are empty until then, but for
    the host.
    """

    question: str
    counts: tuple[int, ...] = ()
    right: int | None = None


class Poll:
    """What is asked now, if anything is; `tell` wakes those who watch."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self.for_host: Tally | None = None
        self.for_class: Tally | None = None
        self._tell = tell
        self._choices = 0
        self._votes: dict[str, int] = {}
        self._counting: asyncio.TimerHandle | None = None

    def seen_by(self, is_host: bool) -> Tally | None:
        """What one may see of it: the host how many have answered, the class the question."""
        return self.for_host if is_host else self.for_class

    def put(self, question: str, choices: int) -> None:
        """Ask; what was asked before is forgotten."""
        self._votes, self._choices = {}, choices
        self.for_class = Tally(question)
        self.for_host = Tally(question, (0,) * choices)
        self._tell()

    def vote(self, voter: str, choice: int) -> bool:
        """Count an answer; False where nothing is asked, or the answer is known already."""
        asked = self.for_host
        if asked is None or asked.right is not None or choice >= self._choices:
            return False
        if voter not in self._votes and len(self._votes) >= limits.VOTERS:
            return False
        self._votes[voter] = choice
        if self._counting is None:
            loop = asyncio.get_running_loop()
            self._counting = loop.call_later(limits.COUNT_EVERY_S, self._count)
        return True

    def _count(self) -> None:
        self._counting = None
        if self.for_host is not None and self.for_host.right is None:
            self.for_host = self.for_host._replace(counts=self._counts())
            self._tell()

    def _counts(self) -> tuple[int, ...]:
        chosen = list(self._votes.values())
        return tuple(chosen.count(choice) for choice in range(self._choices))

    def show(self, right: int) -> None:
        """Tell everybody how often each answer was chosen, and which is right."""
        if self.for_host is not None:
            self.for_host = Tally(self.for_host.question, self._counts(), right)
            self.for_class = self.for_host
            self._tell()

    def end(self) -> None:
        """Ask nothing any more."""
        self.for_host = self.for_class = None
        self._votes = {}
        self._tell()


def is_json(text: str) -> bool:
    """Whether the text can be sent on inside a frame."""
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return False
    return True


def poll_frame(tally: Tally | None) -> str:
    """What a browser is told of it."""
    if tally is None:
        return frame("poll", question=None)
    question = msgspec.Raw(tally.question.encode())
    return frame("poll", question=question, counts=tally.counts, right=tally.right)
