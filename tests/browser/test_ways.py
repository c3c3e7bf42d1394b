"""From an own file to a link by keyboard alone, and what a class and a comparison remember."""

import re

import pytest
from playwright.sync_api import expect

from lifecycle.sessions.link import decode
from tests.browser.conftest import PHONE
from tests.browser.stage import EXEC_LIVENESS, Stage
from tests.browser.test_crowd import BEGIN
from tests.browser.test_keyboard import tab_to

MAKE_CLASS = """async () => {
  const token = document.cookie.match(/csrftoken=([^;]*)/)[1];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify({ title: "Monday", about: "", items: [{ scene: "finalizer" }] });
  return (await (await fetch("/api/classes", { method: "POST", headers, body })).json()).url;
}"""


@pytest.fixture
def stage(visit, server):
    return Stage(visit().page(), server.url)


def test_from_a_file_to_a_link_by_keyboard_alone(stage):
    page = stage.page
    stage.open("/")
    stage.pause()
    tab_to(stage, "Upload")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    file = {"name": "checked.yaml", "mimeType": "text/yaml", "buffer": EXEC_LIVENESS.encode()}
    chooser.value.set_files([file])
    expect(page.locator(".cm-content")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/s/"))
    stage.wait().pause()
    stage.press("2", "f")
    page.keyboard.type("kill checked -c app --signal=KILL")
    stage.press("Enter")
    expect(page.locator("#connection")).to_contain_text("branch 2 of 2")
    stage.settle()
    stage.press("w")
    assert page.evaluate("document.activeElement.closest('#why') !== null")
    expect(page.locator("#why")).to_contain_text("kill checked")
    stage.press("s")
    expect(page.locator("#share-link")).to_have_value(re.compile("v1:"))
    tab_to(stage, "share-link")
    script = decode(page.locator("#share-link").input_value().partition("#")[2]).scenario.script
    assert any("kill checked" in step.do for step in script)


def test_a_comparison_keeps_its_changes_over_a_reload_and_gives_them_back(stage):
    page = stage.page
    page.goto(stage.url + "/compare/?scene=term-ignored")
    seed, undo = page.get_by_label("Seed").first, page.get_by_role("button", name="Undo my changes")
    expect(page.locator("#result h2").first).to_contain_text("They part")
    expect(undo).to_be_hidden()
    given = seed.input_value()
    seed.fill("77")
    page.reload()
    expect(seed).to_have_value("77")
    undo.click()
    expect(seed).to_have_value(given)
    page.reload()
    expect(seed).to_have_value(given)
    expect(undo).to_be_hidden()


def test_what_has_no_mended_form_is_not_called_mended(stage):
    stage.page.goto(stage.url + "/compare/?scene=crash-loop")
    expect(stage.page.locator("#result h3")).to_have_text(["The first", "The second"])


def test_a_class_page_has_its_address_for_phones(stage):
    page = stage.page
    page.goto(stage.url + "/learn/class/")
    address = stage.url + page.evaluate(MAKE_CLASS)
    page.goto(address)
    page.get_by_text("As a QR code").press("Enter")
    expect(page.get_by_role("img", name=address)).to_be_visible()


def test_a_flag_is_as_large_as_a_finger_and_gives_way_to_a_drag(visit, server):
    visitor = visit(PHONE, has_touch=True, is_mobile=True)
    stage = Stage(visitor.page(), server.url).open("/")
    stage.pause()
    flag = stage.page.locator(".flags button").nth(2)
    box = flag.bounding_box()
    hit = """([x, y]) => document.elementFromPoint(x, y)?.closest(".flags button") !== null"""
    for away in (0, 20, 34):
        assert stage.page.evaluate(hit, [box["x"] + 4, box["y"] + away]), away
    stage.page.touchscreen.tap(box["x"] + 4, box["y"] + 30)
    expect(flag).to_have_attribute("aria-current", "step")


def test_requests_and_branches_stand_above_all_pods(stage):
    stage.open("/learn/rolling-update-502/")
    stage.page.locator("#lesson").get_by_role("button", name="Just play").click()
    stage.pause()
    stage.press("5", "d")
    expect(stage.page.locator(".branch")).to_have_count(2)
    tops = [
        stage.page.locator(selector).first.bounding_box()["y"]
        for selector in (".branch", ".names text:text('Requests')", ".owner-name")
    ]
    assert tops == sorted(tops)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-US", "SIGKILL, as PID 1 of app ignored SIGTERM:"),
        ("zh-CN", "SIGKILL：app 的 PID 1 忽略了 SIGTERM："),
    ],
)
def test_a_kill_says_that_nothing_took_the_signal_before(visit, server, locale, said):
    stage = Stage(visit(locale=locale).page(), server.url).open("/")
    token = stage.page.evaluate(BEGIN, {"scene": "term-ignored"})
    stage.open(f"/s/{token}/?t=23.5s")
    expect(stage.page.locator(".sentence span")).to_have_text(said)
