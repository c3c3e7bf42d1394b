"""Words of users made harmless for the formats that give signs a meaning."""

import re
from unicodedata import east_asian_width

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence

LONGEST = 120
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BAR = re.compile(r"[^\w .,()/+\-=]+")
_MESSAGE = re.compile(r"[#;<>{}%\"`\\]+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """Without control characters and line breaks, and not longer than that."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def signs(text: str) -> int:
    """How wide it is, in Latin signs: a Chinese one is as wide as two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def name(text: str) -> str:
    """For Mermaid where a name stands: without any sign that might end it."""
    return " ".join(_BAR.sub(" ", one_line(text)).split()) or "-"


def message(text: str) -> str:
    """For Mermaid where words come last, or in quotes: without `;`, `#`, `%` and brackets."""
    return " ".join(_MESSAGE.sub(" ", one_line(text)).split()) or "-"


def moment(at_ms: Millis) -> Sentence:
    """`75.2 s`, as the page says it."""
    return Sentence("%(seconds)s s", seconds=f"{at_ms / 1000:.3f}".rstrip("0").rstrip("."))
