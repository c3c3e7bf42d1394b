"""A question to a class: counted without a name, hidden until the host shows the answer."""

import asyncio

import pytest

from lifecycle import limits
from lifecycle.live.poll import Poll
from tests.live.cast import ALICE_SECRET, Browser, abegin

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
    poll = Poll(lambda: None)
    poll.put(ASKED, 2)
    assert [poll.vote(f"voter {n}", 0) for n in range(3)] == [True, True, False]
    assert poll.vote("voter 0", 1)
    assert not poll.vote("voter 0", 2)
    poll.show(0)
    assert poll.for_class.counts == (1, 1)
    assert not poll.vote("voter 1", 0)
    await asyncio.sleep(0)
