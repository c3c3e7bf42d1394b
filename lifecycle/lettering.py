"""Letters for pictures that are drawn without a browser, in the page's own typefaces.

Latin letters are one file. Chinese ones come in a hundred pieces, told apart by the style sheet
that browsers read; so a text is written stretch by stretch, each in the piece that has it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width

from django.conf import settings
from PIL import ImageDraw, ImageFont

Font = ImageFont.ImageFont | ImageFont.FreeTypeFont
FONTS = "@fontsource-variable"
_NAME = "atkinson-hyperlegible-next"
LATIN = f"{FONTS}/{_NAME}/files/{_NAME}-latin-wght-normal.woff2"
CHINESE = f"{FONTS}/noto-sans-sc"
_FACE = re.compile(r"url\(\./(files/[\w-]+\.woff2)\).*?unicode-range: ([^;]+);", re.DOTALL)
_RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", re.IGNORECASE)


class Style(NamedTuple):
    """How letters look: their size in pixels and their weight, 100 to 900."""

    size: int
    weight: int = 400


def length(text: str, style: Style) -> float:
    """How wide a text is, in pixels."""
    return sum(font.getlength(part) for part, font in _parts(text, style))


def write(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    colour: str,
    style: Style,
    anchor: str = "la",
) -> None:
    """Write a text; `anchor` is Pillow's: l or m of its width, a or m of its height."""
    x, y = at
    if anchor[0] == "m":
        x -= length(text, style) / 2
    y += _baseline(style, anchor[1])
    for part, font in _parts(text, style):
        pen.text((x, y), part, colour, font, "ls")
        x += font.getlength(part)


def _baseline(style: Style, anchor: str) -> float:
    """How far the Latin letters' line lies below where the text is put."""
    font = _font(LATIN, style)
    ascent, descent = font.getmetrics() if hasattr(font, "getmetrics") else (style.size, 0)
    return ascent if anchor == "a" else (ascent - descent) / 2


def _parts(text: str, style: Style) -> Iterator[tuple[str, Font]]:
    for file, signs in groupby(text, _file_of):
        yield "".join(signs), _font(file, style)


def _file_of(sign: str) -> str:
    """The file that has a sign; what nobody has is a box of the Latin one."""
    if east_asian_width(sign) not in "WF":
        return LATIN
    starts, pieces = _pieces()
    at = bisect_right(starts, ord(sign)) - 1
    if at < 0 or ord(sign) > pieces[at][0]:
        return LATIN
    return pieces[at][1]


@cache
def _pieces() -> tuple[list[int], list[tuple[int, str]]]:
    """First code of each stretch of signs, and beside it the last one and the file that has it."""
    try:
        sheet = (settings.NODE_MODULES / CHINESE / "index.css").read_text(encoding="utf-8")
    except OSError:
        return [], []
    found = sorted(
        (int(first, 16), int(last or first, 16), f"{CHINESE}/{file}")
        for file, ranges in _FACE.findall(sheet)
        for first, last in _RANGE.findall(ranges)
    )
    return [first for first, _, _ in found], [(last, file) for _, last, file in found]


@cache
def _font(file: str, style: Style) -> Font:
    try:
        font = ImageFont.truetype(settings.NODE_MODULES / file, style.size)
        font.set_variation_by_axes([style.weight])
    except OSError:
        return ImageFont.load_default(style.size)
    return font
