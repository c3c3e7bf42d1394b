"""A picture of a trace for the terminal: a lane for each thing that has states or marks.

0s              15s             30s
web
  STATUS      Pending│Running─────────│Terminating
  app         ░░░▒▒███████████████████▒▒✕
    readiness    ✗✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged
from lifecycle.sessions.duration import format_duration
from lifecycle.sessions.podline import pod_line, summary_of

LABELS = 20
TICK_CELLS = 16
LEGEND = (
    "░ waiting  ▒ running  █ ready  ■ exit 0  ✕ other exit   ✓ ✗ probes   T K signals   "
    "• ▲ events (Normal, Warning)   $ commands"
)
STATES = {"waiting": "░", "running": "▒", "terminated": " "}
RESULTS = {"success": "✓", "failure": "✗"}
NICE_MS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000)


class Scale:
    """Moments to cells."""

    def __init__(self, until_ms: Millis, cells: int) -> None:
        self.until_ms, self.cells = max(until_ms, 1), cells

    def cell(self, at_ms: Millis) -> int:
        """The cell in which the moment lies."""
        return min(self.cells - 1, at_ms * self.cells // self.until_ms)


class Lane:
    """One line of the picture: stretches that last until the next, or marks, or both."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stretches: list[tuple[Millis, str]] = []
        self.marks: list[tuple[Millis, str]] = []

    def stretch(self, at_ms: Millis, state: str) -> None:
        """From that moment on it is so."""
        if not self.stretches or self.stretches[-1][1] != state:
            self.stretches.append((at_ms, state))

    def draw(self, scale: Scale) -> str:
        """The lane's cells; later marks hide earlier ones, but none hides a failure."""
        cells = [" "] * scale.cells
        ends = [at for at, _ in self.stretches[1:]] + [scale.until_ms]
        for (start, state), end in zip(self.stretches, ends):
            first, last = scale.cell(start), max(scale.cell(end), scale.cell(start) + 1)
            cells[first:last] = _fill(state, last - first)
        del cells[scale.cells :]
        for at_ms, mark in self.marks:
            if cells[scale.cell(at_ms)] not in ("✗", "✕", "▲"):
                cells[scale.cell(at_ms)] = mark
        return "".join(cells).rstrip()


def _fill(state: str, width: int) -> str:
    if len(state) == 1 or not state:
        return (state or " ") * width
    return (
        (state[: width - 1] + "│").rjust(width, "│")
        if len(state) >= width
        else (state + "─" * (width - len(state) - 1) + "│")
    )


class Picture:
    """All lanes, by Pod, in the order in which they first showed something."""

    def __init__(self) -> None:
        self.inputs = Lane("commands")
        self.pods: dict[tuple[str, str], dict[str, Lane]] = {}

    def lane(self, pod: tuple[str, str], name: str, after: str = "") -> Lane:
        """The lane of that name; a new one of a container's stands below the container."""
        lanes = self.pods.setdefault(pod, {})
        if name not in lanes:
            order = list(lanes)
            place = len(order)
            if after in lanes:
                place = order.index(after) + 1
                while place < len(order) and lanes[order[place]].name.startswith("  "):
                    place += 1
            order.insert(place, name)
            lanes[name] = Lane(f"  {name.partition(' ')[2]}" if after else name)
            self.pods[pod] = {key: lanes[key] for key in order}
        return self.pods[pod][name]

    def take(self, record: Any) -> None:
        """Draw a record."""
        if isinstance(record, InputTaken):
            self.inputs.marks.append((record.t, "$"))
        elif isinstance(record, ProcessChanged):
            self._process(record)
        elif isinstance(record, ObjectChanged) and record.kind == "Pod":
            self._pod(record)
        elif isinstance(record, ObjectChanged) and record.kind == "Event":
            involved = record.object.involvedObject
            if involved.kind == "Pod" and record.verb != "deleted":
                mark = "▲" if record.object.type == "Warning" else "•"
                pod = (record.namespace, involved.name)
                self.lane(pod, "events").marks.append((record.t, mark))

    def _pod(self, record: ObjectChanged) -> None:
        pod = (record.namespace, record.name)
        if record.verb == "deleted":
            for lane in self.pods.get(pod, {}).values():
                lane.stretch(record.t, "")
            return
        summary = summary_of(record)
        self.lane(pod, "STATUS").stretch(record.t, summary.status)
        for container in pod_line(record.object)["containers"]:
            state = "█" if container["ready"] and container["state"] == "running" else None
            lane = self.lane(pod, container["name"])
            lane.stretch(record.t, state or STATES[container["state"]])
        self.lane(pod, "events")

    def _process(self, record: ProcessChanged) -> None:
        pod, what = (record.namespace, record.pod), record.what
        if what in ("exit", "oom"):
            mark = "■" if record.exit_code == 0 else "✕"
            self.lane(pod, record.container).marks.append((record.t, mark))
        elif what == "signal" and record.container:
            self.lane(pod, record.container).marks.append((record.t, record.signal[:1]))
        elif what == "probe":
            name = f"{record.container} {record.probe}"
            lane = self.lane(pod, name, after=record.container)
            lane.marks.append((record.t, RESULTS.get(record.result, "?")))


def timeline(records: Iterable[Any], until_ms: Millis, width: int = 100) -> Iterator[str]:
    """The picture, line by line."""
    picture = Picture()
    for record in records:
        picture.take(record)
    scale = Scale(until_ms, max(20, width - LABELS))
    yield " " * LABELS + _axis(scale)
    if drawn := picture.inputs.draw(scale):
        yield f"{'commands':<{LABELS}}{drawn}"
    for (namespace, name), lanes in picture.pods.items():
        yield name if namespace == "default" else f"{namespace}/{name}"
        for lane in sorted(lanes.values(), key=rank):
            yield f"  {lane.name:<{LABELS - 3}.{LABELS - 3}} {lane.draw(scale)}".rstrip()
    yield ""
    yield LEGEND


def rank(lane: Lane) -> int:
    return {"STATUS": 0, "events": 2}.get(lane.name, 1)


def round_step(wish_ms: float, nice: tuple[Millis, ...] = NICE_MS) -> Millis:
    """The first round distance of an axis' moments that is no shorter than the wish."""
    return next((step for step in nice if step >= wish_ms), int(-(-wish_ms // nice[-1]) * nice[-1]))


def _axis(scale: Scale) -> str:
    """Moments above the cells in which they lie, at round distances."""
    wish = scale.until_ms * TICK_CELLS // scale.cells
    step = round_step(wish)
    axis = ""
    for at_ms in range(0, scale.until_ms, step):
        axis = axis.ljust(scale.cell(at_ms)) + format_duration(at_ms)
    return axis
