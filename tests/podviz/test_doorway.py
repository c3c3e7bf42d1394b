"""The doorway: the first of an address come in at once, the others at a pace and in order."""

import asyncio
from types import SimpleNamespace

import pytest

from lifecycle.live.throttle import Throttle
from podviz import doorway
from podviz.doorway import Doorway


class Transport:
    """One connection; what comes while it is paused waits outside."""

    disconnected = paused = False

    def __init__(self, protocol):
        self._protocol, self._outside = protocol, []

    def pauseProducing(self):
        self.paused = True

    def resumeProducing(self):
        self.paused = False
        for data in self._outside:
            self._protocol.dataReceived(data)

    def send(self, data):
        if self.paused:
            self._outside.append(data)
        else:
            self._protocol.dataReceived(data)


class Channel:
    """One connection's protocol: it notes what it is given."""

    def __init__(self, heard):
        self._heard = heard

    def makeConnection(self, transport):
        self._channel = SimpleNamespace(transport=transport)

    def dataReceived(self, data):
        self._heard.append(data)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def clock(monkeypatch):
    """Stands still but for `until`."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("lifecycle.live.throttle.running_s", lambda: clock.now)
    return clock


@pytest.fixture
def come(heard, clock, monkeypatch):
    monkeypatch.setattr(doorway, "entrances", Throttle(1000, 2))
    monkeypatch.setattr(doorway.limits, "CONNECTIONS_PER_SECOND", 1000)
    monkeypatch.setattr(doorway, "connections", Throttle(1, 100))
    door = Doorway(lambda address: Channel(heard))

    def come(host):
        protocol = door(SimpleNamespace(host=host))
        transport = Transport(protocol)
        protocol.makeConnection(transport)
        return transport

    return come


async def until(done, clock):
    async with asyncio.timeout(20):
        while not done():
            clock.now += 0.001
            await asyncio.sleep(0.001)


async def test_all_come_in_and_what_they_said_meanwhile_is_kept(come, heard, clock):
    visitors = [come("10.0.0.1") for _ in range(5)]
    for number, visitor in enumerate(visitors):
        visitor.send(b"%d" % number)
    visitors[0].send(b"!")
    await until(lambda: len(heard) == 5, clock)
    assert heard == [b"0!", b"1", b"2", b"3", b"4"]


async def test_nothing_is_read_of_who_stands_in_line(come, clock):
    visitors = [come("10.0.0.1") for _ in range(5)]
    assert [visitor.paused for visitor in visitors] == [False, False, True, True, True]
    await until(lambda: not any(visitor.paused for visitor in visitors), clock)


async def test_a_crowd_at_one_address_keeps_nobody_else_waiting(come, heard, clock):
    for number in range(20):
        come("10.0.0.1").send(b"%d" % number)
    come("10.0.0.2").send(b"other")
    await until(lambda: len(heard) == 21, clock)
    assert heard.index(b"other") == 2


async def test_behind_a_proxy_nobody_stands_in_line(come, settings):
    settings.PROXIES = 1
    assert not any(come("10.0.0.1").paused for _ in range(20))


async def test_who_has_gone_meanwhile_is_passed_over(come, heard, clock):
    first, second = come("10.0.0.1"), come("10.0.0.1")
    third, fourth = come("10.0.0.1"), come("10.0.0.1")
    for visitor, name in ((first, b"first"), (second, b"second"), (third, b"third")):
        visitor.send(name)
        visitor.disconnected = name != b"second"
    fourth.send(b"fourth")
    await until(lambda: len(heard) == 2, clock)
    assert heard == [b"second", b"fourth"]
