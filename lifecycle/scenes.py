"""The library of scenes: a class's own folder, if there is one, and the files of podviz.

A file's number gives its place in the library and is no part of the scene's name. A scene of
the class comes before those of podviz, and in place of one of the same name.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lifecycle.sessions.scenario import Scenario, ScenarioError
from lifecycle.sessions.scenariofile import load
from lifecycle.teaching.check import check_teaching

FOLDER = Path(__file__).resolve().parent / "scenarios"


@cache
def _loaded(path: Path, modified_ns: int) -> Scenario:
    return load(path.read_text(encoding="utf-8"), path.name, check_teaching)


def _files() -> dict[str, Path]:
    # A class's folder is read again each time: a teacher saves a file and reloads the page.
    own = _in(settings.SCENES) if settings.SCENES else {}
    return own | {name: path for name, path in _shipped().items() if name not in own}


@cache
def _shipped() -> dict[str, Path]:
    return _in(FOLDER)


def _in(folder: Path) -> dict[str, Path]:
    return {path.stem.lstrip("0123456789-"): path for path in sorted(folder.glob("*.yaml"))}


def complaints(folder: Path) -> list[str]:
    """What is wrong with the files of a folder, each with its place."""
    found = []
    for path in _in(folder).values():
        try:
            _loaded(path, path.stat().st_mtime_ns)
        except ScenarioError as error:
            found.append(f"{error.place}: {error.message}")
        except (OSError, UnicodeDecodeError) as error:
            found.append(f"{path.name}: {error}")
    return found


def names() -> list[str]:
    """The names of all scenes, in the order of the library."""
    return list(_files())


def scene(name: str) -> Scenario | None:
    """The scene of that name; while developing, as its file is now."""
    path = _files().get(name)
    if path is None:
        return None
    own = settings.SCENES is not None and path.parent == settings.SCENES
    try:
        return _loaded(path, path.stat().st_mtime_ns if settings.DEBUG or own else 0)
    except (ScenarioError, OSError, UnicodeDecodeError):
        if own:
            return None
        raise


def first() -> str:
    """The scene that a new visitor sees; none only when the library is empty."""
    return next((name for name in names() if scene(name) is not None), "")


def listing(said: Callable[[str, dict[str, dict[str, str]]], str]) -> list[dict[str, Any]]:
    """What the library shows of each scene, in the language that `said` chooses."""
    return [
        {
            "name": name,
            "title": said(found.title, found.translations),
            "summary": said(found.summary, found.translations),
            "question": found.question,
        }
        for name in names()
        if (found := scene(name)) is not None
    ]
