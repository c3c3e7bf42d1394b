"""Answers about the past: made once for a class, kept within bounds, never for who has gone."""

import asyncio

import pytest

from lifecycle import limits
from lifecycle.live.answers import Answers
from lifecycle.live.player import Player
from lifecycle.live.refusal import Refusal
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.scenario import Scenario
from tests.live.cast import Browser, abegin


def making(made, text="answer"):
    async def make():
        made.append(text)
        await asyncio.sleep(0)
        return text

    return make()


async def test_who_asks_the_same_gets_the_same():
    answers, made = Answers(), []
    asked = [answers.of("key", making(made)) for _ in range(5)]
    assert await asyncio.gather(*asked) == ["answer"] * 5
    assert await answers.of("key", making(made)) == "answer"
    assert made == ["answer"]


async def test_a_failure_is_not_kept():
    async def fail():
        raise ValueError

    answers, made = Answers(), []
    with pytest.raises(ValueError):
        await answers.of("key", fail())
    assert await answers.of("key", making(made)) == "answer"


@pytest.mark.parametrize(("kept", "size"), [(2, 1000), (100, 7)])
async def test_the_oldest_make_room(monkeypatch, kept, size):
    monkeypatch.setattr(limits, "ANSWERS_KEPT", kept)
    monkeypatch.setattr(limits, "ANSWERS_BYTES", size)
    answers, made = Answers(), []
    for key in ("a", "b", "c", "c", "a"):
        await answers.of(key, making(made, f"to {key}"))
    assert made == ["to a", "to b", "to c", "to a"]


async def test_who_would_wait_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "ANSWER_WITHIN_S", 0.05)
    monkeypatch.setattr(limits, "ANSWERING_AT_ONCE_S", 0)
    player = Player(Journal(Scenario()))
    await player.compute(ROOT, 1000, 1)
    answering = asyncio.create_task(player.consider(ROOT, lambda records: "slow" * 10**7))
    await answering
    first = asyncio.create_task(player.consider(ROOT, lambda records: "first"))
    await asyncio.sleep(0)
    with pytest.raises(Refusal):
        await player.consider(ROOT, lambda records: "second")
    first.cancel()


@pytest.mark.django_db(transaction=True)
async def test_who_goes_while_an_answer_is_made_is_forgotten(registry, monkeypatch):
    forever = asyncio.Event()
    token = await abegin()
    browser = await Browser(token).__aenter__()
    await browser.hear("opened")
    host = await registry.open(token)
    monkeypatch.setattr(host, "ask", lambda at_ms, line: forever.wait())
    await browser.say(do="ask", atMs=0, line="kubectl get pods", ask=1)
    await asyncio.sleep(0.05)
    assert host.audience
    browser.socket.future.cancel()
    await asyncio.sleep(0.05)
    assert not host.audience
