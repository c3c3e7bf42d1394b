"""Who watches, what the host shows them, and who may act."""

import pytest
from asgiref.sync import sync_to_async

from lifecycle import hostsecret, journals
from tests.live.cast import ALICE_SECRET, Browser, abegin

pytestmark = pytest.mark.django_db(transaction=True)
POINTER = {"atMs": 3_000, "record": 2, "subject": "Pod/default/web"}


def alice(token):
    return Browser(token, ALICE_SECRET)


async def test_who_breaks_away_is_counted_apart():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        await teacher.hear("followers", count=1, following=1)
        await student.say(do="follow", following=False)
        await teacher.hear("followers", count=1, following=0)
        await student.say(do="follow", following=True)
        await teacher.hear("followers", count=1, following=1)


async def test_what_the_host_points_at_everybody_sees_and_who_comes_later_too():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        await teacher.say(do="point", **POINTER)
        assert (await student.hear("pointer"))["pointer"] == POINTER
        async with Browser(token) as late:
            assert (await late.hear("pointer"))["pointer"] == POINTER
        await teacher.say(do="point")
        assert (await student.hear("pointer"))["pointer"] is None


async def test_followers_act_once_the_host_has_unlocked_the_session():
    token = await abegin()
    async with alice(token) as teacher, Browser(token) as student:
        assert (await student.hear("opened"))["locked"] is True
        await teacher.say(do="lock", locked=False)
        await student.hear("rights", host=False, locked=False)
        await student.say(do="input", atMs=5_000, line="hello", ask=1)
        await student.hear("answer", ask=1)
        await teacher.hear("branch", branch=2)
        await teacher.say(do="lock", locked=True)
        await student.hear("rights", locked=True)
        await student.say(do="seek", atMs=1, ask=2)
        await student.hear("refused", ask=2)


@pytest.mark.parametrize("request_", [{"do": "lock", "locked": True}, {"do": "point"}])
async def test_only_the_host_points_and_locks_even_when_unlocked(request_):
    token = await abegin()
    await sync_to_async(journals.change)(token, locked=False)
    async with Browser(token) as student:
        await student.say(**request_, ask=1)
        await student.hear("refused", ask=1)


async def test_rights_change_hands_under_those_who_watch(registry):
    token = await abegin()
    old = await sync_to_async(journals.host_hash)(token)
    async with alice(token) as teacher, Browser(token, "bob's secret") as student:
        await student.hear("opened", host=False)
        new = hostsecret.hashed("bob's secret", token)
        revision = await sync_to_async(journals.hand_over)(token, old, new)
        await registry.written(token, revision)
        await student.hear("rights", host=True)
        await teacher.hear("rights", host=False)
        await student.say(do="seek", atMs=42)
        await teacher.hear("playback", atMs=42)
        await teacher.say(do="seek", atMs=1, ask=1)
        await teacher.hear("refused", ask=1)
