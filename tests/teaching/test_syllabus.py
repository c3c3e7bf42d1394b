"""The course, the 25 questions and every statement of the notes lead to scenes that hold."""

import pytest

from lifecycle import scenes, syllabus
from lifecycle.teaching.grammar import parse_claim
from lifecycle.teaching.judge import judge_all
from lifecycle.teaching.story import Story
from lifecycle.teaching.syllabus import unknown_scenes
from tests.scenarios.playing import play
from tests.teaching.table import DOCS, lines

STATEMENTS = [
    (note.title, statement) for note in syllabus.notes().notes for statement in note.statements
]


def test_every_scene_stands_in_the_course_once():
    assert sorted(syllabus.course().scenes) == sorted(scenes.names())


def test_there_are_25_questions_and_each_has_scenes_that_name_it():
    asked = syllabus.questions().questions
    assert len(asked) == 25
    for number, question in enumerate(asked, 1):
        assert unknown_scenes(question.scenes, scenes.names()) == []
        numbers = [scenes.scene(name).question for name in question.scenes]
        assert number in numbers, f"no scene of “{question.ask}” says that it answers {number}"


def test_every_question_of_a_scene_lists_that_scene():
    asked = syllabus.questions().questions
    for name in scenes.names():
        number = scenes.scene(name).question
        assert number is None or name in asked[number - 1].scenes, f"{name}: {number}"


def test_the_five_notes_are_there():
    assert len(syllabus.notes().notes) == 5
    assert len(STATEMENTS) > 150


@pytest.mark.parametrize(("note", "statement"), STATEMENTS)
def test_a_statement_has_a_scene_or_a_correction(note, statement):
    assert statement.scene or statement.truth
    assert not unknown_scenes([statement.scene], scenes.names())
    if statement.verdict != "right":
        assert statement.truth, "what is not simply right is corrected"


def test_the_claims_of_every_scene_that_a_statement_names_hold():
    for name in sorted({statement.scene for _, statement in STATEMENTS if statement.scene}):
        made = scenes.scene(name)
        story = Story(play(made).records, made.until_ms)
        verdicts = judge_all(map(parse_claim, made.claims), story)
        assert verdicts, name
        assert all(verdict.holds for verdict in verdicts), name


def test_the_table_in_the_docs_is_made_from_the_same():
    assert DOCS.read_text(encoding="utf-8").splitlines() == list(lines()), (
        "python -m tests.teaching.table"
    )
