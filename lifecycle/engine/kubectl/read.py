"""Commands that only look: get, describe, logs, wait, … They can be asked of any moment."""

from collections.abc import Callable
from typing import NamedTuple

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.kubectl import eventlist, get, logs, rollout, wait
from lifecycle.engine.kubectl.describe import command as describe
from lifecycle.engine.kubectl.flags import Flag, Parsed, parse
from lifecycle.engine.kubectl.line import Line, recognise
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.sentence import Sentence


class Reader(NamedTuple):
    """What a reading command's word stands for."""

    flags: tuple[Flag, ...]
    answer: Callable[[Parsed, Moment], str]


READERS: dict[str, Reader] = {
    "get": Reader(get.FLAGS, get.get_objects),
    "describe": Reader(describe.FLAGS, describe.describe),
    "logs": Reader(logs.FLAGS, logs.logs),
    "events": Reader(eventlist.FLAGS, eventlist.events),
    "wait": Reader(wait.FLAGS, wait.wait),
}


def reader_of(line: Line) -> Reader | None:
    """What answers a line that only asks; some commands do so by their second word."""
    if not line.is_kubectl:
        return None
    if line.name == "rollout":
        verb = (parse(line.name, line.words, rollout.FLAGS).args or ("",))[0]
        view = rollout.VIEWS.get(verb)
        return Reader(rollout.FLAGS, view) if view else None
    return READERS.get(line.name)


def is_reading(line: str) -> bool:
    """Whether the line only asks, and so can be answered without becoming an input."""
    try:
        return reader_of(recognise(line)) is not None
    except Refusal:
        return False


def read(line: str, moment: Moment) -> tuple[bool, str]:
    """Answer a line from what there is at a moment; whether it could be, and the text."""
    try:
        found = recognise(line)
        reader = reader_of(found)
        if reader is None:
            raise Refusal(
                f"error: {found.name} cannot be asked of a moment",
                Sentence("What only looks is kubectl %(names)s.", names=", ".join(READERS)),
            )
        return True, reader.answer(parse(found.name, found.words, reader.flags), moment)
    except Refusal as refusal:
        return False, refusal.told
    except ApiError as error:
        return False, server_said(error)
