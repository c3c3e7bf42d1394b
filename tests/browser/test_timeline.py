"""The timeline as it is handled: fold, reorder, measure, skip, read as a table, pinch, branch."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.stage import Stage


@pytest.fixture
def stage(visit, server):
    stage = Stage(visit().page(), server.url).open()
    stage.pause()
    return stage


def names(stage):
    """What the lanes are called, from top to bottom."""
    return stage.page.locator(".names .name").all_text_contents()


def test_a_group_of_lanes_folds_and_unfolds_where_it_stands(stage):
    before = names(stage)
    stage.page.get_by_role("button", name="Fold app").click()
    expect(stage.page.locator(".names")).not_to_contain_text("readiness probe")
    stage.page.get_by_role("button", name="Unfold app").click()
    expect(stage.page.locator(".names")).to_contain_text("readiness probe")
    assert names(stage) == before


def test_lanes_change_places_by_keyboard_and_keep_them(stage):
    stage.press("g")
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Move app up").press("Enter")
    stage.press("Escape")
    moved = names(stage)
    assert moved.index("app") < moved.index("proxy")
    stage.page.reload()
    stage.wait()
    assert names(stage) == moved


def test_a_measure_is_drawn_and_read_out(stage):
    stage.press("2", "x", "4", "x")
    expect(stage.page.locator(".measure text")).to_have_text("10 s")
    expect(stage.page.locator("#announcer")).to_have_text("10 s lie between 10.00 s and 20.00 s")
    stage.press("x")
    expect(stage.page.locator(".measure")).to_have_count(0)


def test_the_band_of_the_next_restart_is_drawn_once_it_is_known(stage):
    stage.press("6", "ArrowRight")
    expect(stage.page.locator(".band")).to_contain_text("restart")
    expect(stage.page.locator(".waits")).to_contain_text(re.compile(r"by \d+\.\d+ s"))


def test_the_timeline_is_read_as_a_table_and_leads_to_each_moment(stage):
    stage.press("9", "v")
    table = stage.page.get_by_role("region", name="The timeline as a table").get_by_role("table")
    row = table.get_by_role("row").filter(has_text="Liveness probe failed").first
    when = row.get_by_role("rowheader").inner_text()
    row.get_by_role("button").press("Enter")
    expect(stage.page.locator(".clock b")).to_have_text(when)


def test_a_branch_is_a_line_of_its_own_that_leads_to_it(stage):
    stage.press("5")
    stage.run("kubectl delete pod shop")
    expect(stage.page.locator(".branch")).to_have_count(2)
    stage.page.locator(".branch:not(.current)").press("Enter")
    expect(stage.page.locator("#connection")).to_contain_text("branch 1 of 2")


def test_what_just_changed_is_marked_in_the_yaml(stage):
    stage.show_tab(stage.page.get_by_role("tab", name="kubectl"))
    stage.page.get_by_role("button", name="-o yaml").click()
    stage.press("Home")
    stage.step_until("1/2")
    marked = stage.page.locator(".terminal mark")
    expect(marked.filter(has_text="ready: true").first).to_be_visible()


def test_two_fingers_zoom(visit, server):
    visitor = visit(PHONE, has_touch=True)
    stage = Stage(visitor.page(), server.url).open()
    stage.pause()
    before = stage.page.locator(".tick").all_text_contents()
    box = stage.page.locator(".lanes").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = visitor.context.new_cdp_session(stage.page)
    for kind, apart in (("touchStart", 20), ("touchMove", 60), ("touchMove", 120), ("touchEnd", 0)):
        fingers = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        points = fingers if apart else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(stage.page.locator(".tick").first).not_to_have_text(before[0])
