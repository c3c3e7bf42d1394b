"""What one address may do, and that it is no affair of another."""

import pytest

from lifecycle.live import consumer, throttle
from lifecycle.live.seats import Seats
from lifecycle.live.throttle import Throttle
from tests.live.cast import ALICE_SECRET, Browser, abegin


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(throttle, "running_s", lambda: now[0])
    return now


def test_an_address_that_asks_too_often_is_refused_and_others_are_not(clock):
    limited = Throttle(per_second=1, at_once=2)
    assert [limited.take("mallory") for _ in range(3)] == [True, True, False]
    assert limited.take("bob")
    clock[0] = 1.0
    assert limited.take("mallory")


def test_of_very_many_addresses_those_away_longest_are_forgotten(clock, monkeypatch):
    monkeypatch.setattr(throttle, "REMEMBERED", 2)
    limited = Throttle(per_second=0, at_once=1)
    for who in ("a", "b", "a", "c"):
        limited.take(who)
    assert not limited.take("a")
    assert limited.take("b")


def test_a_seat_that_is_given_back_can_be_taken_again():
    seats = Seats(per_address=1)
    assert seats.take("bob") and not seats.take("bob") and seats.take("alice")
    seats.give_back("bob")
    assert seats.take("bob")


@pytest.mark.django_db(transaction=True)
async def test_one_socket_too_many_is_closed_with_a_reason(monkeypatch):
    monkeypatch.setattr(consumer, "seats", Seats(per_address=1))
    token = await abegin()
    async with Browser(token, ALICE_SECRET) as first:
        await first.hear("opened")
        async with Browser(token) as second:
            assert "network" in (await second.hear("refused"))["message"]
            assert await second.hear_close() == consumer.TOO_MUCH
        await first.say(do="seek", atMs=42)
        await first.hear("playback", atMs=42)
    async with Browser(token) as third:
        await third.hear("opened")
