"""Which modules a page needs, found by following their imports, so that all load at once.

Without being told, a browser discovers them layer by layer, a round trip each.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from podviz.npm import import_paths

_IMPORT = re.compile(
    r"""(?:^|[;}\n])\s*(?:import|export)\b(?:[^"'();]*?\bfrom)?\s*["']([^"']+)["']"""
)
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


def _resolved(name: str, importer: str) -> str:
    """The static path behind the name in an import; empty where the map has none."""
    if name.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
    paths = import_paths()
    if name in paths:
        return paths[name]
    prefix = next((key for key in paths if key.endswith("/") and name.startswith(key)), None)
    return paths[prefix] + name[len(prefix) :] if prefix else ""
