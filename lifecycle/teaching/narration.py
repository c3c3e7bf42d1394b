"""When each note of a scenario is told, on a trace: what never happens is never told."""

from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sessions.lesson import Note
from lifecycle.teaching.check import moment_of
from lifecycle.teaching.grammar import parse_moment, parse_subject
from lifecycle.teaching.story import Story


class Told(NamedTuple):
    """A note at its moment; `record` shows what it hangs on, 0 for a time of the clock.

    `pod` is the name of the Pod that it is about, if it is about one.
    """

    at_ms: Millis
    record: int
    note: int
    text: str
    about: str
    pod: str


def narration(notes: tuple[Note, ...], story: Story, astray_ms: Millis | None = None) -> list[Told]:
    """The notes that this trace comes to, in order of time.

    A note at a time of the clock speaks of what the script does then: once that has gone
    astray, it isn't told.
    """
    told = []
    for number, note in enumerate(notes):
        seen = story.when(parse_moment(moment_of(note)))
        if seen is None or seen.t > story.until_ms:
            continue
        if astray_ms is None or seen.record or seen.t < astray_ms:
            pod = _pod(note.about, story)
            told.append(Told(seen.t, seen.record, number, note.text, note.about, pod))
    return sorted(told, key=lambda one: (one.at_ms, one.note))


def _pod(about: str, story: Story) -> str:
    subject = parse_subject(about) if about else None
    return story.pod_name(subject) if subject and subject.kind == "Pod" else ""
