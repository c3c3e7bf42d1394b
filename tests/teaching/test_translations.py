"""Every text of the scenes and the syllabus is there in every language, and none is left over."""

import pytest
from django.conf import settings

from lifecycle import scenes, syllabus
from lifecycle.teaching.check import stale

OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]
in_each = pytest.mark.parametrize("language", OTHERS)


def texts_of_the_course():
    course = syllabus.course()
    yield from (course.title, course.summary)
    for chapter in course.chapters:
        yield from (chapter.title, chapter.about)


def texts_of_the_questions():
    for question in syllabus.questions().questions:
        yield from (question.ask, question.answer)


def texts_of_the_notes():
    for note in syllabus.notes().notes:
        yield from (note.title, note.about)
        for statement in note.statements:
            yield from (statement.says, statement.truth)


@in_each
@pytest.mark.parametrize("name", scenes.names())
def test_a_scene_is_translated(name, language):
    assert stale(scenes.scene(name), language) == ([], [])


@in_each
@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (texts_of_the_course, syllabus.course()),
        (texts_of_the_questions, syllabus.questions()),
        (texts_of_the_notes, syllabus.notes()),
    ],
)
def test_the_syllabus_is_translated(texts, found, language):
    assert set(found.translations[language]) == {text for text in texts() if text}
