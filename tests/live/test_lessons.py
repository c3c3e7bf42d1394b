"""The page asks what a session teaches; the answer is about the branch that is shown."""

import json

import pytest
from asgiref.sync import sync_to_async
from msgspec.structs import replace

from lifecycle.live import lessons, requests
from lifecycle.sessions.lesson import Lesson, Note
from lifecycle.sessions.scenario import Step
from tests.live.cast import ALICE_SECRET, SCENARIO, Browser, begin

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_what_is_taught_can_be_asked_for():
    asked = requests.decode('{"do":"teach","what":"goal","untilMs":5000,"ask":1}')
    assert (asked.what, asked.until_ms) == ("goal", 5000)
    with pytest.raises(ValueError, match="what"):
        requests.decode('{"do":"teach","what":"everything","untilMs":5000}')
    with pytest.raises(ValueError, match="untilMs"):
        requests.decode('{"do":"teach","what":"goal","untilMs":-1}')


async def test_a_class_that_asks_all_at_once_is_answered_by_one_look(monkeypatch):
    looks = []

    def look(what, *about, **more):
        looks.append(what)
        return "[]"

    monkeypatch.setattr(lessons, "answer", look)
    token = await sync_to_async(begin)(SCENARIO)
    async with Browser(token) as one, Browser(token) as other:
        for browser in (one, other, one):
            await browser.say(do="teach", what="predictions", untilMs=60_000, ask=1)
        for browser in (one, other, one):
            await browser.hear("answer", ask=1)
    assert looks == ["predictions"]


async def test_a_follower_hears_what_is_told_and_what_is_asked():
    taught = replace(
        SCENARIO,
        narration=(Note("Now.", when="command 1"), Note("Never.", when="command 9")),
        lesson=Lesson(goal=("command 1 comes by 20s",)),
    )
    token = await sync_to_async(begin)(taught)
    async with Browser(token) as browser:
        await browser.say(do="teach", what="narration", untilMs=60_000, ask=1)
        told = json.loads((await browser.hear("answer", ask=1))["text"])
        await browser.say(do="teach", what="goal", untilMs=60_000, ask=2)
        goal = json.loads((await browser.hear("answer", ask=2))["text"])
        await browser.say(do="teach", what="predictions", untilMs=60_000, ask=3)
        assert json.loads((await browser.hear("answer", ask=3))["text"]) == []
    assert [(one["at_ms"], one["text"]) for one in told] == [(30_000, "Now.")]
    assert [one["holds"] for one in goal] == [False]


SCRIPTED = replace(
    SCENARIO,
    script=(Step(20_000, "kubectl delete pod web"), Step(40_000, "kubectl get pods")),
    narration=(
        Note("It is deleted.", when="command 1"),
        Note("By the clock.", at_ms=30_000),
        Note("Somebody looks.", when="command 2"),
    ),
)


async def test_notes_on_commands_speak_of_the_scripts_own_on_a_branch_too():
    token = await sync_to_async(begin)(SCRIPTED)
    async with Browser(token, ALICE_SECRET) as browser:
        await browser.say(do="input", atMs=12_500, line="hello", ask=1)
        await browser.hear("branches")
        await browser.say(do="teach", what="narration", untilMs=60_000, ask=2)
        told = json.loads((await browser.hear("answer", ask=2))["text"])
    assert [(one["at_ms"], one["text"]) for one in told] == [
        (20_000, "It is deleted."),
        (30_000, "By the clock."),
        (40_000, "Somebody looks."),
    ]
