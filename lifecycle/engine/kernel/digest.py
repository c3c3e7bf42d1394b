"""One number for a whole trace: equal digests mean byte-identical records."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


def digest(records: Iterable[object]) -> str:
    """The SHA-256 of the records' canonical JSON, in hexadecimal."""
    state = sha256()
    for record in records:
        state.update(_ENCODER.encode(record))
    return state.hexdigest()
