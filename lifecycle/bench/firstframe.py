"""From pressing Play to the first records: over HTTP and a socket, and in a browser."""

import asyncio
import shutil
from time import perf_counter
from typing import Any

from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import PATIENCE_S, Person, connected

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


def over_the_socket(url: str) -> float:
    """Milliseconds from the request for a session to its first frame of records."""
    person = Person(url)
    began = perf_counter()
    session = person.begin(manifests=pods(1))
    asyncio.run(_first_records(url, session))
    return round((perf_counter() - began) * 1000, 1)


async def _first_records(url: str, session: str) -> None:
    arrived = asyncio.Event()

    def heard(frame: dict[str, Any]) -> None:
        if frame["type"] == "trace" and frame["records"]:
            arrived.set()

    viewer = await connected(url, session, heard)
    await asyncio.wait_for(arrived.wait(), PATIENCE_S)
    viewer.leave()


def browser_path() -> str | None:
    """The system's browser, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def in_a_browser(url: str) -> dict[str, Any] | None:
    """Milliseconds until the stage shows its first sentence; None where there is no browser."""
    path = browser_path()
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
