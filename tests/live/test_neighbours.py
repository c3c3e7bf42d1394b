"""Several processes that play one session: one order of inputs, the same bytes everywhere."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async

from lifecycle import journals, limits
from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import Person, connected
from lifecycle.live import consumer
from lifecycle.live.neighbours import behind
from lifecycle.live.registry import Registry
from tests.browser.server import Server
from tests.live.cast import ALICE_SECRET, Browser, abegin
from tests.live.disaster import LONG
from tests.live.neighbourhood import REDIS
from tests.live.watching import PATIENCE_S, Watching

NOBODY = "redis://127.0.0.1:1/0"


def test_we_are_behind_where_more_is_written_down():
    assert behind({"a": 1, "b": 2}, [("a", 1), ("b", 3)]) == [("b", 3)]


@pytest.mark.django_db(transaction=True)
async def test_what_another_process_wrote_is_shown_here(monkeypatch):
    token = await abegin()
    here, there = Registry(), Registry()
    monkeypatch.setattr(consumer, "registry", here)
    async with Browser(token, ALICE_SECRET) as student:
        await student.hear("opened")
        elsewhere = await there.open(token)
        await elsewhere.act(5_000, "hello", "")
        await here._look_through()
        assert (await student.hear("branches"))["branches"][0]["name"] == "hello"
        assert (await student.hear_trace(2, 60_000))[0]["line"] == "hello"
        shown = [frame for frame in student.frames if frame["type"] in ("branch", "playback")]
        assert [frame.get("atMs", frame["branch"]) for frame in shown][-2:] == [2, 5_000]


@pytest.mark.django_db(transaction=True)
async def test_those_who_watch_elsewhere_are_counted_until_they_have_left(monkeypatch):
    token = await abegin()
    here, there = Registry(), Registry()
    monkeypatch.setattr(consumer, "registry", here)
    async with Browser(token, ALICE_SECRET) as teacher, Browser(token) as student:
        await teacher.hear("followers", count=1, following=1)
        monkeypatch.setattr(consumer, "registry", there)
        async with Browser(token) as other:
            await other.hear("followers", count=1)
            await other.say(do="follow", following=False)
            await other.hear("followers", count=1, following=0)
            await here._look_through()
            await there._look_through()
            await other.hear("followers", count=2, following=1)
            await here._look_through()
            await teacher.hear("followers", count=2, following=1)
        await asyncio.sleep(2 * limits.COUNT_EVERY_S)
        await there._look_through()
        await here._look_through()
        await teacher.hear("followers", count=1, following=1)
        await student.hear("followers", count=1, following=1)


@pytest.mark.django_db(transaction=True)
async def test_of_two_inputs_at_once_each_gets_a_branch_and_all_agree():
    token = await abegin()
    hosts = [await Registry().open(token) for _ in range(3)]
    await asyncio.gather(*(host.act(5_000, f"from {n}", "") for n, host in enumerate(hosts)))
    for host in hosts:
        await host.catch_up()
    kept = await sync_to_async(journals.read)(token)
    assert sorted(branch.name for branch in kept.journal.branches[1:]) == [
        "from 0",
        "from 1",
        "from 2",
    ]
    for host in hosts:
        assert host.player.journal == kept.journal
        assert (host.branch, host.playback) == (kept.active_branch, kept.playback)
        assert host.revision == kept.revision == 3


# Two servers in earnest


@pytest.fixture
def servers(database, tmp_path, monkeypatch, request):
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("REDIS_URL", getattr(request, "param", REDIS))
    monkeypatch.setenv("PODVIZ_SECRET_KEY", "the same for both")
    started = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        started.append(Server(tmp_path / name))
    for server in started:
        server.start()
    yield started
    for server in started:
        server.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    "servers", [REDIS, NOBODY], ids=["told by Redis", "Redis away"], indirect=True
)
async def test_two_servers_play_one_session_to_the_same_bytes(servers):
    person = await asyncio.to_thread(Person, servers[0].url)
    token = await asyncio.to_thread(person.begin, manifests=pods(1))
    crowd = [Watching() for _ in range(100 if LONG else 20)]
    viewers = [
        await connected(servers[n % 2].url, token, each.heard, person.cookie)
        for n, each in enumerate(crowd)
    ]
    inputs = 6
    for number in range(inputs):
        line = f"kubectl label pod --all input-{number}=server-{number % 2}"
        viewers[number % 2].say(do="input", atMs=20_000, line=line, ask=number)
    for talker in crowd[:2]:
        await talker.until(lambda one: len(one.answers) == inputs // 2)
        assert {answer["type"] for answer in talker.answers} == {"answer"}
    for one in crowd:
        await one.until(lambda one: len(one.branches) == inputs + 1)
    last = crowd[0].shown
    for one in crowd:
        await one.until(lambda one: one.shown == last and one.traces.get(last))
        await one.until(lambda one: one.traces[last][-1]["t"] >= 60)
    assert len({one.digest(last, 60) for one in crowd}) == 1
    assert len({json.dumps(sorted(one.branches.items())) for one in crowd}) == 1
    for viewer in viewers:
        viewer.leave()


@pytest.mark.slow
async def test_a_server_that_is_killed_takes_no_acknowledged_input_with_it(servers):
    person = await asyncio.to_thread(Person, servers[0].url)
    token = await asyncio.to_thread(person.begin, manifests=pods(1))
    here, there = Watching(), Watching()
    doomed = await connected(servers[0].url, token, here.heard, person.cookie)
    other = await connected(servers[1].url, token, there.heard, person.cookie)
    for number in range(6):
        line = f"kubectl label pod --all input-{number}=x"
        doomed.say(do="input", atMs=20_000, line=line, ask=number)
    await here.until(lambda one: len(one.answers) >= 3)
    servers[0].kill()
    acknowledged = {answer["ask"] for answer in here.answers}
    await doomed.closed
    other.say(do="input", atMs=20_000, line="kubectl label pod --all after=x", ask=9)
    await there.until(lambda one: one.answers)
    await there.until(lambda one: one.branches[max(one.branches)]["name"].endswith("after=x"))
    names = [branch["name"] for branch in there.branches.values() if branch["parent"]]
    assert len(names) == len(set(names))
    assert {f"kubectl label pod --all input-{n}=x" for n in acknowledged} <= set(names)
    other.leave()


@pytest.mark.slow
async def test_a_class_on_two_servers_answers_one_question(servers):
    person = await asyncio.to_thread(Person, servers[0].url)
    token = await asyncio.to_thread(person.begin, manifests=pods(1))
    voters = 60 if LONG else 12
    told = [[] for _ in range(voters + 1)]
    teacher, *students = [
        await connected(
            servers[n % 2].url,
            token,
            lambda frame, n=n: told[n].append(frame) if frame["type"] == "poll" else None,
            "" if n else person.cookie,
        )
        for n in range(voters + 1)
    ]

    async def all_told(who, true):
        async with asyncio.timeout(PATIENCE_S):
            while not all(told[n] and true(told[n][-1]) for n in who):
                await asyncio.sleep(0.05)

    teacher.say(do="poll", question='{"at_ms":4000}', choices=3)
    await all_told(range(voters + 1), lambda poll: poll["question"] == {"at_ms": 4000})
    for number, student in enumerate(students):
        student.say(do="vote", voter=f"student-{number}", choice=0)
        student.say(do="vote", voter=f"student-{number}", choice=number % 3)
    counts = [voters // 3] * 3
    await all_told([0], lambda poll: poll["counts"] == counts)
    assert all(poll["counts"] == [] for one in told[1:] for poll in one)
    teacher.say(do="poll", right=2)
    await all_told(range(voters + 1), lambda poll: (poll["counts"], poll["right"]) == (counts, 2))
    teacher.say(do="poll")
    await all_told(range(voters + 1), lambda poll: poll["question"] is None)
    for viewer in (teacher, *students):
        viewer.leave()
