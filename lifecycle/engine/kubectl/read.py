"""Commands that only look: get, describe, logs, events. They can be asked of any moment."""

from collections.abc import Callable
from typing import NamedTuple

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.kubectl import eventlist, get, logs
from lifecycle.engine.kubectl.describe import command as describe
from lifecycle.engine.kubectl.flags import Flag, Parsed, parse
from lifecycle.engine.kubectl.line import recognise
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal, server_said


class Reader(NamedTuple):
    """What a reading command's word stands for."""

    flags: tuple[Flag, ...]
    answer: Callable[[Parsed, Moment], str]


READERS: dict[str, Reader] = {
    "get": Reader(get.FLAGS, get.get_objects),
    "describe": Reader(describe.FLAGS, describe.describe),
    "logs": Reader(logs.FLAGS, logs.logs),
    "events": Reader(eventlist.FLAGS, eventlist.events),
}


def is_reading(line: str) -> bool:
    """Whether the line only asks, and so can be answered without becoming an input."""
    try:
        found = recognise(line)
    except Refusal:
        return False
    return found.is_kubectl and found.name in READERS


def read(line: str, moment: Moment) -> tuple[bool, str]:
    """Answer a line from what there is at a moment; whether it could be, and the text."""
    try:
        found = recognise(line)
        reader = READERS.get(found.name) if found.is_kubectl else None
        if reader is None:
            raise Refusal(
                f"error: {found.name} cannot be asked of a moment",
                f"What only looks is kubectl {', '.join(READERS)}.",
            )
        return True, reader.answer(parse(found.name, found.words, reader.flags), moment)
    except Refusal as refusal:
        return False, str(refusal)
    except ApiError as error:
        return False, server_said(error)
