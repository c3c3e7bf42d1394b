"""From pressing Play to the first records: over HTTP and a socket, and in a browser."""

import asyncio
import json
import shutil
from http.cookiejar import CookieJar
from time import perf_counter
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener

import txaio

from lifecycle.bench.manifests import pods

PATIENCE_S = 30
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


def over_the_socket(url: str) -> float:
    """Milliseconds from the request for a session to its first frame of records."""
    cookies = CookieJar()
    opener = build_opener(HTTPCookieProcessor(cookies))
    opener.open(url, timeout=PATIENCE_S).close()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    headers = {"Content-Type": "application/json", "X-CSRFToken": token or ""}
    body = json.dumps({"manifests": pods(1)}).encode()
    began = perf_counter()
    answer = opener.open(Request(f"{url}/api/sessions", body, headers), timeout=PATIENCE_S)
    session = json.load(answer)["token"]
    asyncio.run(_first_records(url, session))
    return round((perf_counter() - began) * 1000, 1)


async def _first_records(url: str, session: str) -> None:
    txaio.use_asyncio()
    from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol

    loop = asyncio.get_running_loop()
    arrived: asyncio.Future[None] = loop.create_future()

    class FirstRecords(WebSocketClientProtocol):
        def onMessage(self, payload: bytes, isBinary: bool) -> None:
            frame = json.loads(payload)
            if frame["type"] == "trace" and frame["records"] and not arrived.done():
                arrived.set_result(None)

    address = f"{url.replace('http', 'ws')}/ws/s/{session}/"
    factory = WebSocketClientFactory(address, origin=url, loop=loop)
    factory.protocol = FirstRecords
    transport, _ = await loop.create_connection(factory, factory.host, factory.port)
    await asyncio.wait_for(arrived, PATIENCE_S)
    transport.close()


def in_a_browser(url: str) -> dict[str, Any] | None:
    """Milliseconds until the stage shows its first sentence; None where there is no browser."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        page = browser.new_page()
        first_page = _until_drawn(page, lambda: page.goto(url))
        page.goto(f"{url}/new/")
        page.locator(".cm-content").fill(pods(1))
        play = page.locator(".editing").get_by_role("button", name="Play", exact=True)
        pressed = _until_drawn(page, play.click)
        browser.close()
    return {"first_page_ms": first_page, "pressing_play_ms": pressed}


def _until_drawn(page: Any, act: Any) -> float:
    began = perf_counter()
    act()
    page.locator(".board td").first.wait_for(timeout=PATIENCE_S * 1000)
    return round((perf_counter() - began) * 1000, 1)
