"""Branches of a session: named, held side by side, and sealed into links."""

import json

import pytest
from asgiref.sync import sync_to_async

from lifecycle import hostsecret, journals
from lifecycle.live.registry import Registry
from lifecycle.sessions.link import Played
from lifecycle.sessions.playback import Playback
from tests.live.cast import ALICE_SECRET, SCENARIO, Browser, abegin

pytestmark = pytest.mark.django_db(transaction=True)


def alice(token):
    return Browser(token, ALICE_SECRET)


async def with_a_branch(browser):
    await browser.hear_trace(1, 60_000)
    await browser.say(do="input", atMs=5_000, line="hello", ask=1)
    await browser.hear("answer", ask=1)


async def test_a_branch_is_called_something_else_for_everybody_and_for_good():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        await with_a_branch(teacher)
        elsewhere = await Registry().open(token)
        await teacher.say(do="name", branch=2, name="with a greeting")
        (renamed,) = await named(student, "with a greeting")
        assert renamed["inputs"][0]["do"] == "hello"
        kept = await sync_to_async(journals.read)(token)
        assert kept.journal.branches[1].name == "with a greeting"
        await elsewhere.catch_up()
        assert elsewhere.player.journal == kept.journal


async def named(browser, name):
    while True:
        branches = (await browser.hear("branches"))["branches"]
        if [branch["name"] for branch in branches] == [name]:
            return branches


async def test_a_follower_of_a_locked_session_names_nothing():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        await with_a_branch(teacher)
        await student.say(do="name", branch=2, name="mine", ask=5)
        assert (await student.hear("refused", ask=5))["kind"] == "locked"


@pytest.mark.parametrize("branch", [1, 99])
async def test_there_must_be_such_a_branch(branch):
    token = await abegin()
    async with alice(token) as teacher:
        await teacher.say(do="name", branch=branch, name="none", ask=5)
        await teacher.hear("refused")


async def test_branches_are_held_side_by_side():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        await with_a_branch(teacher)
        await student.say(do="outline", ask=9)
        told = json.loads((await student.hear("answer", ask=9))["text"])
    assert told["atMs"] == 60_000
    assert set(told["ends"]) == {"1", "2"}
    nothing = {"pods": [], "count": 0, "gone": [], "goneCount": 0, "restarts": 0, "warnings": 0}
    assert told["ends"]["2"] == nothing


async def sealed():
    async with alice(await abegin()) as teacher:
        await teacher.say(do="seal", ask=3)
        return json.loads((await teacher.hear("answer", ask=3))["text"])


def begin_of_link(played):
    token = journals.new_token()
    secret = hostsecret.hashed(ALICE_SECRET, token)
    journals.begin(token, SCENARIO, secret, Playback(), Played(**played))
    return token


async def test_a_link_that_plays_as_it_did_is_played_without_a_word():
    token = await sync_to_async(begin_of_link)(await sealed())
    host = await Registry().open(token)
    await host._comparing
    assert host.altered is False


async def test_a_link_that_plays_differently_by_now_says_so_also_to_who_comes_later():
    played = await sealed()
    token = await sync_to_async(begin_of_link)({**played, "digest": "0" * 64})
    async with alice(token) as teacher:
        await teacher.hear("altered")
        async with Browser(token) as late:
            await late.hear("altered")
