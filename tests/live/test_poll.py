"""A question to a class: counted without a name, hidden until the host shows the answer."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from lifecycle import journals, limits, polls
from lifecycle.live import consumer, host
from lifecycle.live.registry import Registry
from tests.live.cast import ALICE_SECRET, Browser, abegin
from tests.live.watching import PATIENCE_S

ask, vote, show, kept = map(sync_to_async, (polls.ask, polls.vote, polls.show, journals.read))

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = '{"at_ms":4000,"kind":"status","pod":"web"}'


def alice(token):
    return Browser(token, ALICE_SECRET)


def bob(token):
    return Browser(token, "bob's own secret")


def charlie(token):
    return Browser(token, "charlie's own secret")


async def test_a_class_answers_and_sees_the_counts_when_the_host_shows_them():
    token = await abegin()
    async with alice(token) as teacher, bob(token) as student, charlie(token) as other:
        await teacher.say(do="poll", question=ASKED, choices=3)
        heard = await student.hear("poll")
        assert heard["question"] == {"at_ms": 4000, "kind": "status", "pod": "web"}
        assert (heard["counts"], heard["right"]) == ([], None)
        await student.say(do="vote", voter="bob-bob-bob", choice=2)
        await student.say(do="vote", voter="bob-bob-bob", choice=1)
        await other.say(do="vote", voter="charlie-charlie", choice=1)
        assert (await teacher.hear("poll", counts=[0, 2, 0]))["right"] is None
        await teacher.say(do="poll", right=1)
        for one in (teacher, student, other):
            assert (await one.hear("poll", right=1))["counts"] == [0, 2, 0]
        await teacher.say(do="poll")
        await student.hear("poll", question=None)


async def test_who_comes_later_is_asked_as_well():
    token = await abegin()
    async with alice(token) as teacher:
        await teacher.say(do="poll", question=ASKED, choices=2)
        await teacher.hear("poll")
        async with bob(token) as student:
            assert (await student.hear("poll"))["question"]["at_ms"] == 4000


@pytest.mark.parametrize("locked", [True, False])
async def test_only_the_host_asks(locked):
    token = await abegin()
    async with alice(token) as teacher, bob(token) as student:
        await teacher.say(do="lock", locked=locked)
        await student.say(do="poll", question=ASKED, choices=2, ask=1)
        assert (await student.hear("refused"))["ask"] == 1


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"do": "vote", "voter": "bob-bob-bob", "choice": 0}, "no longer asked"),
        ({"do": "vote", "voter": "bob", "choice": 0}, "no request"),
        ({"do": "vote", "voter": "bob-bob-bob", "choice": 9}, "no request"),
        ({"do": "poll", "question": "{", "choices": 2}, "no question"),
        ({"do": "poll", "question": "[]" * limits.POLL_BYTES, "choices": 2}, "no request"),
        ({"do": "poll", "question": "{}", "choices": 1}, "no request"),
    ],
)
async def test_what_makes_no_sense_is_refused(request_, why):
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(**request_)
        assert why in (await browser.hear("refused"))["message"]


async def test_only_so_many_are_counted_and_none_after_the_answer(monkeypatch):
    monkeypatch.setattr(limits, "VOTERS", 2)
    token = await abegin()
    asked = (await ask(token, ASKED, 2)).asked
    votes = {f"voter {number}": 0 for number in range(3)}
    assert (await vote(token, asked.number, votes)).asked.counts == (2, 0)
    assert (await vote(token, asked.number, {"voter 0": 1, "voter 9": 1})).asked.counts == (1, 1)
    await show(token, 0)
    after = await vote(token, asked.number, {"voter 0": 0})
    assert (after.asked.counts, after.asked.right) == ((1, 1), 0)


async def test_an_answer_to_the_question_before_is_not_counted():
    token = await abegin()
    before = (await ask(token, ASKED, 2)).asked
    now = (await ask(token, ASKED, 3)).asked
    assert (await vote(token, before.number, {"voter": 1})).asked == now
    await vote(token, now.number, {"voter": 1})
    assert (await ask(token, ASKED, 2)).asked.counts == (0, 0)


async def test_all_processes_count_the_same_answers(monkeypatch):
    token = await abegin()
    here, there = Registry(), Registry()
    monkeypatch.setattr(consumer, "registry", here)
    async with alice(token) as teacher, bob(token) as student:
        await teacher.say(do="poll", question=ASKED, choices=2)
        await student.hear("poll")
        monkeypatch.setattr(consumer, "registry", there)
        async with charlie(token) as other:
            assert (await other.hear("poll"))["counts"] == []
            await student.say(do="vote", voter="bob-bob-bob", choice=0)
            await teacher.hear("poll", counts=[1, 0])
            await other.say(do="vote", voter="charlie-charlie", choice=1)
            await eventually_counted(token, 2)
            await here._look_through()
            await teacher.hear("poll", counts=[1, 1])
            await teacher.say(do="poll", right=1)
            await student.hear("poll", right=1, counts=[1, 1])
            await there._look_through()
            await other.hear("poll", right=1, counts=[1, 1])


async def test_a_question_outlives_the_server(monkeypatch):
    token = await abegin()
    async with alice(token) as teacher:
        await teacher.say(do="poll", question=ASKED, choices=2)
        await teacher.say(do="vote", voter="alice-alice", choice=1)
        await teacher.hear("poll", counts=[0, 1])
    monkeypatch.setattr(consumer, "registry", Registry())
    async with alice(token) as teacher, bob(token) as student:
        assert (await teacher.hear("poll"))["counts"] == [0, 1]
        assert (await student.hear("poll"))["counts"] == []


async def test_votes_that_can_not_be_written_down_are_counted_later(monkeypatch):
    token = await abegin()
    failures = [OperationalError("database is locked")]

    async def locked(*about):
        if failures:
            raise failures.pop()
        return await vote(*about)

    monkeypatch.setattr(host, "_vote", locked)
    async with alice(token) as teacher:
        await teacher.say(do="poll", question=ASKED, choices=2)
        await teacher.hear("poll")
        await teacher.say(do="vote", voter="alice-alice", choice=1)
        await teacher.hear("poll", counts=[0, 1])


async def eventually_counted(token, count):
    async with asyncio.timeout(PATIENCE_S):
        while sum(polls.read((await kept(token)).poll).counts) < count:
            await asyncio.sleep(0.05)
