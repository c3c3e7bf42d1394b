"""Static files within one page, so that it works from a disk with no server.

A module of ours is named `podviz/PATH` there, and an import map leads each name to a `data:`
address; relative imports are turned into such names, for a `data:` address has no folder.
"""

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from podviz.modules import reachable
from podviz.npm import import_paths

_RELATIVE = re.compile(r"""(\b(?:from|import)\s*\(?\s*["'])(\.{1,2}/[^"']+)(["'])""")
_ADDRESS = re.compile(r"""url\(["']?\./([^"')]+)["']?\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"@font-face\s*{[^}]*}")
KEPT_FONT = "-latin-wght-normal"
"""Of the fonts only what English needs is taken along; the system's own do the rest."""


def text_of(path: str) -> str:
    """The text of a static file."""
    return Path(file_of(path)).read_text(encoding="utf-8")


def file_of(path: str) -> str:
    """Where a static file lies; FileNotFoundError where there is none."""
    file = finders.find(path)
    if not file:
        raise FileNotFoundError(path)
    return file


@cache
def style(path: str) -> str:
    """A style sheet, with the fonts that it names."""
    css = _COMMENT.sub("", text_of(path))
    css = _FACE.sub(lambda face: face[0] if KEPT_FONT in face[0] else "", css)
    folder = posixpath.dirname(path)
    return _ADDRESS.sub(lambda found: f"url({_data(f'{folder}/{found[1]}')})", css)


def _data(path: str) -> str:
    return _encoded(Path(file_of(path)).read_bytes(), "font/woff2")


def _encoded(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def modules(entry: str, without: str) -> dict[str, str]:
    """The import map of all that a module needs, now or later: names to `data:` addresses.

    What lies below `without` is left out, and can't be asked for on that page.
    """
    paths = reachable([entry], without)
    ours = {f"podviz/{path}": _module(path, frozenset(paths)) for path in paths}
    return {**ours, **{name: ours[f"podviz/{path}"] for name, path in _bare(paths)}}


def _bare(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names by which npm's modules call each other, `lit-html/directive.js` too."""
    for path in paths:
        for name, target in import_paths().items():
            if path == target:
                yield name, path
            elif name.endswith("/") and path.startswith(target):
                yield name + path.removeprefix(target), path


@cache
def _module(path: str, known: frozenset[str]) -> str:
    folder = posixpath.dirname(path)

    def renamed(found: re.Match[str]) -> str:
        wanted = posixpath.normpath(posixpath.join(folder, found[2]))
        return f"{found[1]}podviz/{wanted}{found[3]}" if wanted in known else found[0]

    text = _RELATIVE.sub(renamed, text_of(path))
    return _encoded(text.encode(), "text/javascript")


def stylesheets(template: str) -> list[str]:
    """The static paths that a template's `<link rel="stylesheet">` lines name, in order."""
    text = (settings.BASE_DIR / "templates" / template).read_text(encoding="utf-8")
    return re.findall(r"""rel="stylesheet" href="{% static '([^']+)' %}""", text)
