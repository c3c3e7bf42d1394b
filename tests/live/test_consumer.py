"""One session over sockets: what its host can do, what followers see, what intruders can't."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async

from lifecycle import journals, limits
from lifecycle.edition import edition
from lifecycle.live import consumer, player
from lifecycle.live.allowance import Budget
from lifecycle.live.host import Host
from lifecycle.live.registry import Registry
from lifecycle.models import Session
from lifecycle.sessions.playback import Playback
from tests.live.cast import ALICE_SECRET, Browser, abegin

pytestmark = pytest.mark.django_db(transaction=True)


def alice(token, **options):
    return Browser(token, ALICE_SECRET, **options)


def bob(token, **options):
    return Browser(token, "bob's own secret", **options)


async def test_the_first_frame_says_what_the_session_is():
    token = await abegin()
    async with alice(token) as browser:
        opened = await browser.hear("opened")
    assert opened["token"] == token
    assert opened["host"] is True
    assert opened["scenario"]["title"] == "ticks"
    assert opened["branches"] == [
        {
            "id": 1,
            "parent": None,
            "fork_ms": 0,
            "name": "",
            "inputs": [],
        }
    ]
    assert [chart["name"] for chart in opened["charts"]][:1] == ["phase"]


async def test_the_trace_arrives_ahead_of_the_playhead_in_order_and_whole():
    token = await abegin()
    async with alice(token) as browser:
        records = await browser.hear_trace(1, 60_000 + limits.AHEAD_MS)
    assert [record["id"] for record in records] == list(range(1, len(records) + 1))
    assert records[-1]["t"] == 360.0


async def test_what_the_host_does_to_the_playhead_everybody_sees():
    token = await abegin()
    async with alice(token) as teacher, bob(token) as student:
        assert (await student.hear("opened"))["host"] is False
        await teacher.say(do="seek", atMs=12_000)
        await teacher.say(do="speed", speed=5)
        await teacher.say(do="play")
        frame = await student.hear("playback", playing=True)
    assert (frame["atMs"], frame["speed"]) == (12_000, 5.0)


async def test_who_moves_the_playhead_hears_when_it_has_moved():
    token = await abegin()
    async with alice(token) as teacher:
        await teacher.say(do="seek", atMs=12_000, ask=3)
        assert (await teacher.hear("answer", ask=3))["text"] == ""


async def test_where_another_has_moved_it_meanwhile_comes_with_the_answer(monkeypatch):
    token = await abegin()
    elsewhere = Playback(at_ms=5000)

    async def overtaken(self, playback):
        self.playback = elsewhere

    monkeypatch.setattr(Host, "play_back", overtaken)
    async with alice(token) as teacher:
        await teacher.say(do="seek", atMs=12_000, ask=3)
        shown = json.loads((await teacher.hear("answer", ask=3))["text"])
    assert (shown["type"], shown["atMs"]) == ("playback", 5000)


async def test_an_input_begins_a_branch_that_shares_its_past():
    token = await abegin()
    async with alice(token) as browser:
        root = await browser.hear_trace(1, 60_000)
        await browser.say(do="input", atMs=12_500, line="hello", ask=7)
        branches = await browser.hear("branches")
        new = await browser.hear_trace(2, 60_000)
    (branch,) = branches["branches"]
    shared = sum(record["t"] <= 12.5 for record in root)
    assert new[0]["line"] == "hello"
    assert new[0]["id"] == shared + 1
    assert branch["inputs"] == [{"at_ms": 12_500, "do": "hello", "manifest": "", "by": "viewer"}]


async def test_an_accepted_input_is_in_the_database_before_it_is_told():
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="input", atMs=5_000, line="hello", ask=1)
        await browser.hear("branches")
        kept = await sync_to_async(journals.read)(token)
    assert kept.journal.branches[1].inputs[0].do == "hello"
    assert (kept.active_branch, kept.playback.at_ms) == (2, 5_000)


async def test_an_input_that_the_cluster_refuses_leaves_no_branch():
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="input", atMs=5_000, line="no", ask=3)
        refused = await browser.hear("refused", ask=3)
        kept = await sync_to_async(journals.read)(token)
    assert refused["message"] == "done"
    assert len(kept.journal.branches) == 1


async def test_a_manifest_that_cant_be_read_is_refused_with_its_line():
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(
            do="input", atMs=5_000, line="kubectl apply -f -", manifest="a: 1\na: 2\n", ask=4
        )
        refused = await browser.hear("refused", ask=4)
    assert "line 2" in refused["message"]


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "play"},
        {"do": "pause"},
        {"do": "seek", "atMs": 1},
        {"do": "speed", "speed": 2},
        {"do": "branch", "branch": 1},
        {"do": "input", "atMs": 1, "line": "hello"},
    ],
    ids=lambda request: request["do"],
)
async def test_a_follower_changes_nothing(request_):
    token = await abegin()
    async with bob(token) as browser:
        await browser.say(**request_, ask=9)
        refused = await browser.hear("refused", ask=9)
        kept = await sync_to_async(journals.read)(token)
    assert "host" in refused["message"]
    assert refused["remedy"]
    assert len(kept.journal.branches) == 1


async def test_a_follower_may_ask_and_look_further_ahead():
    token = await abegin()
    async with bob(token) as browser:
        await browser.say(do="horizon", untilMs=1_000_000)
        await browser.hear_trace(1, 1_000_000)
        await browser.say(do="ask", ask=5, what="describe", line="kubectl get pods", atMs=2_000)
        answer = await browser.hear("answer", ask=5)
    assert answer["text"].startswith("No resources found")


async def test_a_question_leaves_the_trace_as_it_was():
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="ask", ask=5, line="kubectl get pods", atMs=2_000)
        await browser.hear("answer", ask=5)
        await browser.say(do="horizon", untilMs=500_000)
        records = await browser.hear_trace(1, 500_000)
    assert not [record for record in records if "get pods" in record.get("line", "")]


async def test_a_browser_that_comes_back_gets_only_what_it_lacks():
    token = await abegin()
    async with alice(token) as browser:
        before = await browser.hear_trace(1, 60_000)
    resume = f"?branch=1&have={len(before) - 3}&edition={edition()}"
    async with alice(token, resume=resume) as browser:
        frame = await browser.hear("trace")
    assert frame["from"] == len(before) - 3
    assert frame["records"][:3] == before[-3:]


async def test_a_browser_that_comes_back_to_another_podviz_gets_everything_anew():
    token = await abegin()
    async with alice(token, resume="?branch=1&have=2&edition=older") as browser:
        assert (await browser.hear("opened"))["edition"] == edition()
        assert (await browser.hear("trace"))["from"] == 0


async def test_another_process_goes_on_where_a_killed_one_was(monkeypatch):
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="input", atMs=5_000, line="hello")
        await browser.hear("branch", branch=2)
        before = await browser.hear_trace(2, 60_000)
    monkeypatch.setattr(consumer, "registry", Registry())
    async with alice(token) as browser:
        opened = await browser.hear("opened")
        after = await browser.hear_trace(2, 60_000)
    assert (opened["branch"], opened["playback"]["atMs"]) == (2, 5_000)
    again = {record["id"]: record for record in after}
    assert [again[r["id"]] for r in before if r["t"] <= 60] == [r for r in before if r["t"] <= 60]


async def test_the_old_branch_can_be_shown_again():
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="input", atMs=5_000, line="hello")
        await browser.hear("branch", branch=2)
        await browser.say(do="branch", branch=1)
        await browser.hear("branch", branch=1)
        await browser.say(do="branch", branch=8, ask=1)
        refused = await browser.hear("refused", ask=1)
    assert "8" in refused["message"]


async def test_followers_are_counted():
    token = await abegin()
    async with alice(token) as teacher:
        await teacher.hear("followers", count=0)
        async with bob(token):
            await teacher.hear("followers", count=1)
        await teacher.hear("followers", count=0)


async def test_a_session_that_nobody_began_is_told_so():
    async with Browser("nobody-began-this") as browser:
        refused = await browser.hear("refused")
        assert await browser.hear_close() == consumer.NO_SUCH_SESSION
    assert "no such session" in refused["message"]


async def test_a_forged_secret_makes_nobody_host():
    token = await abegin()
    async with Browser(token, "guessed") as browser:
        assert (await browser.hear("opened"))["host"] is False


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        '{"do": "dance"}',
        '{"do": "seek"}',
        '{"do": "seek", "atMs": -1}',
        '{"do": "seek", "atMs": 1e300}',
        '{"do": "speed", "speed": "fast"}',
        '{"do": "input", "atMs": 1, "line": ""}',
        '{"do": "ask", "ask": "seven", "line": "x", "atMs": 1}',
        "[" * 10_000,
        '{"do": "play", "do": "pause"',
        "\x00",
    ],
)
async def test_what_is_no_request_gets_an_answer_and_harms_nobody(text):
    token = await abegin()
    async with alice(token) as browser:
        await browser.say_raw(text)
        refused = await browser.hear("refused")
        assert refused["remedy"]
        await browser.say(do="seek", atMs=42)
        await browser.hear("playback", atMs=42)


async def test_bytes_are_no_request():
    token = await abegin()
    async with alice(token) as browser:
        await browser.socket.send_to(bytes_data=b"\xff\xfe")
        await browser.hear("refused")


async def test_a_flood_is_cut_off_and_others_go_on():
    token = await abegin()
    async with alice(token) as teacher, bob(token) as flooder:
        for _ in range(limits.FRAMES_AT_ONCE * 2):
            await flooder.say(do="ack", records=0)
        assert await flooder.hear_close() == consumer.TOO_MUCH
        await teacher.say(do="seek", atMs=42)
        await teacher.hear("playback", atMs=42)


async def test_a_cluster_that_fails_is_told_and_what_was_played_stays():
    token = await abegin()
    async with alice(token) as browser:
        await browser.hear_trace(1, 60_000)
        await browser.say(do="input", atMs=20_000, line="break at 30 s")
        await browser.hear("branch", branch=2)
        refused = await browser.hear("refused")
        await browser.say(do="branch", branch=1)
        await browser.hear("branch", branch=1)
        await browser.say(do="input", atMs=20_000, line="another way")
        await browser.hear("branch", branch=3)
        await browser.hear_trace(3, 60_000)
    assert "failed" in refused["message"]


async def test_a_viewer_who_does_not_acknowledge_is_sent_no_more_than_the_window(monkeypatch):
    monkeypatch.setattr("lifecycle.live.cursor.UNACKNOWLEDGED_RECORDS", 100)
    monkeypatch.setattr("lifecycle.live.reel.RECORDS_PER_FRAME", 50)
    token = await abegin()
    async with alice(token) as browser:
        while (await browser.hear("trace"))["from"] < 50:
            pass
        assert await browser.socket.receive_nothing(timeout=0.3)
        await browser.say(do="ack", records=100)
        assert (await browser.hear("trace"))["from"] == 100


async def test_a_session_that_nobody_watches_leaves_memory(monkeypatch, registry):
    monkeypatch.setattr("lifecycle.live.registry.IDLE_SECONDS", 0.05)
    token = await abegin()
    async with alice(token) as browser:
        await browser.hear_trace(1, 60_000)
        assert await registry.open(token) is await registry.open(token)
        before = await registry.open(token)
    await asyncio.sleep(0.2)
    assert await registry.open(token) is not before


async def test_a_session_counts_as_shared_once_somebody_else_has_seen_it():
    token = await abegin()
    rows = Session.objects.filter(token=token, shared=True)
    async with alice(token) as teacher:
        await teacher.hear("followers", count=0)
        await teacher.say(do="seek", atMs=1)
        await teacher.hear("playback")
        assert not await rows.aexists()
        async with bob(token) as student:
            await student.hear("opened")
            await student.say(do="ask", ask=1, line="kubectl get pods", atMs=0)
            await student.hear("answer")
            assert await rows.aexists()


async def test_a_session_takes_only_so_much_text(monkeypatch):
    monkeypatch.setattr(limits, "JOURNAL_BYTES", 20)
    token = await abegin()
    async with alice(token) as browser:
        await browser.say(do="input", atMs=5_000, line="hello", ask=1)
        await browser.hear("answer", ask=1)
        await browser.say(do="input", atMs=5_000, line="x" * 16, ask=2)
        assert "as much text" in (await browser.hear("refused", ask=2))["message"]


async def test_a_session_that_has_used_up_its_time_is_computed_in_pauses(monkeypatch):
    monkeypatch.setattr(limits, "COMPUTING_AT_ONCE_S", -0.05)
    monkeypatch.setattr(limits, "COMPUTING_PER_SECOND", 1)
    # The clock stands still: how busy this machine is has no part in it.
    monkeypatch.setattr(player, "running_s", lambda: 0.0)
    rests, rest = [], Budget.rest
    monkeypatch.setattr(
        Budget, "rest", lambda self, now: rests.append(rest(self, now)) or rests[-1]
    )
    token = await abegin()
    async with alice(token) as browser:
        await browser.hear_trace(1, 60_000)
    assert rests[0] == 0.05
