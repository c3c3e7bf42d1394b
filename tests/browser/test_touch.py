"""A phone in the hand: one finger, no keys, and nothing beside the screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.stage import Stage

FINGER_PX = 43.5


@pytest.fixture
def phone(visit, server):
    return Stage(visit(PHONE, has_touch=True, is_mobile=True).page(), server.url)


def is_within(page):
    """Whether nothing makes the page wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def too_small(page, within):
    """What a finger would miss: the names of buttons and fields that are less than 44 px high."""
    return page.evaluate(
        """([within, least]) => [...document.querySelectorAll(
              `${within} :is(button, .button, select, input:not([type=checkbox]), summary)`)]
          .map((element) => [element, element.getBoundingClientRect()])
          .filter(([, {width, height}]) => width && height && height < least)
          .map(([element]) => element.outerHTML.slice(0, 120))""",
        [within, FINGER_PX],
    )


@pytest.mark.parametrize("tab", ["Machines", "Steps", "kubectl"])
def test_a_tap_on_a_tab_opens_the_sheet_with_that_tab(phone, tab):
    phone.open()
    phone.page.get_by_role("tab", name=tab).tap()
    expect(phone.page.locator(".panels.open")).to_be_visible()
    expect(phone.page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")


def test_all_of_the_bar_stays_on_the_screen_with_company_and_branches(phone, visit, server):
    alice = Stage(visit().page(), server.url).open("/learn/first-pod/")
    alice.page.locator("#lesson").get_by_role("button", name="Just play").click()
    alice.pause()
    alice.press("c")
    address = alice.page.get_by_label("watches with you").input_value()
    alice.press("Escape", "5")
    phone.page.goto(address)
    phone.wait()
    alice.press("d")
    expect(phone.page.get_by_role("button", name=re.compile("branch 2 of 2"))).to_be_visible()
    for name in ("Who is here", "Share"):
        expect(phone.page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert is_within(phone.page)


def test_who_is_refused_in_a_class_reads_why_and_can_go_on_alone(phone, visit, server):
    alice = Stage(visit().page(), server.url).open("/learn/first-pod/")
    alice.page.locator("#lesson").get_by_role("button", name="Just play").click()
    alice.pause()
    alice.press("c")
    phone.page.goto(alice.page.get_by_label("watches with you").input_value())
    phone.wait()
    phone.page.get_by_role("tab", name="YAML").tap()
    phone.page.get_by_role("button", name="Break something").tap()
    phone.page.get_by_role("button", name="Delete the Pod").tap()
    expect(phone.page.get_by_role("button", name="Only the host")).to_be_in_viewport(ratio=1)
    away = phone.page.get_by_role("button", name="Go on in my own session")
    expect(away).to_be_in_viewport(ratio=1)
    assert is_within(phone.page)
    followed = phone.page.url
    away.tap()
    phone.page.wait_for_url(lambda url: url != followed)
    phone.wait()


@pytest.mark.parametrize(
    "path", ["/learn/", "/learn/class/", "/true/", "/questions/", "/notes/", "/compare/"]
)
def test_what_is_to_be_pressed_is_as_large_as_a_finger(phone, path):
    phone.page.goto(phone.url + path)
    expect(phone.page.locator("h1")).to_be_visible()
    assert too_small(phone.page, "main") == []
    assert is_within(phone.page)


def test_so_is_what_the_sheet_holds(phone):
    phone.open()
    phone.pause()
    for tab in phone.page.get_by_role("tab").all():
        tab.tap()
        expect(tab).to_have_attribute("aria-selected", "true")
        assert too_small(phone.page, ".panel-head") == []
    phone.page.get_by_role("tab", name="Steps").tap()
    expect(phone.page.locator(".steps button").first).to_be_visible()
    assert too_small(phone.page, ".steps") == []


def test_so_is_what_stands_around_an_empty_editor(phone):
    phone.page.goto(phone.url + "/new/")
    expect(phone.page.locator(".examples .pill").first).to_be_visible()
    assert too_small(phone.page, ".editing") == []


@pytest.mark.parametrize(("width", "height"), [(960, 540), (844, 390)])
def test_where_there_is_little_height_what_plays_stays_in_sight(visit, server, width, height):
    stage = Stage(visit({"width": width, "height": height}).page(), server.url).open()
    play = stage.page.locator(".transport .play")
    expect(play).to_be_in_viewport(ratio=1)
    stage.page.locator(".moment").hover()
    stage.page.mouse.wheel(0, 200)
    expect(play).to_be_in_viewport(ratio=1)
