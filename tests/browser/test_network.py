"""A network that is slow, or gone for a while: nothing that was asked for is lost."""

import re

import pytest
from playwright.sync_api import expect

LATE = re.compile(r"/js/late\.js")


@pytest.fixture
def visitor(visit):
    visitor = visit()
    visitor.expected = re.compile("ERR_INTERNET_DISCONNECTED|WebSocket")
    return visitor


@pytest.mark.parametrize("path", ["/scenes/", "/"])
def test_a_dialog_asked_for_before_it_has_come_is_shown_once_it_is_there(path, visitor, server):
    page = visitor.page()
    held = []
    page.route(LATE, lambda route: held.append(route))
    page.goto(server.url + path)
    expect(page.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    if path == "/":
        page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    held.pop().continue_()
    expect(dialog.locator(".scene-row").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("l")
    expect(dialog.locator(".scene-row").first).to_be_visible()


def test_a_dialog_closed_before_it_has_come_stays_closed(visitor, server):
    page = visitor.page()
    held = []
    page.route(LATE, lambda route: held.append(route))
    page.goto(server.url)
    expect(page.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    page.keyboard.press("l")
    expect(page.get_by_role("dialog")).to_contain_text("Loading")
    page.keyboard.press("Escape")
    held.pop().continue_()
    expect(page.locator("body.whole")).to_be_attached()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_server_that_does_not_answer_at_first_is_said_to_and_heard_when_it_does(visitor, server):
    page = visitor.page()
    away = True

    def answer(socket):
        if away:
            socket.close()
        else:
            socket.connect_to_server()

    page.route_web_socket(re.compile("/ws/"), answer)
    page.goto(server.url)
    expect(page.locator(".sentence")).to_contain_text("The server does not answer:")
    away = False
    expect(page.locator(".board td").first).to_have_text(re.compile("/"))
    expect(page.locator(".sentence")).not_to_contain_text("The server does not answer:")
