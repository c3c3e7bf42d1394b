"""Every claim of every scene holds in the engine, whatever the seed."""

import pytest
from msgspec.structs import replace

from lifecycle.teaching.grammar import parse_claim
from lifecycle.teaching.judge import judge_all
from lifecycle.teaching.mending import broken, mended
from lifecycle.teaching.narration import narration
from lifecycle.teaching.story import Story
from tests.scenarios.playing import NAMES, play, scene

SEEDS = range(1, 11)


@pytest.mark.parametrize("name", NAMES)
def test_its_claims_hold_and_its_narration_is_told_for_ten_seeds(name):
    made = scene(name)
    for seed in SEEDS:
        played = replace(made, seed=seed)
        story = Story(play(played).records, made.until_ms)
        verdicts = judge_all(map(parse_claim, made.claims), story)
        wrong = [f"{verdict.claim}: {verdict.seen}" for verdict in verdicts if not verdict.holds]
        assert wrong == [], f"seed {seed}"
        told = {one.note for one in narration(made.narration, story)}
        untold = [note.when for n, note in enumerate(made.narration) if n not in told]
        assert untold == [], f"seed {seed}"
        for question in made.lesson.questions:
            right = [
                verdict.claim
                for verdict in judge_all((parse_claim(a.claim) for a in question.answers), story)
                if verdict.holds
            ]
            assert len(right) == 1, f"seed {seed}: “{question.ask}” has {right}"


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_claims_and_tells_something(name):
    made = scene(name)
    assert len(made.claims) >= 2
    assert len(made.narration) >= 2


@pytest.mark.parametrize("name", [name for name in NAMES if scene(name).lesson.goal])
def test_its_broken_manifest_misses_the_goal_and_the_mended_one_reaches_it(name):
    made = scene(name)
    goal = [parse_claim(claim) for claim in made.lesson.goal]
    for played, reached in ((made, False), (broken(made), False), (mended(made), True)):
        verdicts = judge_all(goal, Story(play(played).records, made.until_ms))
        assert all(verdict.holds for verdict in verdicts) is reached, verdicts


def test_the_first_scene_is_told_in_the_order_in_which_it_is_written():
    made = scene("01-readiness-and-liveness")
    told = narration(made.narration, Story(play(made).records, made.until_ms))
    assert [one.note for one in told] == list(range(len(made.narration)))
