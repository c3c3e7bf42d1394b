"""The course, the 25 questions and the notes: which scene teaches what.

Three files of `lifecycle/scenarios/course`, each checked here against the names of the scenes.
"""

from collections.abc import Collection
from typing import Literal, TypeVar

import msgspec

from lifecycle.manifests.reader import read

Translations = dict[str, dict[str, str]]


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some scenes under one title."""

    title: str
    scenes: tuple[str, ...]
    about: str = ""


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chapters of scenes, in the order of learning."""

    title: str
    chapters: tuple[Chapter, ...]
    summary: str = ""
    translations: Translations = {}

    @property
    def scenes(self) -> tuple[str, ...]:
        """The names of all its scenes, in order."""
        return tuple(name for chapter in self.chapters for name in chapter.scenes)


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the 25 questions that people keep asking."""

    ask: str
    answer: str
    scenes: tuple[str, ...]


class Questions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, in their order."""

    questions: tuple[Asked, ...]
    translations: Translations = {}


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a note says; `truth` corrects or completes it, `scene` shows it."""

    says: str
    verdict: Literal["right", "half", "wrong", "outdated", "waits"] = "right"
    truth: str = ""
    scene: str = ""


class Noted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the five notes."""

    title: str
    about: str
    statements: tuple[Statement, ...]


class Notes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The five notes that podviz was founded on."""

    notes: tuple[Noted, ...]
    translations: Translations = {}


Syllabus = TypeVar("Syllabus", Course, Questions, Notes)


def parse(text: str, name: str, kind: type[Syllabus]) -> Syllabus:
    """A file of the syllabus; ValueError says what is wrong with it."""
    reading = read(text, name)
    if reading.complaints or len(reading.documents) != 1:
        raise ValueError(f"{name}: {reading.complaints}")
    try:
        return msgspec.convert(reading.documents[0].value, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}") from None


def unknown_scenes(named: Collection[str], known: Collection[str]) -> list[str]:
    """The names that no scene has."""
    return [name for name in dict.fromkeys(named) if name and name not in known]
