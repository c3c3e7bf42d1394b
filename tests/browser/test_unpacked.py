"""The page with its files as they lie, where nothing could be packed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.stage import Stage


@pytest.fixture
def unpacked(tmp_path):
    server = Server(tmp_path)
    server.env["PODVIZ_DEBUG"] = "1"
    server.start()
    yield server
    server.stop()


def test_it_plays_and_what_is_fetched_late_comes(unpacked, visit):
    stage = Stage(visit().page(), unpacked.url).open()
    assert "/js/layout/history.js" in stage.page.content()
    stage.pause()
    stage.press("s")
    expect(stage.page.locator("dialog[open]")).to_be_visible()
    stage.press("Escape", "e")
    expect(stage.page.locator(".cm-content")).to_contain_text("kind: Pod")


def test_the_pages_of_others_are_packed(visit, server):
    page = visit().page()
    page.goto(server.url)
    expect(page.locator("script[type=module]").first).to_have_attribute(
        "src", re.compile("/bundle/js/stage.js$")
    )
