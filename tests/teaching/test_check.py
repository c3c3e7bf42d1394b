"""What a scenario teaches is checked before it is played, with the place of the mistake."""

import pytest
from msgspec.structs import replace

from lifecycle.sessions.lesson import Answer, Lesson, Note, Question
from lifecycle.sessions.scenario import Scenario, ScenarioError
from lifecycle.sessions.scenariofile import load
from lifecycle.teaching.check import MOST, check_teaching, stale, texts
from tests.scenarios.playing import scene

HOLDS = "end of Pod/web comes"


@pytest.mark.parametrize(
    ("scenario", "place"),
    [
        (Scenario(claims=(HOLDS, "nonsense")), "claims[1]"),
        (Scenario(narration=(Note("x", when="soon"),)), "narration[0].when"),
        (Scenario(narration=(Note("x", about="the Pod"),)), "narration[0].about"),
        (Scenario(lesson=Lesson(goal=("x",))), "lesson.goal[0]"),
        (Scenario(claims=(HOLDS,) * (MOST + 1)), "claims"),
        (Scenario(narration=(Note("x" * 5000),)), ""),
        (
            Scenario(lesson=Lesson(questions=(Question("?", (Answer("a", HOLDS),)),))),
            "lesson.questions[0].answers",
        ),
        (
            Scenario(
                lesson=Lesson(questions=(Question("?", (Answer("a", HOLDS), Answer("b", "x"))),))
            ),
            "lesson.questions[0].answers[1].claim",
        ),
    ],
)
def test_what_can_not_be_understood_is_refused_with_its_place(scenario, place):
    with pytest.raises(ScenarioError) as raised:
        check_teaching(scenario)
    assert raised.value.place == place
    assert raised.value.remedy


def test_in_a_file_the_line_is_told():
    text = "podviz: v1\nclaims:\n- end of Pod/web comes\n- READY of Pod/web 1/1\n"
    with pytest.raises(ScenarioError) as raised:
        load(text, "s.yaml", check_teaching)
    assert raised.value.place == "s.yaml:4 (claims[1])"
    assert "says nothing of a value" in raised.value.message


def test_a_missing_and_a_left_over_translation_are_found():
    made = scene("12-term-ignored")
    whole = {text: f"[{text}]" for text in texts(made)}
    assert stale(replace(made, translations={"de": whole}), "de") == ([], [])
    changed = replace(made, title="Another title", translations={"de": whole})
    assert stale(changed, "de") == (["Another title"], [made.title])
    assert stale(made, "de") == (list(texts(made)), [])
