"""Chinese pages in a real browser: nothing is left in English but API terms and code."""

import re

import pytest
from playwright.sync_api import Page, expect

from lifecycle import scenes
from podviz.words import catalogue
from podviz.words.collect import DOMAINS
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import Stage
from tests.browser.test_access import complaints

PAGES = ("/learn/", "/questions/", "/notes/", "/true/", "/compare/", "/learn/class/")
TEXTS = """() => {
  const code = "script, style, pre, code, kbd, noscript, textarea, .cm-editor, .language";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest(code)) found.push(text.textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!element.closest(code)) found.push(element.getAttribute(name).trim());
  return found.filter(Boolean);
}"""
SENTENCE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = "dns fault image kill kubectl node pod probe process registry sandbox service traffic"
MACHINES = re.compile(
    rf"^({COMMANDS.replace(' ', '|')}) |^(Pod/|@|rpc |Scheduling is )|^[\w/.-]+: |: .*(/|message)",
    re.MULTILINE,
)
"""What is typed, and what the API server, the kubelet and processes say, is not translated."""
VALUES = {"True", "running", "never"}
"""Words of the page that are values of the API as well."""


@pytest.fixture(scope="module")
def english():
    """Every text of the page that is another one in Chinese."""
    found = set()
    for domain in DOMAINS:
        for message in catalogue.read("zh_Hans", domain):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else message.string
            found.update(text for text in ids if text not in strings)
    return found - VALUES


@pytest.fixture
def chinese(visit):
    visitor = visit(DESKTOP, locale="zh-CN")
    visitor.expected = re.compile("Applying inline style|status of 404")
    return visitor.page()


def left(page: Page, english: set[str]) -> list[str]:
    """What is still English, and names of values that nobody has put in."""
    return [
        text
        for text in page.evaluate(TEXTS)
        if text in english
        or re.search(r"%\(\w+\)", text)
        or (SENTENCE.search(text) and not CHINESE.search(text) and not MACHINES.search(text))
    ]


@pytest.mark.parametrize("path", [*PAGES, "/conformance/", "/nowhere/"])
def test_a_page_is_in_chinese(chinese, server, english, path):
    chinese.goto(server.url + path)
    expect(chinese.locator("html")).to_have_attribute("lang", "zh-hans")
    if path in PAGES:
        chinese.wait_for_load_state("networkidle")
        assert complaints(chinese) == []
    assert left(chinese, english) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_stage_is_in_chinese(visit, server, english, size):
    visitor = visit(size, locale="zh-CN")
    visitor.expected = re.compile("Applying inline style")
    stage = Stage(visitor.page(), server.url).open()
    stage.press("Space")
    for key in "0258":
        stage.press(key)
        stage.page.wait_for_timeout(100)
        assert left(stage.page, english) == [], key
    assert complaints(stage.page) == []


@pytest.mark.parametrize("key", ["?", "f", "b", "s", "l"])
def test_a_dialog_is_in_chinese(chinese, server, english, key):
    stage = Stage(chinese, server.url).open()
    stage.press("Space", key)
    chinese.wait_for_timeout(300)
    assert left(chinese, english) == []


def test_every_scene_is_in_chinese(chinese, server, english):
    wrong = {}
    for name in scenes.names():
        scene = scenes.scene(name)
        Stage(chinese, server.url).open(f"/learn/{name}/")
        expect(chinese.locator("#scene b")).to_have_text(scene.translations["zh-hans"][scene.title])
        wrong[name] = left(chinese, english)
    assert not {name: texts for name, texts in wrong.items() if texts}


def test_a_visitor_chooses_a_language_and_keeps_it(page, server):
    page.goto(f"{server.url}/questions/")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("大家反复问的 25 个问题")
    page.goto(f"{server.url}/learn/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Learn")).to_be_visible()
