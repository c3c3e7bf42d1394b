"""`python -m tests.browser.portrait`: take the picture of the stage that the README shows."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.conftest import DESKTOP
from tests.browser.server import ROOT, Server
from tests.browser.stage import Stage

PICTURE = ROOT / "docs/stage.png"
MOMENT = "the Pod leaves the Service"


def main() -> None:
    """At a desk, by day, in English."""
    with TemporaryDirectory() as var, sync_playwright() as playwright:
        server = Server(Path(var))
        server.start()
        try:
            browser = playwright.chromium.launch(
                executable_path=chromium.executable(), args=chromium.ARGS
            )
            page = browser.new_page(viewport=DESKTOP, locale="en", reduced_motion="reduce")
            stage = Stage(page, server.url).open()
            stage.pause()
            stage.press("Home")
            stage.step_until(MOMENT)
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURE)
            browser.close()
        finally:
            server.stop()
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
