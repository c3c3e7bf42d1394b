"""Requests in a few threads: addresses take turns, and who asks too much is refused at once."""

import asyncio
import json
import threading

import pytest
from asgiref.sync import sync_to_async

from lifecycle import limits
from podviz.workers import Workers

ALICE, MALLORY = "192.0.2.1", "192.0.2.66"


class Asked:
    """One request's answer."""

    def __init__(self, workers, address=ALICE, method="GET", path="/"):
        self.status, self.body, self.headers = None, b"", {}
        client = (address, 1)
        scope = {"type": "http", "method": method, "path": path, "headers": [], "client": client}
        self.task = asyncio.create_task(workers(scope, None, self._send))

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message["body"]


def answering(status=200):
    async def application(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    return application


async def test_addresses_take_turns():
    served, go_on = [], asyncio.Event()

    async def application(scope, receive, send):
        await go_on.wait()
        served.append(scope["client"][0])

    workers = Workers(application, 1)
    asked = [Asked(workers, MALLORY) for _ in range(4)]
    await asyncio.sleep(0)
    asked += [Asked(workers, ALICE) for _ in range(2)]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*(one.task for one in asked))
    assert served == [MALLORY, MALLORY, ALICE, MALLORY, ALICE, MALLORY]


async def test_who_goes_away_while_waiting_is_passed_over():
    served, go_on = [], asyncio.Event()

    async def application(scope, receive, send):
        await go_on.wait()
        served.append(scope["client"][0])

    workers = Workers(application, 1)
    first, gone, last = Asked(workers, "a"), Asked(workers, "b"), Asked(workers, "c")
    await asyncio.sleep(0)
    gone.task.cancel()
    go_on.set()
    await asyncio.gather(first.task, last.task)
    assert served == ["a", "c"]
    await Asked(workers, "d").task
    assert served[-1] == "d"


async def test_threads_stay():
    seen = set()

    async def application(scope, receive, send):
        seen.add(await sync_to_async(threading.get_ident)())

    workers = Workers(application, 1)
    for _ in range(5):
        await Asked(workers).task
    assert len(seen) == 1 and threading.get_ident() not in seen


async def test_an_address_that_asks_too_often_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "REQUESTS_AT_ONCE", 2)
    monkeypatch.setattr(limits, "REQUESTS_PER_SECOND", 0.001)
    workers = Workers(answering(), 1)
    statuses = []
    for address in (MALLORY, MALLORY, MALLORY, ALICE):
        asked = Asked(workers, address)
        await asked.task
        statuses.append(asked.status)
    assert statuses == [200, 200, 429, 200]


@pytest.mark.parametrize(("path", "says"), [("/", b"Wait"), ("/api/sessions", b'"remedy"')])
async def test_who_sends_rubbish_may_only_read_for_a_while(monkeypatch, path, says):
    monkeypatch.setattr(limits, "REFUSALS_AT_ONCE", 2)
    monkeypatch.setattr(limits, "REFUSALS_PER_SECOND", 0.001)
    workers = Workers(answering(403), 1)
    asked = [Asked(workers, MALLORY, "POST", path) for _ in range(3)]
    for one in asked:
        await one.task
    assert [one.status for one in asked] == [403, 403, 429]
    assert says in asked[-1].body and asked[-1].headers[b"retry-after"]
    if path.startswith("/api/"):
        json.loads(asked[-1].body)
    reading, other = Asked(workers, MALLORY, "GET"), Asked(workers, ALICE, "POST")
    await asyncio.gather(reading.task, other.task)
    assert (reading.status, other.status) == (403, 403)
