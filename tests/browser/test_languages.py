"""Chinese pages in a real browser: nothing is left in English but API terms and code."""

import re

import pytest
from playwright.sync_api import Page, expect

from lifecycle import scenes
from lifecycle.sessions.scenario import Scenario
from tests.browser.chinese import Leftovers
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import Stage
from tests.browser.test_access import complaints

PAGES = ("/learn/", "/questions/", "/notes/", "/true/", "/compare/", "/learn/class/")
NOTICES = ("/nowhere/", "/s/none/", "/l/none", "/conformance/")
DIALOGS = ("?", "f", "b", "s", "l", "c", "g", "Control+k")
WRONG = """\
apiVersion: v1
kind: Pod
metadata: {name: Web_1}
spec:
  containers:
  - name: app
    image: acme/app
    livenesProbe: {exec: {command: [ls]}}
    resources: {limits: {memory: 1 GB}}
    envFrom: [{configMapRef: {name: settings}}]
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: strict}
---
- one
- two
"""
ASSUMED = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
  - {name: migrate, image: acme/migrate}
  containers:
  - name: app
    image: acme/app
    env: [{name: DB_PASSWORD, value: hunter2hunter2}]
    securityContext: {privileged: true}
    lifecycle: {preStop: {exec: {command: [/bin/bye]}}}
