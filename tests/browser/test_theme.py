"""Light, dark or as the system: one button on each page, and one choice for all of them."""

import re

import pytest
from playwright.sync_api import expect

PAGES = ("/", "/learn/", "/questions/", "/notes/", "/compare/", "/conformance/", "/nowhere/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_button_and_what_it_chooses_stays(visit, server, path):
    visitor = visit(color_scheme="light")
    visitor.expected = re.compile("status of 404")
    page = visitor.page()
    page.goto(server.url + path)
    button = page.locator("#theme")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    expect(button).to_have_attribute("title", "As the system")
    button.click()
    expect(button).to_have_attribute("title", "Light")
    button.click()
    expect(button).to_have_attribute("title", "Dark")
    assert page.evaluate(ground) != light
    page.goto(server.url + "/learn/")
    expect(button).to_have_attribute("title", "Dark")
    button.click()
    page.reload()
    expect(button).to_have_attribute("title", "As the system")
    assert page.evaluate(ground) == light


def test_the_key_on_the_stage_tells_on_the_button_what_holds(visit, server):
    page = visit().page()
    page.goto(server.url)
    page.keyboard.press("t")
    expect(page.locator("#theme")).to_have_attribute("title", "Light")
