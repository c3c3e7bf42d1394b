"""A real Chromium against a real server."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import chromium, slowness
from tests.browser.server import Server

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
"""Long, as nothing is measured here: a busy machine is no reason to fail."""

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server for one test alone, to be killed."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = chromium.executable()
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGS)
        yield browser
        browser.close()


class Visitor:
    """A person with a browser profile of their own; complaints of the page fail the test."""

    def __init__(self, browser: Browser, size: dict[str, int], **options) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=size, reduced_motion="reduce", **options
        )
        slowness.slow_down(self.context)
        self.errors: list[str] = []
        self.expected = re.compile(r"(?!)")

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, message) -> None:
        if message.type == "error" and not self.expected.search(message.text):
            self.errors.append(message.text)

    def close(self) -> None:
        self.context.close()
        assert not self.errors, self.errors


@pytest.fixture
def visit(browser):
    """Make visitors: `visit()` for one at a desk, `visit(PHONE)` for one with a phone."""
    visitors: list[Visitor] = []

    def make(size=DESKTOP, **options) -> Visitor:
        visitors.append(Visitor(browser, size, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def page(visit) -> Page:
    return visit().page()
