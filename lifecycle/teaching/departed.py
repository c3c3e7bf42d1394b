"""What a branch that left the scenario still has of its script: the notes speak of that."""

from collections import Counter
from collections.abc import Iterable

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, Record
from lifecycle.sessions.scenario import Scenario


def still_scripted(
    records: Iterable[Record], scenario: Scenario
) -> tuple[list[Record], Millis | None]:
    """The records without the viewers' commands, and when the script has gone astray.

    It has once one of its commands is refused, as what it speaks of is no longer there; from
    then on its commands are left out. None where all are taken.
    """
    script = Counter((step.at_ms, step.do) for step in scenario.script)
    kept: list[Record] = []
    astray = None
    for record in records:
        if isinstance(record, InputTaken):
            if not script[record.t, record.line]:
                continue
            script[record.t, record.line] -= 1
            if astray is None and not record.ok:
                astray = record.t
            if astray is not None:
                continue
        kept.append(record)
    return kept, astray
