"""What the programs of a case logged, in order: `Starting`, `Started`, `Exiting`.

Containers' lines are in the trace as such. A hook's or probe's program has no log of its own
there, so its lines are told from when the hook or the probe began and ended.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lifecycle.conformance.verdict import Case
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Logged, ProcessChanged

STARTING, STARTED, EXITING, LOOPING = "Starting", "Started", "Exiting", "Looping"
_HOOKS = {"postStart": "PostStart", "preStop": "PreStop"}
_PROBES = {"liveness": "Liveness", "readiness": "Readiness", "startup": "Startup"}


class Line(NamedTuple):
    """One line of one program."""

    t: Millis
    program: str
    event: str


def lines_of(case: Case, records: Iterable[Any]) -> list[Line]:
    """The lines of all programs of the case's Pod, in the order in which they were logged."""
    book = _Logbook(case)
    for record in records:
        if isinstance(record, Logged) and record.pod == book.pod:
            book.lines.append(Line(record.t, record.container, record.text))
        elif isinstance(record, ProcessChanged) and record.pod == book.pod:
            book.note(record)
    return sorted(book.lines, key=lambda line: line.t)


class _Logbook:
    def __init__(self, case: Case) -> None:
        self.pod: str = case["pod"]["metadata"]["name"]
        self.programs: dict[str, dict[str, Any]] = case["programs"]
        self.lines: list[Line] = []
        self.open: dict[str, Millis] = {}

    def note(self, record: ProcessChanged) -> None:
        if record.what == "hook-start":
            self._begin(f"{_HOOKS[record.hook]}-{record.container}", record.t)
        elif record.what == "hook-end":
            self._end(f"{_HOOKS[record.hook]}-{record.container}", record.t)
        elif record.what == "probe":
            label = f"{_PROBES[record.probe]}-{record.container}"
            self._begin(label, record.t)
            self._end(label, record.t)
        elif record.what == "exit":
            self._cut_short(record.container, record.t)

    def _begin(self, label: str, t: Millis) -> None:
        program = self.programs.get(label)
        if program is None:
            return
        self.open[label] = t
        self.lines.append(Line(t, label, STARTING))
        self.lines.append(Line(t + round(program["startDelay"] * 1000), label, STARTED))

    def _end(self, label: str, t: Millis) -> None:
        if self.open.pop(label, None) is not None:
            self.lines.append(Line(t, label, EXITING))

    def _cut_short(self, container: str, t: Millis) -> None:
        """Programs in a container end with it: what they would have logged later is unsaid."""
        for label in [each for each in self.open if each.endswith(f"-{container}")]:
            del self.open[label]
            self.lines = [line for line in self.lines if line.program != label or line.t <= t]
            if self.programs[label].get("loopForever"):
                self.lines.append(Line(t, label, LOOPING))
