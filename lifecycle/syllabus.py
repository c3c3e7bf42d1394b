"""The files of the syllabus, read once, and their texts in the visitor's language."""

from functools import cache

from django.utils.translation import get_language

from lifecycle.scenes import FOLDER
from lifecycle.teaching.syllabus import Course, Notes, Questions, parse

COURSE = FOLDER / "course"
Translations = dict[str, dict[str, str]]


@cache
def course() -> Course:
    """The course that comes with podviz."""
    return parse(_text("course.yaml"), "course.yaml", Course)


@cache
def questions() -> Questions:
    """The 25 questions with their answers."""
    return parse(_text("questions.yaml"), "questions.yaml", Questions)


@cache
def notes() -> Notes:
    """The five notes, statement by statement."""
    return parse(_text("notes.yaml"), "notes.yaml", Notes)


def _text(name: str) -> str:
    return (COURSE / name).read_text(encoding="utf-8")


def said(text: str, translations: Translations) -> str:
    """A text of a scene in the visitor's language, where it has been translated."""
    language = get_language() or "en"
    for name in (language, language.partition("-")[0]):
        if found := translations.get(name, {}).get(text):
            return found
    return text
