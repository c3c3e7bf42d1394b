"""The npm modules that package.json names, and what they need, as static files.

A module `lit-html` is served below `npm/lit-html/`, as it lies in node_modules, and an
import map tells the browser which file each bare name means. Nothing is bundled.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from js_asset import ImportMap

SERVED = (".js", ".css", ".woff2")
CONDITIONS = ("browser", "import", "default")


class Package(NamedTuple):
    """One folder of node_modules; `entry` is the file that its bare name means, if any."""

    name: str
    folder: Path
    entry: str
    has_subpaths: bool


def _file_of(target: Any) -> str:
    """The file behind an entry of `exports`, which may be nested by condition."""
    while isinstance(target, dict):
        target = next((target[c] for c in CONDITIONS if c in target), "")
    return (target or "").removeprefix("./")


def _package(name: str, folder: Path, about: dict[str, Any]) -> Package:
    exports = about.get("exports") or {}
    main = exports.get(".", exports) if isinstance(exports, dict) else exports
    entry = _file_of(main) or about.get("module", "")
    has_subpaths = isinstance(exports, dict) and any(key.startswith("./") for key in exports)
    return Package(name, folder, entry if entry.endswith(".js") else "", has_subpaths)


@cache
def packages() -> tuple[Package, ...]:
    """The dependencies of package.json and theirs in turn, as far as they are installed."""
    wanted = list(json.loads((settings.BASE_DIR / "package.json").read_text())["dependencies"])
    found: dict[str, Package] = {}
    while wanted:
        name = wanted.pop()
        folder = settings.NODE_MODULES / name
        if name in found or not (folder / "package.json").is_file():
            continue
        about = json.loads((folder / "package.json").read_text())
        found[name] = _package(name, folder, about)
        wanted += about.get("dependencies", {})
    return tuple(found[name] for name in sorted(found))


@cache
def import_paths() -> dict[str, str]:
    """Bare names to static paths.

    A package that exports files below its name gets its folder, too.
    """
    paths = {}
    for package in packages():
        if package.entry:
            paths[package.name] = f"npm/{package.name}/{package.entry}"
            if package.has_subpaths:
                paths[f"{package.name}/"] = f"npm/{package.name}/"
    return paths


@cache
def import_map() -> ImportMap:
    """The import map of every page."""
    return ImportMap(import_paths())


class NpmFinder(BaseFinder):
    """Finds `npm/PACKAGE/FILE` in node_modules, for the packages above and nothing else."""

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        """The file at that address below `npm/`, or an empty list."""
        for package in packages():
            prefix = f"npm/{package.name}/"
            if path.startswith(prefix) and path.endswith(SERVED):
                file = (package.folder / path[len(prefix) :]).resolve()
                if file.is_relative_to(package.folder.resolve()) and file.is_file():
                    return [str(file)] if find_all else str(file)
        return []

    def check(self, **kwargs: Any) -> list[Any]:
        """Missing modules are reported by `lifecycle.checks`, with a remedy."""
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every file that may be served, with the storage that opens it."""
        for package in packages():
            storage = FileSystemStorage(location=package.folder)
            storage.prefix = f"npm/{package.name}"
            for file in sorted(package.folder.rglob("*")):
                if file.suffix in SERVED and file.is_file():
                    yield file.relative_to(package.folder).as_posix(), storage
