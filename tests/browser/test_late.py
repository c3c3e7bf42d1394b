"""What comes late, over a network that fails: it is asked for again, or somebody is told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage


class Faulty:
    """A route on which the first so many requests get lost."""

    def __init__(self, lost: float) -> None:
        self.lost, self.asked = lost, 0

    def __call__(self, route) -> None:
        self.asked += 1
        if self.asked <= self.lost:
            route.abort()
        else:
            route.continue_()


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    visitor.expected = re.compile("net::ERR_FAILED")
    return Stage(visitor.page(), server.url)


def module(name):
    """Its address, as it lies or packed."""
    return re.compile(rf"/{name}(-\w+)?\.js$")


def test_the_dialogs_come_although_a_request_gets_lost(stage):
    faulty = Faulty(lost=1)
    stage.page.route(module("late"), faulty)
    stage.open()
    stage.press("l")
    expect(stage.page.get_by_role("searchbox")).to_be_visible()
    assert faulty.asked == 2


@pytest.mark.parametrize("name", ["tabs", "crowd"])
def test_so_does_the_rest_that_comes_late(stage, name):
    faulty = Faulty(lost=2)
    stage.page.route(module(name), faulty)
    stage.open("/learn/rolling-update/")
    if name == "tabs":
        stage.page.get_by_role("tab", name="Steps").click()
        expect(stage.page.locator(".steps button").first).to_be_visible()
    else:
        expect(stage.page.locator(".names [data-key^='owner/']").first).to_be_attached()
    assert faulty.asked > 2


def test_an_editor_that_did_not_come_is_asked_for_again(stage):
    faulty = Faulty(lost=1)
    stage.page.route(module("editor"), faulty)
    stage.page.goto(stage.url + "/new/")
    expect(stage.page.locator(".cm-content")).to_be_visible()
    assert faulty.asked == 2


def test_who_waits_in_vain_is_told_and_may_ask_again(stage):
    faulty = Faulty(lost=float("inf"))
    stage.page.route(module("late"), faulty)
    stage.page.goto(stage.url)
    expect(stage.page.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    stage.press("l")
    told = stage.page.get_by_role("heading", name="The server can't be reached")
    expect(told).to_have_text("The server can't be reached. Try again in a moment.")
    faulty.lost = 0
    stage.press("Escape", "l")
    expect(stage.page.get_by_role("searchbox")).to_be_visible()
