"""Links of every format that was ever released, and what they play; rewritten by

python -m tests.sessions.released
"""

import json
from pathlib import Path
from typing import NamedTuple

from lifecycle.engine.kernel.digest import digest
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.link import decode
from lifecycle.sessions.replay import Tape

FILE = Path(__file__).with_name("released.json")


class Released(NamedTuple):
    """A link, who made it, and what it comes to at its end."""

    format: str
    made_by: str
    link: str
    records: int
    digest: str


def released() -> list[Released]:
    """All of them."""
    return [Released(**entry) for entry in json.loads(FILE.read_text(encoding="ascii"))]


def played(link: str) -> tuple[int, str]:
    """How many records the link yields up to its end, and their digest."""
    scenario = decode(link).scenario
    trace = Tape(Journal(scenario)).compute(ROOT, scenario.until_ms)
    records = trace.records[: trace.count_until(scenario.until_ms)]
    return len(records), digest(records)


def rewrite() -> None:
    """Write down what they play now."""
    now = []
    for entry in released():
        records, found = played(entry.link)
        now.append(entry._replace(records=records, digest=found)._asdict())
    FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    rewrite()
