"""The picture of a link, for chats and feeds that show one beside it (Open Graph): its timeline.

Drawn by Pillow in the stage's own colours and typeface, without a browser.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sessions.duration import format_duration
from lifecycle.sessions.timeline import Lane, Picture, rank, round_step

WIDTH, HEIGHT = 1200, 630
HEAD, MARGIN, LABELS, ROW, GAP = 120, 48, 250, 44, 10
MOST_ROWS = 8
PAPER, SURFACE, SUNK, LINE = "#f7f1e5", "#fffcf5", "#efe7d6", "#d8ccb4"
INK, INK2, HEAD_INK, MARK = "#211a14", "#5a4e41", "#fffcf5", "#ffe14d"
WAIT, RUN, READY, TERM, FAIL, DONE = (
    "#f0b429",
    "#00579a",
    "#00775a",
    "#94447a",
    "#c24400",
    "#40372d",
)
STATES = {"░": WAIT, "▒": RUN, "█": READY}
STATUSES = {"Running": READY, "Terminating": TERM, "Completed": DONE, "Succeeded": DONE}
WAITING = ("Pending", "ContainerCreating", "PodInitializing", "Init:", "SchedulingGated")
MARKS = {"✓": READY, "✗": FAIL, "✕": FAIL, "■": DONE, "▲": FAIL, "•": INK2, "$": INK}
FONT = "@fontsource-variable/atkinson-hyperlegible-next/files"
FACE = f"{FONT}/atkinson-hyperlegible-next-latin-wght-normal.woff2"


class Row(NamedTuple):
    """One lane, with what it is called in the picture."""

    label: str
    lane: Lane
    bold: bool


@cache
def _font(size: int, weight: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(settings.NODE_MODULES / FACE, size)
        font.set_variation_by_axes([weight])
    except OSError:
        return ImageFont.load_default(size)
    return font


def draw(title: str, records: Iterable[Any], until_ms: Millis, kubernetes: str) -> bytes:
    """The timeline as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    _head(pen, title or "podviz", f"Kubernetes {kubernetes} · {format_duration(until_ms)}")
    story = Picture()
    for record in records:
        story.take(record)
    rows = _rows(story)
    chart = _Chart(pen, max(1, until_ms))
    chart.axis()
    for number, row in enumerate(rows[:MOST_ROWS]):
        chart.row(HEAD + 66 + number * (ROW + GAP), row)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(pen: ImageDraw.ImageDraw, title: str, about: str) -> None:
    pen.rectangle((0, 0, WIDTH, HEAD), fill=INK)
    pen.text((MARGIN, 22), _cut(title, 40, WIDTH - 2 * MARGIN - 170), HEAD_INK, _font(40, 700))
    pen.text((MARGIN, 76), about, LINE, _font(24, 400))
    pen.line((WIDTH - 200, 48, WIDTH - 178, 48, WIDTH - 160, 72, WIDTH - 136, 72), MARK, 6)
    pen.text((WIDTH - 124, 42), "podviz", HEAD_INK, _font(30, 800))


def _cut(text: str, size: int, width: int) -> str:
    """The text in one line, as much of it as fits."""
    text, font = " ".join(text.split()), _font(size, 700)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def _rows(story: Picture) -> list[Row]:
    rows = [Row("commands", story.inputs, False)] if story.inputs.marks else []
    for (_, name), lanes in story.pods.items():
        for lane in sorted(lanes.values(), key=rank):
            is_status = lane.name == "STATUS"
            rows.append(Row(name if is_status else lane.name.strip(), lane, is_status))
    return rows


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
            self._pen.text((x, HEAD + 20), format_duration(at_ms), INK2, _font(22, 400), "ma")

    def row(self, y: int, row: Row) -> None:
        """One lane: what it is called, its stretches, its marks."""
        if row.bold:
            self._pen.rounded_rectangle(
                (MARGIN - 16, y - 5, WIDTH - MARGIN + 16, y + ROW + 5), 14, fill=SUNK
            )
        font = _font(26, 700 if row.bold else 400)
        label = _cut(row.label, 26, LABELS - 24)
        self._pen.text((MARGIN, y + ROW // 2), label, INK, font, "lm")
        ends = [at for at, _ in row.lane.stretches[1:]] + [self._until_ms]
        for (start, state), end in zip(row.lane.stretches, ends):
            if start < self._until_ms and (colour := _colour(state)):
                self._bar(y, self._x(start), self._x(end), colour, state)
        for at_ms, mark in row.lane.marks:
            if at_ms <= self._until_ms:
                self._mark(self._x(at_ms), y + ROW // 2, mark)

    def _bar(self, y: int, left: float, right: float, colour: str, state: str) -> None:
        right = max(right - 2, left + 3)
        radius = min(ROW / 2, (right - left) / 2)
        self._pen.rounded_rectangle((left, y + 4, right, y + ROW - 4), radius, fill=colour)
        if len(state) > 1 and _font(20, 700).getlength(state) < right - left - 20:
            ink = INK if colour == WAIT else HEAD_INK
            self._pen.text((left + 12, y + ROW // 2), state, ink, _font(20, 700), "lm")

    def _mark(self, x: float, y: int, mark: str) -> None:
        colour, half = MARKS.get(mark, DONE), 9
        if mark in "✗▲":
            points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
            self._pen.polygon(points, fill=colour, outline=SURFACE)
        elif mark in "✕■$":
            self._pen.rectangle((x - half, y - half, x + half, y + half), colour, SURFACE)
        else:
            self._pen.ellipse((x - half, y - half, x + half, y + half), colour, SURFACE, 2)


def _colour(state: str) -> str | None:
    """The colour of a state of a container, or of a Pod's STATUS; None for nothing at all."""
    if not state.strip():
        return None
    if state in STATES:
        return STATES[state]
    if state.startswith(WAITING):
        return FAIL if state.partition(":")[2] in ("Error", "CrashLoopBackOff") else WAIT
    return STATUSES.get(state, FAIL)
