"""Which modules a page needs, found by following their imports, so that all load at once.

Without being told, a browser discovers them layer by layer, a round trip each.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from podviz.npm import import_paths

_IMPORT = re.compile(
    r"""(?:^|[;}\n])\s*(?:import|export)\b(?:[^"'();]*?\bfrom)?\s*["']([^"']+)["']"""
)
_LATE = re.compile(r"""\bawait import\(\s*["'](\.{1,2}/[^"']+)["']""")
_found: dict[str, tuple[str, ...]] = {}


def needed_by(entry: str) -> tuple[str, ...]:
    """The static paths of all modules that the entry imports, itself first."""
    if settings.DEBUG or entry not in _found:
        _found[entry] = tuple(_follow(entry))
    return _found[entry]


def _follow(entry: str) -> Iterator[str]:
    seen, waiting = {entry}, [entry]
    while waiting:
        path = waiting.pop(0)
        file = finders.find(path)
        if not file:
            continue
        yield path
        for name in _IMPORT.findall(Path(file).read_text(encoding="utf-8")):
            wanted = _resolved(name, path)
            if wanted and wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)


def reachable(entries: Iterable[str], without: str | None = None) -> list[str]:
    """All that these modules need, now or later; of what comes later, nothing below `without`."""
    found: dict[str, None] = {}
    waiting = list(entries)
    while waiting:
        for path in needed_by(waiting.pop()):
            if path not in found:
                found[path] = None
                waiting += [
                    name for name in late(path) if without is None or not name.startswith(without)
                ]
    return list(found)


def late(path: str) -> list[str]:
    """The modules that this one fetches only when they are wanted."""
    file = finders.find(path)
    text = Path(file).read_text(encoding="utf-8") if file else ""
    folder = posixpath.dirname(path)
    named = (posixpath.normpath(posixpath.join(folder, name)) for name in _LATE.findall(text))
    return [name for name in named if finders.find(name)]


def _resolved(name: str, importer: str) -> str:
    """The static path behind the name in an import; empty where the map has none."""
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
    paths = import_paths()
    if name in paths:
        return paths[name]
    prefix = next((key for key in paths if key.endswith("/") and name.startswith(key)), None)
    return paths[prefix] + name[len(prefix) :] if prefix else ""