"""
FIRST = scenes.first()
MENDED = "startup-probe"
LESSON = "crash-loop"


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def chinese(request, visit):
    visitor = visit(request.param, locale="zh-CN")
    visitor.expected = re.compile("Applying inline style|status of 40")
    return visitor.page()


def written() -> str:
    """What the scenes are made of: pages that list them name their objects."""
    return "\n".join(scenes.scene(name).manifests for name in scenes.names())


def left(page: Page, *names: str) -> list[str]:
    """What is left on a page that plays these scenes, and what axe has against it."""
    own = [written(), *(scenes.scene(name) for name in names)]
    return Leftovers(own).on(page) + complaints(page)


@pytest.mark.parametrize("path", [*PAGES, *NOTICES])
def test_a_page_is_in_chinese(chinese, server, path):
    chinese.goto(server.url + path)
    expect(chinese.locator("html")).to_have_attribute("lang", "zh-hans")
    chinese.wait_for_load_state("networkidle")
    assert Leftovers([written()]).on(chinese) + complaints(chinese) == []


def test_the_stage_is_in_chinese_at_every_moment_and_in_every_tab(chinese, server):
    stage = Stage(chinese, server.url).open()
    stage.press("Space")
    find = Leftovers([scenes.scene(FIRST)])
    for key in "0258":
        stage.press(key)
        stage.settle()
        assert find.on(chinese) == [], key
        for tab in chinese.get_by_role("tab").all():
            stage.show_tab(tab)
            assert find.on(chinese) == [], (key, tab.inner_text())
    assert complaints(chinese) == []


@pytest.mark.parametrize("key", DIALOGS)
def test_a_dialog_is_in_chinese_with_all_its_folds_open(chinese, server, key):
    stage = Stage(chinese, server.url).open()
    stage.press("Space")
    for fold in stage.open_dialog(key).locator("summary").all():
        fold.click()
    stage.settle()
    assert left(chinese, FIRST) == []


def test_what_is_wrong_with_a_manifest_is_explained_in_chinese(chinese, server):
    chinese.goto(f"{server.url}/new/")
    chinese.locator(".cm-content").click()
    chinese.keyboard.insert_text(WRONG)
    expect(chinese.locator(".complaints li")).to_have_count(5)
    assert Leftovers([WRONG]).on(chinese) == []
    said = chinese.locator(".complaints .hint").all_inner_texts()
    assert "是不是想写 `livenessProbe`？" in said
    assert chinese.locator(".complaints [lang=en]", has_text="livenesProbe").count() == 1


def test_what_is_assumed_and_what_is_secret_is_told_in_chinese(visit, server):
    visitor = visit(locale="zh-CN")
    visitor.expected = re.compile("Applying inline style")
    page = visitor.page()
    page.goto(f"{server.url}/new/")
    page.locator(".cm-content").click()
    page.keyboard.insert_text(ASSUMED)
    page.keyboard.press("Control+Enter")
    stage = Stage(page, server.url).wait()
    page.locator("button.honesty").click()
    find = Leftovers([Scenario(ASSUMED)])
    for fold in page.locator("dialog[open] summary").all():
        fold.click()
    assert find.on(page) + complaints(page) == []
    stage.press("Escape")
    expect(stage.open_dialog("s").get_by_role("alert")).to_be_visible()
    assert find.on(page) + complaints(page) == []


@pytest.mark.parametrize("link", ["v1:damaged", "v9:newer"])
def test_a_link_that_can_not_be_opened_says_so_in_chinese(chinese, server, link):
    chinese.goto(f"{server.url}/#{link}")
    expect(chinese.locator(".sentence em")).to_have_text(re.compile(r"\S"))
    assert left(chinese, FIRST) == []


def test_a_lesson_is_in_chinese_from_the_saying_to_the_mended_manifest(chinese, server):
    stage = Stage(chinese, server.url).open(f"/learn/{MENDED}/")
    find = Leftovers([scenes.scene(MENDED)])
    lesson = chinese.locator("#lesson")
    assert find.on(chinese) == []
    lesson.get_by_role("button", name="不对").click()
    expect(lesson.locator("kbd").first).to_be_visible()
    assert find.on(chinese) == []
    stage.press("1")
    assert find.on(chinese) == []
    lesson.get_by_role("button", name="继续播放").click()
    stage.press("End")
    lesson.get_by_role("button", name="修复它").click()
    expect(lesson.locator(".goals li").first).to_be_visible()
    assert find.on(chinese) == []
    for goal in lesson.locator(".goals li, .goals small").all():
        assert re.search(r"[\u4e00-\u9fff]", goal.inner_text())


def test_every_scene_is_in_chinese(visit, server):
    visitor = visit(locale="zh-CN")
    visitor.expected = re.compile("Applying inline style")
    page, wrong = visitor.page(), {}
    for name in scenes.names():
        scene = scenes.scene(name)
        Stage(page, server.url).open(f"/learn/{name}/")
        expect(page.locator("#scene b")).to_have_text(scene.translations["zh-hans"][scene.title])
        wrong[name] = Leftovers([scene]).on(page)
    assert not {name: texts for name, texts in wrong.items() if texts}


def test_what_people_say_is_held_against_the_simulation_in_chinese(chinese, server):
    chinese.goto(f"{server.url}/true/")
    card = chinese.locator(".sayings > li").first
    card.locator("[data-guess=right]").click()
    expect(card.locator(".held small").first).to_have_text(re.compile("发生|它|从未"))
    assert left(chinese, card.get_attribute("data-scene")) == []


def test_two_at_once_are_compared_in_chinese(chinese, server):
    chinese.goto(f"{server.url}/compare/?scene={MENDED}")
    expect(chinese.locator("#result")).to_be_visible()
    assert left(chinese, MENDED) == []


def test_a_forgotten_word_is_found(chinese, server):
    chinese.goto(f"{server.url}/questions/")
    chinese.evaluate("document.querySelector('main').append('它 whispers 了', 'Play it so')")
    assert [text.split(" [")[0] for text in Leftovers().on(chinese)] == [
        "它 whispers 了",
        "Play it so",
    ]


def test_a_visitor_chooses_a_language_and_keeps_it(page, server):
    page.goto(f"{server.url}/questions/")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("大家反复问的 25 个问题")
    page.goto(f"{server.url}/learn/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Learn")).to_be_visible()


@pytest.mark.parametrize("path", ["/questions/?x=1#q7", "/?t=5s#v1:damaged", "/conformance/#gaps"])
def test_switching_keeps_the_query_and_what_stands_behind_it(visit, server, path):
    visitor = visit()
    visitor.expected = re.compile("Applying inline style|status of 400")
    page = visitor.page()
    page.goto(server.url + path)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page).to_have_url(server.url + path)


@pytest.mark.parametrize("path", ["/nowhere/", "/conformance/"])
def test_every_page_offers_the_other_language(visit, server, path):
    visitor = visit()
    visitor.expected = re.compile("Applying inline style|status of 404")
    page = visitor.page()
    page.goto(server.url + path)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert complaints(page) == []
