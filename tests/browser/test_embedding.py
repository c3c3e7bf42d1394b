"""A link inside another site's page, and in the hands of those who show it."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage


class Elsewhere(BaseHTTPRequestHandler):
    """A site of somebody else's, with our page in it."""

    def __init__(self, frame, *args):
        self.frame = frame
        super().__init__(*args)

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f'<iframe src="{self.frame}" width="900" height="500"></iframe>'.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere():
    servers = []

    def show(frame):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Elsewhere, frame))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://localhost:{server.server_port}/"

    yield show
    for server in servers:
        server.shutdown()


@pytest.fixture
def short(visit, server):
    stage = Stage(visit().page(), server.url).open()
    stage.pause()
    stage.press("2", "s")
    stage.page.get_by_role("button", name="Make a short link").click()
    field = stage.page.locator("#share-short")
    expect(field).to_have_value(re.compile("/l/"))
    return field.input_value().rpartition("/")[2]


def test_it_plays_by_itself_in_another_sites_frame(short, visit, server, elsewhere):
    address = f"{server.url}/embed/{short}/?autoplay=1&t=2s"
    page = visit().page()
    page.goto(elsewhere(address))
    clock = page.frame_locator("iframe").locator(".clock b")
    expect(clock).not_to_have_text(re.compile(r"^[0-2]\."))


def test_no_other_page_can_be_framed(visit, server, elsewhere):
    visitor = visit()
    visitor.expected = re.compile("frame-ancestors|X-Frame-Options|Refused to display")
    page = visitor.page()
    with page.expect_event("framenavigated", lambda frame: frame.parent_frame) as shown:
        page.goto(elsewhere(f"{server.url}/new/"))
    assert shown.value.url.startswith("chrome-error:")


def test_it_shows_the_chosen_lanes_at_the_moment_in_the_theme(short, visit, server):
    page = visit().page()
    page.goto(f"{server.url}/embed/{short}/?t=12s&lanes=phase,events&theme=dark&lang=en")
    expect(page.locator(".clock b")).to_have_text("12.00 s")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    names = page.locator(".timeline .lanes")
    expect(names).to_contain_text("Events")
    expect(names).not_to_contain_text("readiness probe")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.get_by_role("link", name="Open in podviz")).to_be_visible()


def test_two_who_see_it_do_not_move_each_other(short, visit, server):
    pages = [visit().page() for _ in range(2)]
    for page in pages:
        page.goto(f"{server.url}/embed/{short}/?t=12s")
        expect(page.locator(".clock b")).to_have_text("12.00 s")
    pages[0].keyboard.press("Home")
    expect(pages[0].locator(".clock b")).to_have_text("0.00 s")
    pages[1].wait_for_timeout(300)
    expect(pages[1].locator(".clock b")).to_have_text("12.00 s")
