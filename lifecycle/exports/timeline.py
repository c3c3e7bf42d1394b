"""A picture of a trace for the terminal: a line for each thing that has states or marks.

0s              15s             30s
web
  STATUS      Pending│Running─────────│Terminating
  app         ░░░▒▒███████████████████▒▒✕
    readiness    ✗✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.axis import round_step
from lifecycle.exports.lanes import (
    FAILED,
    READY,
    RUNNING,
    Lane,
    Mark,
    Stretch,
    command_marks,
    pod_lanes,
)
from lifecycle.sessions.duration import format_duration

LABELS = 20
TICK_CELLS = 16
LEGEND = (
    "░ waiting  ▒ running  █ ready  ■ exit 0  ✕ other exit   ✓ ✗ probes   T K signals   "
    "• ▲ events (Normal, Warning)   $ commands"
)
RESULTS = {READY: "✓", FAILED: "✗"}
FAILURES = ("✗", "✕", "▲")


class Scale:
    """Moments to cells."""

    def __init__(self, until_ms: Millis, cells: int) -> None:
        self.until_ms, self.cells = max(until_ms, 1), cells

    def cell(self, at_ms: Millis) -> int:
        """The cell in which the moment lies."""
        return min(self.cells - 1, at_ms * self.cells // self.until_ms)


def timeline(records: Iterable[Record], until_ms: Millis, width: int = 100) -> Iterator[str]:
    """The picture, line by line."""
    records = list(records)
    scale = Scale(until_ms, max(20, width - LABELS))
    yield " " * LABELS + _axis(scale)
    if commands := command_marks(records, until_ms):
        yield f"{'commands':<{LABELS}}{_cells((), commands, scale)}"
    for pod in pod_lanes(records, until_ms):
        yield pod.name if pod.namespace == "default" else f"{pod.namespace}/{pod.name}"
        for lane in pod.lanes:
            name = f"  {lane.probe}" if lane.probe else lane.name
            yield _line(name, _cells(_drawn(lane, until_ms), lane.marks, scale))
        yield _line("events", _cells((), pod.events, scale))
    yield ""
    yield LEGEND


def _axis(scale: Scale) -> str:
    """Moments above the cells in which they lie, at round distances."""
    step = round_step(scale.until_ms * TICK_CELLS // scale.cells)
    axis = ""
    for at_ms in range(0, scale.until_ms, step):
        axis = axis.ljust(scale.cell(at_ms)) + format_duration(at_ms)
    return axis


def _line(name: str, cells: str) -> str:
    return f"  {name:<{LABELS - 3}.{LABELS - 3}} {cells}".rstrip()


def _drawn(lane: Lane, until_ms: Millis) -> Iterator[tuple[Millis, Millis, str]]:
    """Start, end and what fills the cells: a sign, or the word of a STATUS."""

    def fill(stretch: Stretch) -> str:
        return _sign(stretch) if lane.container else stretch.text

    for text, alike in groupby(lane.stretches, fill):
        first, *more = alike
        yield first.start, (more or [first])[-1].end, text
    if lane.stretches:
        yield lane.stretches[-1].end, until_ms, " "


def _sign(stretch: Stretch) -> str:
    if stretch.over:
        return " "
    return {READY: "█", RUNNING: "▒"}.get(stretch.tone, "░")


def _mark(mark: Mark) -> str:
    match mark.what:
        case "probe":
            return RESULTS.get(mark.tone, "?")
        case "signal":
            return mark.text.removeprefix("SIG")[:1]
        case "event":
            return "▲" if mark.tone == FAILED else "•"
        case "command":
            return "$"
    return "✕" if mark.tone == FAILED else "■"


def _cells(
    stretches: Iterable[tuple[Millis, Millis, str]], marks: Iterable[Mark], scale: Scale
) -> str:
    """A line's cells; later marks hide earlier ones, but none hides a failure."""
    cells = [" "] * scale.cells
    for start, end, text in stretches:
        first, last = scale.cell(start), max(scale.cell(end), scale.cell(start) + 1)
        cells[first:last] = _fill(text, last - first)
    for mark in marks:
        if cells[scale.cell(mark.at)] not in FAILURES:
            cells[scale.cell(mark.at)] = _mark(mark)
    return "".join(cells).rstrip()


def _fill(text: str, width: int) -> str:
    if len(text) == 1:
        return text * width
    return text[: width - 1].ljust(width - 1, "─") + "│"
