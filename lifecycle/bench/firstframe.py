"""From pressing Play to the first records: over HTTP and a socket, and in a browser."""

import asyncio
import shutil
from time import perf_counter
from typing import Any

from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import PATIENCE_S, Person, connected

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
ARRIVALS = 5
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


WATCH_CLOCK = """
(() => {
  const look = () => {
    const shown = document.querySelector(".clock b")?.textContent ?? "0 s";
    if (Number.parseFloat(shown) > 0) window.movedAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
"""Notes when the clock of the stage has first moved."""

BYTES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter(({ responseEnd }) => responseEnd <= window.movedAt)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
"""


def until_it_moves(browser: Any, url: str) -> tuple[float, int]:
    """Milliseconds from navigation to the first moving frame, and the bytes fetched by then."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH_CLOCK)
    page.goto(url)
    while not page.evaluate("window.movedAt ?? 0"):
        page.wait_for_timeout(20)
    moved, size = page.evaluate("window.movedAt"), page.evaluate(BYTES)
    context.close()
    return round(moved, 1), size


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
        moved = sorted(until_it_moves(browser, url) for _ in range(ARRIVALS))
        browser.close()
    return {
        "first_page_ms": first_page,
        "pressing_play_ms": pressed,
        "first_moving_frame_ms": moved[ARRIVALS // 2][0],
        "bytes_to_first_play": max(size for _, size in moved),
    }


def _until_drawn(page: Any, act: Any) -> float:
    began = perf_counter()
    act()
    page.locator(".board td").first.wait_for(timeout=PATIENCE_S * 1000)
    return round((perf_counter() - began) * 1000, 1)
