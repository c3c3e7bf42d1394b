"""`kubectl get pods -w` and its events as a recording for asciinema's player.

The format is asciicast v2: a header line, then `[seconds, "o", text]` lines.
"""

import json
from collections.abc import Iterable

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.text import one_line
from lifecycle.sentence import Say
from lifecycle.sessions.watch import watch

WIDEST, ROWS = 180, 30
PLACE = 11
"""`watch` begins each line with its moment, in so many columns."""


def cast(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The recording, one JSON value a line: all of it is kubectl's."""
    lines = list(watch([record for record in records if record.t <= until_ms]))
    widest = max((len(line) - PLACE for line in lines), default=80)
    header = {
        "version": 2,
        "width": min(WIDEST, max(80, widest)),
        "height": ROWS,
        "title": one_line(title or "podviz"),
        "env": {"TERM": "xterm-256color", "SHELL": "/bin/sh"},
    }
    frames = ((float(line[: PLACE - 2]), "o", f"{_shown(line)}\r\n") for line in lines)
    return "\n".join(map(json.dumps, [header, *frames, (until_ms / 1000, "o", "")])) + "\n"


def _shown(line: str) -> str:
    """A table's row keeps its columns; control characters of users' texts are dropped."""
    return "".join(sign for sign in line[PLACE:] if sign.isprintable())
