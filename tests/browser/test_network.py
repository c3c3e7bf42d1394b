"""A network that is slow, or gone for a while: nothing that was asked for is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.stage import EXEC_LIVENESS, Stage

LATE = re.compile(r"/js/late\.js")
EDITOR = re.compile(r"/editor(-\w+)?\.js$")
EVERY_MS = 20


@pytest.fixture
def visitor(visit):
    visitor = visit()
    visitor.expected = re.compile("ERR_INTERNET_DISCONNECTED|WebSocket")
    return visitor


class Held:
    """A route on which a request waits until it is let go."""

    def __init__(self, page) -> None:
        self.page, self.routes = page, []

    def __call__(self, route) -> None:
        self.routes.append(route)

    def let_go(self) -> None:
        """Wait until it has come; then it goes on."""
        for _ in range(PATIENCE_MS // EVERY_MS):
            if self.routes:
                break
            self.page.wait_for_timeout(EVERY_MS)
        self.routes.pop().continue_()


@pytest.mark.parametrize("path", ["/scenes/", "/"])
def test_a_dialog_asked_for_before_it_has_come_is_shown_once_it_is_there(path, visitor, server):
    page = visitor.page()
    held = Held(page)
    page.route(LATE, held)
    page.goto(server.url + path)
    expect(page.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    if path == "/":
        page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    held.let_go()
    expect(dialog.locator(".scene-row").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("l")
    expect(dialog.locator(".scene-row").first).to_be_visible()


def test_a_dialog_closed_before_it_has_come_stays_closed(visitor, server):
    page = visitor.page()
    held = Held(page)
    page.route(LATE, held)
    page.goto(server.url)
    expect(page.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    page.keyboard.press("l")
    expect(page.get_by_role("dialog")).to_contain_text("Loading")
    page.keyboard.press("Escape")
    held.let_go()
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


def test_a_file_that_comes_before_the_editor_is_what_is_written(visitor, server):
    page = visitor.page()
    held = Held(page)
    page.route(EDITOR, held)
    page.goto(f"{server.url}/new/")
    with page.expect_file_chooser() as chooser:
        page.locator(".editing").get_by_role("button", name="Upload").click()
    chooser.value.set_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": EXEC_LIVENESS.encode()}
    )
    expect(page.locator(".editing").get_by_role("heading", name="own.yaml")).to_be_visible()
    held.let_go()
    expect(page.locator(".cm-content")).to_contain_text("touch /tmp/ok")


def test_nothing_is_said_of_a_text_that_was_not_judged(visitor, server):
    visitor.expected = re.compile("Applying inline style")
    page = visitor.page()
    held = Held(page)
    page.route(re.compile("/api/check"), held)
    page.goto(f"{server.url}/new/")
    page.locator(".cm-content").click()
    page.keyboard.insert_text(EXEC_LIVENESS)
    expect(page.locator(".editing-foot .primary")).to_be_enabled()
    taken = page.get_by_text("The API server would take this.")
    expect(taken).to_have_count(0)
    held.let_go()
    expect(taken).to_be_visible()


class SlowSocket:
    """Sockets that lead to the server, but keep a request of one kind until it is let go."""

    def __init__(self, page, kind) -> None:
        self.page, self.kind, self.kept = page, f'"do":"{kind}"', []
        page.route_web_socket(re.compile("/ws/"), self._open)

    def _open(self, socket) -> None:
        self.socket, self.server = socket, socket.connect_to_server()
        socket.on_message(self._send)

    def _send(self, message) -> None:
        if self.kind in message:
            self.kept.append(message)
        else:
            self.server.send(message)

    def let_go(self) -> None:
        """From now on nothing is kept."""
        self.kind = "nothing"
        for message in self.kept:
            self.server.send(message)


def test_a_command_pressed_twice_is_done_once_and_its_answer_closes_no_other_dialog(
    visitor, server
):
    stage = Stage(visitor.page(), server.url)
    slow = SlowSocket(stage.page, "input")
    stage.open()
    stage.press("f")
    delete = stage.page.get_by_role("button", name="Delete the Pod")
    delete.click()
    delete.click()
    stage.press("Escape", "?")
    expect(stage.page.locator(".transport")).to_have_attribute("aria-busy", "true")
    slow.let_go()
    expect(stage.page.locator(".connection")).to_contain_text("branch 2 of 2")
    stage.settle()
    assert len(slow.kept) == 1
    expect(stage.page.get_by_role("dialog")).to_contain_text("Next event")


def test_what_a_lesson_asks_comes_although_the_connection_broke_meanwhile(visitor, server):
    page = visitor.page()
    slow = SlowSocket(page, "teach")
    page.goto(f"{server.url}/learn/term-ignored/")
    strip = page.locator("#lesson")
    strip.get_by_role("button", name="True", exact=True).click()
    slow.kind = "nothing"
    slow.socket.close()
    expect(strip).to_have_attribute("data-mode", "question")
