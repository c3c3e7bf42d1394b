"""Every text that is marked for translation: in Python, in templates, in JavaScript.

Babel reads Python; Django turns a template into something like Python that xgettext reads, and
so does Babel once the lines are not indented. Scripts call `gettext` inside templates inside
templates, where Babel loses its way; but always with a literal, and that is easy to see.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "Sentence")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
LITERAL = r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
SCRIPT = re.compile(rf"\b(?:ngettext\(\s*{LITERAL},\s*{LITERAL}|gettext\(\s*{LITERAL})")
Found = Iterator[tuple[Any, str | None]]


def django() -> Catalog:
    """The texts that the server says."""
    found = Catalog()
    for name in ("lifecycle", "podviz"):
        for file in sorted((ROOT / name).rglob("*.py")):
            _add(found, file, _called(file.read_bytes()))
    for file in sorted((ROOT / "templates").rglob("*.html")):
        _add(found, file, _called(_as_python(file)))
    return found


def djangojs() -> Catalog:
    """The texts that the page's scripts say."""
    found = Catalog()
    for file in sorted((ROOT / "static" / "js").rglob("*.js")):
        _add(found, file, _called_in_script(file.read_text(encoding="utf-8")))
    return found


DOMAINS = {"django": django, "djangojs": djangojs}


def _as_python(template: Path) -> bytes:
    lines = templatize(template.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def _called(source: bytes) -> Found:
    for _line, text, _comments, context in extract("python", BytesIO(source), keywords=PYTHON):
        yield text, context


def _called_in_script(source: str) -> Found:
    for call in SCRIPT.finditer(source):
        texts = tuple(ast.literal_eval(text) for text in call.groups() if text)
        yield texts if len(texts) > 1 else texts[0], None


def _add(found: Catalog, file: Path, texts: Found) -> None:
    place = [(file.relative_to(ROOT).as_posix(), None)]
    for text, context in texts:
        if text:
            found.add(text, locations=place, context=context)
