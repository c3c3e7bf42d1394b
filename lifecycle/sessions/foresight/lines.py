"""The lines of a branch as a browser gets them: with the bands of what is to be expected."""

import msgspec

from lifecycle.engine.records import Record
from lifecycle.sessions.foresight.foresight import Foresight
from lifecycle.sessions.wire import encode

_JSON = msgspec.json.Encoder()


class Lines:
    """Encodes records in order. A line says the bands of its Pod where they have changed."""

    def __init__(self) -> None:
        self._foresight = Foresight()
        self.count = 0

    def note(self, record: Record) -> None:
        """Go on past a record whose line is there already."""
        self._foresight.take(record)
        self.count += 1

    def encode(self, record: Record) -> str:
        """The line of the next record."""
        self.count += 1
        bands, line = self._foresight.take(record), encode(record)
        if bands is None:
            return line
        return f'{line[:-1]},"bands":{_JSON.encode(bands).decode()}}}'
