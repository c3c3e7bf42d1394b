"""A question put to a class: every answer counted, and shown to all when the host says so.

Here are the answers that this process has heard and not yet written down, and what viewers may
see; what is asked, and how often each answer was chosen, stands in the database.
"""

from typing import NamedTuple

import msgspec

from lifecycle.polls import Asked
from lifecycle.sessions.frames import frame


class Tally(NamedTuple):
    """What somebody sees of it; `counts` are empty for the class until the answer is shown."""

    question: str
    counts: tuple[int, ...] = ()
    right: int | None = None


class Poll:
    """What is asked now, if anything is."""

    def __init__(self, asked: Asked | None) -> None:
        self._asked: Asked | None = None
        self.for_host: Tally | None = None
        self.for_class: Tally | None = None
        self._votes: dict[str, int] = {}
        self.learn(asked)

    def seen_by(self, is_host: bool) -> Tally | None:
        """What one may see of it: the host how many have answered, the class the question."""
        return self.for_host if is_host else self.for_class

    def learn(self, asked: Asked | None) -> bool:
        """Know what is asked by now; whether that is new."""
        before, self._asked = self._asked, asked
        if asked == before:
            return False
        if asked is None:
            self.for_host = self.for_class = None
            return True
        self.for_host = Tally(asked.question, asked.counts, asked.right)
        if asked.right is not None:
            self.for_class = self.for_host
        elif before is None or before.number != asked.number:
            self.for_class = Tally(asked.question)
        return True

    def vote(self, voter: str, choice: int) -> bool:
        """Hear an answer; False where nothing is asked, or the answer is known already."""
        asked = self._asked
        if asked is None or asked.right is not None or choice >= len(asked.counts):
            return False
        self._votes[voter] = choice
        return True

    def heard(self) -> tuple[int, dict[str, int]] | None:
        """The number of the question, and the answers since this was last asked for."""
        votes, self._votes = self._votes, {}
        return (self._asked.number, votes) if self._asked is not None and votes else None

    def hear_again(self, number: int, votes: dict[str, int]) -> None:
        """They could not be written down; what was answered since then is newer."""
        if self._asked is not None and self._asked.number == number:
            self._votes = {**votes, **self._votes}


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
