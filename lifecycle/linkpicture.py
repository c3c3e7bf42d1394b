"""The picture of a link, for chats and feeds that show one beside it (Open Graph): its timeline.

Drawn by Pillow in the stage's own colours and typeface, without a browser.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from PIL import Image, ImageDraw

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.axis import round_step
from lifecycle.exports.lanes import (
    ENDING,
    FAILED,
    READY,
    RUNNING,
    SUCCEEDED,
    TOLD,
    WAITING,
    Mark,
    Stretch,
    command_marks,
    pod_lanes,
)
from lifecycle.lettering import Style, length, write
from lifecycle.sentence import Say, Sentence
from lifecycle.sessions.duration import format_duration

WIDTH, HEIGHT = 1200, 630
HEAD, MARGIN, LABELS, ROW, GAP = 120, 48, 250, 44, 10
MOST_ROWS = 8
PAPER, SURFACE, SUNK, LINE = "#f7f1e5", "#fffcf5", "#efe7d6", "#d8ccb4"
INK, INK2, HEAD_INK, MARK = "#211a14", "#5a4e41", "#fffcf5", "#ffe14d"
COLOURS = {
    WAITING: "#f0b429",
    RUNNING: "#00579a",
    READY: "#00775a",
    ENDING: "#94447a",
    FAILED: "#c24400",
    SUCCEEDED: "#40372d",
    TOLD: INK2,
}
STATE = Style(20, 700)


class Row(NamedTuple):
    """One line of the picture; that of a Pod's STATUS is `bold` and bears the Pod's name."""

    label: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    bold: bool = False


def draw(
    title: str, records: Iterable[Record], until_ms: Millis, kubernetes: str, say: Say = str
) -> bytes:
    """The timeline as PNG, its own words in the language of `say`."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    _head(pen, title or "podviz", f"Kubernetes {kubernetes} · {format_duration(until_ms)}")
    chart = _Chart(pen, max(1, until_ms))
    chart.axis()
    shown = islice(rows(list(records), until_ms, say), MOST_ROWS)
    for number, row in enumerate(shown):
        chart.row(HEAD + 66 + number * (ROW + GAP), row)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(pen: ImageDraw.ImageDraw, title: str, about: str) -> None:
    pen.rectangle((0, 0, WIDTH, HEAD), fill=INK)
    shown = _cut(title, Style(40, 700), WIDTH - 2 * MARGIN - 170)
    write(pen, (MARGIN, 22), shown, HEAD_INK, Style(40, 700))
    write(pen, (MARGIN, 76), about, LINE, Style(24))
    pen.line((WIDTH - 200, 48, WIDTH - 178, 48, WIDTH - 160, 72, WIDTH - 136, 72), MARK, 6)
    write(pen, (WIDTH - 124, 42), "podviz", HEAD_INK, Style(30, 800))


def _cut(text: str, style: Style, width: int) -> str:
    """The text in one line, as much of it as fits."""
    text = " ".join(text.split())
    if length(text, style) <= width:
        return text
    while text and length(f"{text}…", style) > width:
        text = text[:-1]
    return f"{text}…"


def rows(records: list[Record], until_ms: Millis, say: Say) -> Iterator[Row]:
    """All lines; the API's names stay, our own are in the language of `say`."""
    if commands := command_marks(records, until_ms):
        yield Row(say(Sentence("commands")), (), commands)
    for pod in pod_lanes(records, until_ms, say):
        for lane in pod.lanes:
            label = lane.probe or lane.container
            yield Row(label or pod.name, lane.stretches, lane.marks, bold=not label)
        yield Row(say(Sentence("events")), (), pod.events)


class _Chart:
    """Lanes over one axis."""

    def __init__(self, pen: ImageDraw.ImageDraw, until_ms: Millis) -> None:
        self._pen, self._until_ms = pen, until_ms

    def _x(self, at_ms: Millis) -> float:
        room = WIDTH - 2 * MARGIN - LABELS
        return MARGIN + LABELS + min(1.0, at_ms / self._until_ms) * room

    def axis(self) -> None:
        """Moments at round distances."""
        wish = self._until_ms // 6
        for at_ms in range(0, self._until_ms + 1, round_step(wish)):
            x = self._x(at_ms)
            self._pen.line((x, HEAD + 52, x, HEIGHT - 24), LINE, 2)
            write(self._pen, (x, HEAD + 20), format_duration(at_ms), INK2, Style(22), "ma")

    def row(self, y: int, row: Row) -> None:
        """One lane: what it is called, its stretches, its marks."""
        if row.bold:
            self._pen.rounded_rectangle(
                (MARGIN - 16, y - 5, WIDTH - MARGIN + 16, y + ROW + 5), 14, fill=SUNK
            )
        style = Style(26, 700 if row.bold else 400)
        label = _cut(row.label, style, LABELS - 24)
        write(self._pen, (MARGIN, y + ROW // 2), label, INK, style, "lm")
        for stretch in row.stretches:
            if not stretch.over:  # its mark says so, and no bar needs to
                self._bar(y, stretch)
        for mark in row.marks:
            self._mark(y + ROW // 2, mark)

    def _bar(self, y: int, stretch: Stretch) -> None:
        left = self._x(stretch.start)
        right = max(self._x(stretch.end) - 2, left + 3)
        radius = min(ROW / 2, (right - left) / 2)
        place = (left, y + 4, right, y + ROW - 4)
        self._pen.rounded_rectangle(place, radius, fill=COLOURS[stretch.tone])
        if length(stretch.text, STATE) < right - left - 20:
            ink = INK if stretch.tone == WAITING else HEAD_INK
            write(self._pen, (left + 12, y + ROW // 2), stretch.text, ink, STATE, "lm")

    def _mark(self, y: int, mark: Mark) -> None:
        x, half, colour = self._x(mark.at), 9, COLOURS[mark.tone]
        if mark.what in ("exit", "oom", "command"):
            self._pen.rectangle((x - half, y - half, x + half, y + half), colour, SURFACE)
        elif mark.tone == FAILED:
            points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
            self._pen.polygon(points, fill=colour, outline=SURFACE)
        else:
            self._pen.ellipse((x - half, y - half, x + half, y + half), colour, SURFACE, 2)
