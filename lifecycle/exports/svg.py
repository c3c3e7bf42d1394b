"""A trace as an SVG: the lanes of each Pod on one axis, in the page's colours.

Every state has its colour and its word, and what waits, ends or failed a hatch as well: the
picture speaks in black and white too. It holds no script, no style sheet and no address.
"""

from collections.abc import Iterable, Iterator
from html import escape

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.axis import round_step
from lifecycle.exports.lanes import (
    ENDING,
    FAILED,
    READY,
    RUNNING,
    SUCCEEDED,
    WAITING,
    Lane,
    Mark,
    Stretch,
    pod_lanes,
)
from lifecycle.exports.text import moment, one_line, signs
from lifecycle.sentence import Say, Sentence

WIDTH, LABELS, MARGIN = 1200, 190, 24
HEAD, ROW, BAR, GAP = 76, 30, 22, 18
MOST_LANES = 60
SIGN_WIDTH = 6.8
TICKS = 10

PAPER, SURFACE, LINE, INK, INK2 = "#f7f1e5", "#fffcf5", "#d8ccb4", "#211a14", "#5a4e41"
FILLS = {
    WAITING: ("#f0b429", "#211a14"),
    RUNNING: ("#00579a", "#ffffff"),
    READY: ("#00775a", "#ffffff"),
    ENDING: ("#94447a", "#ffffff"),
    SUCCEEDED: ("#40372d", "#ffffff"),
    FAILED: ("#c24400", "#ffffff"),
}
HATCHES = {WAITING: "#a66f00", ENDING: "#b86aa0", FAILED: "#8e3100"}
FONT = (
    "Atkinson Hyperlegible Next Variable, Atkinson Hyperlegible Next, system-ui, Segoe UI, Roboto, "
    "Noto Sans, PingFang SC, Hiragino Sans GB, Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, "
    "Microsoft YaHei, WenQuanYi Micro Hei, Noto Sans SC Variable, sans-serif"
)
"""Where the page's own letters are not at hand, what each system has for Latin and Chinese."""


class _Axis:
    def __init__(self, until_ms: Millis) -> None:
        self.until_ms = max(1, until_ms)
        self._scale = (WIDTH - LABELS - 2 * MARGIN) / self.until_ms

    def x(self, at_ms: Millis) -> float:
        return round(MARGIN + LABELS + min(at_ms, self.until_ms) * self._scale, 1)

    def ticks(self) -> range:
        return range(0, self.until_ms + 1, round_step(self.until_ms / TICKS))


def svg(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The SVG's text; `MOST_LANES` lanes at most, and that is said."""
    axis, y = _Axis(until_ms), HEAD
    parts: list[str] = []
    lanes = [(pod, lane) for pod in pod_lanes(records, until_ms, say) for lane in pod.lanes]
    seen = ""
    for pod, lane in lanes[:MOST_LANES]:
        if pod.uid != seen:
            y += GAP if seen else 0
            parts.append(_text(MARGIN, y + 16, pod.name, 15, INK, bold=True))
            seen, y = pod.uid, y + ROW
        parts += _lane(lane, y, axis, say)
        y += ROW
    if len(lanes) > MOST_LANES:
        told = Sentence("%(n)s more lanes are left out.", n=len(lanes) - MOST_LANES)
        parts.append(_text(MARGIN, y + 16, say(told), 13, INK2))
        y += ROW
    head = [_text(MARGIN, 34, one_line(title or "podviz", 90), 20, INK, bold=True)]
    return _document(y + MARGIN, [*head, *_ruled(axis, y, say), *parts], title)


def _document(height: int, parts: list[str], title: str) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}">',
            f"<title>{_escaped(title or 'podviz')}</title>",
            f"<defs>{''.join(_hatches())}</defs>",
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _hatches() -> Iterator[str]:
    for tone, stroke in HATCHES.items():
        turn = 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
        yield f'<pattern id="{tone}" width="7" height="7" {turn}>'
        yield f'<rect width="7" height="7" fill="{FILLS[tone][0]}"/>'
        yield f'<rect width="2" height="7" fill="{stroke}"/></pattern>'


def _ruled(axis: _Axis, bottom: float, say: Say) -> Iterator[str]:
    for at_ms in axis.ticks():
        x = axis.x(at_ms)
        yield f'<path d="M{x} {HEAD - 12}V{bottom}" stroke="{LINE}" stroke-dasharray="2 4"/>'
        yield _text(x, HEAD - 18, say(moment(at_ms)), 12, INK2, anchor="middle")


def _lane(lane: Lane, y: float, axis: _Axis, say: Say) -> Iterator[str]:
    yield _text(MARGIN + 12, y + 15, one_line(lane.name, 24), 13, INK2)
    for stretch in lane.stretches:
        yield from _bar(stretch, y, axis, say)
    for mark in lane.marks:
        yield _mark(mark, y, axis, say)


def _bar(stretch: Stretch, y: float, axis: _Axis, say: Say) -> Iterator[str]:
    fill, ink = FILLS[stretch.tone]
    x = axis.x(stretch.start)
    width = max(1.0, round(axis.x(stretch.end) - x - 1, 1))
    paint = f"url(#{stretch.tone})" if stretch.tone in HATCHES else fill
    told = Sentence(
        "%(state)s, %(start)s to %(end)s s",
        state=stretch.text,
        start=f"{stretch.start / 1000:g}",
        end=f"{stretch.end / 1000:g}",
    )
    yield (
        f'<rect x="{x}" y="{y}" width="{width}" height="{BAR}" rx="{min(11, width / 2):g}" '
        f'fill="{paint}"><title>{_escaped(say(told))}</title></rect>'
    )
    if signs(stretch.text) * SIGN_WIDTH + 12 < width:
        yield _text(x + 7, y + 15, stretch.text, 12, ink, halo="" if paint == fill else fill)


def _mark(mark: Mark, y: float, axis: _Axis, say: Say) -> str:
    x, middle = axis.x(mark.at), y + BAR / 2
    fill = FILLS[mark.tone][0]
    words = Sentence("%(what)s, %(moment)s", what=mark.text, moment=moment(mark.at))
    told = f"<title>{_escaped(say(words))}</title>"
    if mark.tone == FAILED:
        path = f"M{x} {middle - 6}l6 6l-6 6l-6 -6z"
        return f'<path d="{path}" fill="{fill}" stroke="{SURFACE}">{told}</path>'
    return f'<circle cx="{x}" cy="{middle}" r="5" fill="{fill}" stroke="{SURFACE}">{told}</circle>'


def _text(
    x: float,
    y: float,
    text: str,
    size: int,
    fill: str,
    *,
    bold: bool = False,
    anchor: str = "start",
    halo: str = "",
) -> str:
    weight = ' font-weight="700"' if bold else ""
    if halo:
        weight += f' stroke="{halo}" stroke-width="4" paint-order="stroke"'
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}'
    return f"<text {place}>{_escaped(text)}</text>"


def _escaped(text: str) -> str:
    return escape("".join(sign for sign in text if sign.isprintable()))
