"""When each note of a scenario is told, on a trace: what never happens is never told."""

from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sessions.lesson import Note
from lifecycle.teaching.check import moment_of
from lifecycle.teaching.grammar import parse_moment
from lifecycle.teaching.story import Story


class Told(NamedTuple):
    """A note at its moment; `record` shows what it hangs on, 0 for a time of the clock."""

    at_ms: Millis
    record: int
    note: int
    text: str
    about: str


def narration(notes: tuple[Note, ...], story: Story) -> list[Told]:
    """The notes that this trace comes to, in order of time."""
    told = []
    for number, note in enumerate(notes):
        seen = story.when(parse_moment(moment_of(note)))
        if seen is not None and seen.t <= story.until_ms:
            told.append(Told(seen.t, seen.record, number, note.text, note.about))
    return sorted(told, key=lambda one: (one.at_ms, one.note))
