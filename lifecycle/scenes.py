"""The library of scenes: the scenario files that come with podviz.

A file's number gives its place in the library and is no part of the scene's name.
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenariofile import load
from lifecycle.teaching.check import check_teaching

FOLDER = Path(__file__).resolve().parent / "scenarios"


@cache
def _loaded(path: Path, modified_ns: int) -> Scenario:
    return load(path.read_text(encoding="utf-8"), path.name, check_teaching)


@cache
def _files() -> dict[str, Path]:
    return {path.stem.lstrip("0123456789-"): path for path in sorted(FOLDER.glob("*.yaml"))}


def names() -> list[str]:
    """The names of all scenes, in the order of the library."""
    return list(_files())


def scene(name: str) -> Scenario | None:
    """The scene of that name; while developing, as its file is now."""
    path = _files().get(name)
    if path is None:
        return None
    return _loaded(path, path.stat().st_mtime_ns if settings.DEBUG else 0)


def first() -> str:
    """The scene that a new visitor sees; none only when the library is empty."""
    return next(iter(names()), "")


def listing() -> list[dict[str, Any]]:
    """What the library shows of each scene."""
    return [
        {
            "name": name,
            "title": found.title,
            "summary": found.summary,
            "question": found.question,
        }
        for name in names()
        if (found := scene(name)) is not None
    ]
