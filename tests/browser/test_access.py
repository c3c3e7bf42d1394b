"""axe-core finds nothing to complain of: every view, light and dark, at a desk and in the hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.server import ROOT
from tests.browser.stage import Stage

AXE = ROOT / "node_modules/axe-core/axe.min.js"
MOMENTS = "0257"
"""Keys that go to so many tenths of the scene."""

LOOKS = {
    f"{name}-{scheme}": (size, scheme)
    for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}


def complaints(page: Page) -> list[str]:
    """What axe-core says against the page as it stands now, a line each; against all of it."""
    page.wait_for_load_state()
    page.evaluate(f"{AXE.read_text()}\n;undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:160]} | {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
def stage(request, visit, server):
    size, scheme = request.param
    visitor = visit(size, color_scheme=scheme)
    visitor.expected = re.compile("Applying inline style|status of 404")
    return Stage(visitor.page(), server.url)


def test_the_stage_at_several_moments(stage):
    stage.open()
    stage.pause()
    for key in MOMENTS:
        stage.press(key)
        stage.settle()
        assert complaints(stage.page) == [], key


def test_every_panel(stage):
    stage.open()
    stage.pause()
    stage.press("9")
    for tab in stage.page.get_by_role("tab").all():
        stage.show_tab(tab)
        assert complaints(stage.page) == [], tab.inner_text()


def test_each_command_of_kubectl(stage):
    stage.open()
    stage.pause()
    stage.press("6", "ArrowRight")
    stage.show_tab(stage.page.get_by_role("tab", name="kubectl"))
    commands = stage.page.locator(".commands button")
    expect(commands.first).to_be_visible()
    for command in commands.all():
        command.click()
        expect(command).to_have_attribute("aria-pressed", "true")
        stage.settle()
        expect(stage.page.locator(".terminal")).not_to_have_text(re.compile("…$"))
        assert complaints(stage.page) == [], command.inner_text()


SIGHTS = {"as a table": "v", "without what is idle": "i", "without the future": "u"}


@pytest.mark.parametrize("key", SIGHTS.values(), ids=SIGHTS)
def test_the_timeline(stage, key):
    stage.open()
    stage.pause()
    stage.press("6", key)
    stage.settle()
    assert complaints(stage.page) == []


def test_a_measure_a_marker_and_branches(stage):
    stage.open()
    stage.pause()
    stage.press("2", "x", "4", "x", "m", "5")
    stage.run("kubectl delete pod shop")
    assert complaints(stage.page) == []


@pytest.mark.parametrize("panel", ["why", "panel"])
def test_a_panel_with_all_the_room(panel, visit, server):
    stage = Stage(visit().page(), server.url).open()
    stage.pause()
    stage.press("5")
    stage.page.locator(f"#{panel} .expander").click()
    expect(stage.page.locator(".timeline")).to_be_hidden()
    assert complaints(stage.page) == []


def test_with_more_contrast(visit, server):
    for scheme in ("light", "dark"):
        visitor = visit(color_scheme=scheme, contrast="more")
        stage = Stage(visitor.page(), server.url).open()
        stage.pause()
        stage.press("5")
        assert complaints(stage.page) == [], scheme


def test_what_a_line_did(visit, server):
    stage = Stage(visit().page(), server.url).open()
    stage.pause()
    stage.press("9")
    stage.page.get_by_role("button", name="What line 32 did").press("Enter")
    expect(stage.page.locator(".deeds")).to_contain_text("Line 32 did this:")
    assert complaints(stage.page) == []
    stage.page.locator(".deeds button").first.press("Enter")
    expect(stage.page.locator("#why .stations")).to_contain_text("Readiness probe failed")


@pytest.mark.parametrize("key", ["l", "?", "f", "s", "b", "g", "Control+k"])
def test_every_dialog(stage, key):
    stage.open()
    stage.pause()
    stage.open_dialog(key)
    assert complaints(stage.page) == []


def test_the_editor_with_a_mistake_in_it(stage):
    stage.page.goto(f"{stage.url}/new/")
    content = stage.page.locator(".cm-content")
    content.click()
    stage.page.keyboard.insert_text("apiVersion: v1\nkind: Pod\nspec: {containers: 5}\n")
    expect(stage.page.locator(".problem")).to_be_visible()
    assert complaints(stage.page) == []


def test_the_page_of_trouble(stage):
    stage.page.goto(f"{stage.url}/no/such/page/")
    assert complaints(stage.page) == []


def test_presenting(stage):
    stage.open("/?view=present")
    stage.pause()
    stage.press("5")
    assert complaints(stage.page) == []


def test_the_page_of_conformance(stage):
    stage.page.goto(f"{stage.url}/conformance/")
    for summary in stage.page.locator("summary").all():
        summary.click()
    assert complaints(stage.page) == []
    assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
