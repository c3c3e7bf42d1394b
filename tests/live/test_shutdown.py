"""How a server stops: inputs under way are kept, browsers are told to come back."""

import asyncio
import signal

import pytest
from asgiref.sync import sync_to_async

from lifecycle import journals
from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import Person, connected
from tests.browser.server import Server
from tests.live.cast import ALICE_SECRET, Browser, abegin
from tests.live.watching import PATIENCE_S


@pytest.mark.django_db(transaction=True)
async def test_an_input_under_way_is_written_down_and_answered_first(registry):
    token = await abegin()
    async with Browser(token, ALICE_SECRET) as alice:
        await alice.hear("followers")
        await alice.say(do="input", atMs=5_000, line="hello", ask=1)
        host = await registry.open(token)
        while not host._changing.locked():
            await asyncio.sleep(0)
        await registry.leave()
        kept = await sync_to_async(journals.read)(token)
        assert kept.journal.branches[1].inputs[0].do == "hello"
        await alice.hear("answer", ask=1)


@pytest.mark.django_db(transaction=True)
async def test_no_input_is_taken_after_that(registry):
    token = await abegin()
    async with Browser(token, ALICE_SECRET) as alice:
        await alice.hear("followers")
        await registry.leave()
        await alice.say(do="input", atMs=5_000, line="hello", ask=1)
        refused = await alice.hear("refused", ask=1)
    assert "again" in refused["remedy"]
    kept = await sync_to_async(journals.read)(token)
    assert len(kept.journal.branches) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "request_",
    [
        {"do": "input", "atMs": 5_000, "line": "kubectl get pods"},
        {"do": "ask", "atMs": 5_000, "line": "kubectl get pods"},
        {"do": "outline"},
    ],
    ids=lambda request: request["do"],
)
async def test_what_was_just_asked_is_answered_before_the_end(registry, request_):
    token = await abegin()
    async with Browser(token, ALICE_SECRET) as alice:
        await alice.hear("followers")
        await alice.say(**request_, ask=1)
        await registry.leave()
        queue = alice.socket.output_queue
        said = [queue.get_nowait()["text"] for _ in range(queue.qsize())]
    assert any('"answer","ask":1' in text for text in said)


@pytest.mark.django_db(transaction=True)
async def test_who_never_gets_an_answer_does_not_keep_the_server(registry, monkeypatch):
    monkeypatch.setattr("lifecycle.live.registry.LAST_ANSWERS_S", 0.05)
    registry.answering.add(object())
    await registry.leave()
    assert registry.leaving


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
async def test_a_browser_is_told_to_come_back(tmp_path, number):
    server = await asyncio.to_thread(Server, tmp_path)
    await asyncio.to_thread(server.start)
    try:
        person = await asyncio.to_thread(Person, server.url)
        token = await asyncio.to_thread(person.begin, manifests=pods(1))
        viewer = await connected(server.url, token, lambda frame: None)
        server.process.send_signal(number)
        assert await asyncio.wait_for(viewer.closed, PATIENCE_S) == 1012
        assert await asyncio.to_thread(server.process.wait, PATIENCE_S) == 0
    finally:
        server.stop()
