"""Servers are killed, Redis is stopped, the database is locked: what was acknowledged is there,
once, and all who watch see the same in the end.
"""

import asyncio
import os
import signal
import sqlite3
from functools import partial

import pytest

from lifecycle.bench.manifests import pods
from tests.browser.server import Server
from tests.live.disaster import (
    LONG,
    Balancer,
    OwnRedis,
    Somebody,
    begun,
    converged,
    eventually,
    names_of,
)

pytestmark = pytest.mark.slow
KILLS = 20 if LONG else 3
CROWD = 100 if LONG else 12
STOPPED_S = 10 if LONG else 3
LOCKED_S = 5 if LONG else 2
PODS = pods(1)


def line(number):
    return f"kubectl label pod --all input-{number}=x"


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


def acknowledged(*people):
    return {a["ask"] for one in people for a in one.answers if a["type"] == "answer"}


def everybody_is_back(crowd, times):
    return all(one.came_back >= times for one in crowd)


def is_acknowledged(one, number):
    return number in acknowledged(one)


def assert_nothing_is_lost_or_doubled(people, sent):
    names = names_of(people[0])
    assert len(names) == len(set(names)), "an input was taken twice"
    assert {line(number) for number in acknowledged(*people)} <= set(names)
    assert set(names) <= {line(number) for number in range(sent)}


async def test_killed_again_and_again_in_mid_play(server):
    alice, token = await begun(server.url, PODS)
    teacher = Somebody(server.url, token, alice.cookie)
    student = Somebody(server.url, token)
    crowd, sent = [teacher, student], 0
    for kill in range(KILLS):
        await eventually(partial(everybody_is_back, crowd, kill + 1))
        teacher.say(do="play")
        for _ in range(3):
            teacher.say(do="input", atMs=20_000 + sent, line=line(sent), ask=sent)
            sent += 1
        if kill % 2:
            await eventually(partial(is_acknowledged, teacher, sent - 3))
        else:
            await asyncio.sleep(0.02 * (kill % 5))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    await eventually(partial(everybody_is_back, crowd, KILLS + 1))
    late = Somebody(server.url, token)
    crowd.append(late)
    await converged(crowd)
    assert_nothing_is_lost_or_doubled(crowd, sent)
    assert len(acknowledged(teacher)) >= KILLS // 2
    for one in crowd:
        one.leave()


async def test_a_locked_database_delays_inputs_and_loses_none(server, tmp_path):
    alice, token = await begun(server.url, PODS)
    teacher, student = Somebody(server.url, token, alice.cookie), Somebody(server.url, token)
    await eventually(lambda: teacher.came_back and student.came_back and student.traces)
    database = sqlite3.connect(tmp_path / "podviz.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    for number in range(3):
        teacher.say(do="input", atMs=20_000, line=line(number), ask=number)
    await asyncio.sleep(LOCKED_S)
    assert not acknowledged(teacher), "nothing is acknowledged that is not written down"
    database.execute("ROLLBACK")
    await eventually(lambda: len(acknowledged(teacher)) == 3)
    await converged([teacher, student])
    assert_nothing_is_lost_or_doubled([teacher, student], 3)
    assert names_of(student) == [line(number) for number in range(3)]
    for one in (teacher, student):
        one.leave()


# Several servers


@pytest.fixture
def redis(tmp_path):
    redis = OwnRedis(tmp_path)
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture
def three(database, redis, tmp_path, monkeypatch):
    """Three servers on one PostgreSQL and one Redis."""
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("REDIS_URL", redis.url)
    monkeypatch.setenv("PODVIZ_SECRET_KEY", "the same for all")
    started = []
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        started.append(Server(tmp_path / name))
    for server in started:
        server.start()
    yield started
    for server in started:
        server.stop()


async def test_a_locked_postgresql_delays_inputs_and_loses_none(three, database):
    psycopg = pytest.importorskip("psycopg")
    alice, token = await begun(three[0].url, PODS)
    crowd = [Somebody(three[number % 3].url, token, alice.cookie) for number in range(6)]
    await eventually(lambda: all(one.came_back and one.traces for one in crowd))
    locking = await asyncio.to_thread(psycopg.connect, database)
    await asyncio.to_thread(locking.execute, "lock table lifecycle_session in exclusive mode")
    for number, one in enumerate(crowd):
        one.say(do="input", atMs=20_000, line=line(number), ask=number)
    await asyncio.sleep(LOCKED_S)
    assert not acknowledged(*crowd), "nothing is acknowledged that is not written down"
    assert all(names_of(one) == [] for one in crowd)
    await asyncio.to_thread(locking.rollback)
    await eventually(lambda: acknowledged(*crowd) == set(range(len(crowd))))
    await converged(crowd)
    assert_nothing_is_lost_or_doubled(crowd, len(crowd))
    assert sorted(names_of(crowd[0])) == [line(number) for number in range(len(crowd))]
    locking.close()
    for one in crowd:
        one.leave()


async def test_one_of_three_behind_a_proxy_is_killed(three):
    balancer = Balancer([server.port for server in three])
    await balancer.start()
    alice, token = await begun(balancer.url, PODS)
    crowd = [Somebody(balancer.url, token, alice.cookie) for _ in range(CROWD)]
    await eventually(lambda: all(one.came_back for one in crowd))
    sent = 0
    for round_ in range(6):
        for one in crowd[:3]:
            one.say(do="input", atMs=20_000, line=line(sent), ask=sent)
            sent += 1
        if round_ == 2:
            await asyncio.to_thread(three[1].kill)
        await asyncio.sleep(0.2)
    await eventually(lambda: sum(one.came_back > 1 for one in crowd) >= CROWD // 3)
    await eventually(lambda: len(acknowledged(*crowd[:3])) >= sent // 2)
    await converged(crowd)
    assert_nothing_is_lost_or_doubled(crowd, sent)
    for one in crowd:
        one.leave()
    balancer.stop()


@pytest.mark.parametrize("how", ["ended", "hanging"])
async def test_redis_is_stopped_for_a_while(three, redis, how):
    alice, token = await begun(three[0].url, PODS)
    crowd = [Somebody(three[number % 3].url, token, alice.cookie) for number in range(CROWD)]
    await eventually(lambda: all(one.came_back for one in crowd))
    if how == "ended":
        redis.stop()
    else:
        os.kill(redis.process.pid, signal.SIGSTOP)
    for number in range(6):
        crowd[number % 3].say(do="input", atMs=20_000, line=line(number), ask=number)
    await eventually(lambda: len(acknowledged(*crowd[:3])) == 6)
    await converged(crowd)
    await asyncio.sleep(STOPPED_S)
    if how == "ended":
        redis.start()
    else:
        os.kill(redis.process.pid, signal.SIGCONT)
    for number in range(6, 9):
        crowd[number % 3].say(do="input", atMs=20_000, line=line(number), ask=number)
    await eventually(lambda: len(acknowledged(*crowd[:3])) == 9)
    await converged(crowd)
    assert_nothing_is_lost_or_doubled(crowd, 9)
    for one in crowd:
        one.leave()
