"""Scripts in every text that a stranger can send: they are shown, and never run."""

import json
import re

import pytest
from playwright.sync_api import expect

from lifecycle.sessions.link import encode
from lifecycle.sessions.scenario import Chapter, Scenario, Step
from tests.browser.stage import Stage

EVIL = "\"'><img src=x onerror=hacked=1><script>hacked=1</script>{{7*7}}${hacked=1}</title>"
QUOTED = json.dumps(EVIL)
MANIFESTS = f"""\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    note: {QUOTED}
spec:
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, {json.dumps(f"echo '{EVIL.replace(chr(39), str())}'; sleep 3; exit 1")}]
    env:
    - name: EVIL
      value: {QUOTED}
    livenessProbe:
      exec: {{command: [echo, {QUOTED}]}}
"""
SCENARIO = Scenario(
    manifests=MANIFESTS,
    title=EVIL,
    summary=EVIL,
    script=(Step(5_000, f"kubectl annotate pod web evil={EVIL!r}"), Step(6_000, EVIL)),
    chapters=(Chapter(0, EVIL), Chapter(9_000, EVIL)),
    until_ms=30_000,
)
DIALOGS = "lsbfc?"
TABS = ("Machines", "Anatomy", "Termination", "Steps", "kubectl", "describe", "Events", "Logs")


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    visitor.expected = re.compile("Applying inline style")
    return Stage(visitor.page(), server.url)


def assert_nothing_ran(page):
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("script:not([src]):not([type])").count() == 0


def test_no_text_of_a_link_runs_anywhere_on_the_stage(stage):
    page = stage.page
    stage.open(f"/#{encode(SCENARIO, 5_000)}")
    page.wait_for_url(re.compile(r"/s/"))
    stage.wait()
    stage.pause()
    expect(page.locator("#scene")).to_contain_text("<script>")
    for key in ("Home", *["ArrowRight"] * 12):
        stage.press(key)
    for name in TABS:
        tab = page.get_by_role("tab", name=name)
        if tab.count():
            tab.first.click()
    for key in DIALOGS:
        stage.open_dialog(key)
        assert_nothing_ran(page)
        stage.press("Escape")
    assert_nothing_ran(page)


def test_no_command_or_name_of_a_branch_runs(stage):
    stage.open()
    stage.pause()
    stage.press("f")
    field = stage.page.get_by_label("A command")
    for line in (EVIL, f"kubectl annotate pod --all evil={EVIL!r}"):
        field.fill(line)
        field.press("Enter")
        stage.settle()
        assert_nothing_ran(stage.page)
        if not field.is_visible():
            break
    stage.press("Escape")
    stage.open_dialog("b")
    assert_nothing_ran(stage.page)


def test_no_mistake_in_a_manifest_runs_where_it_is_explained(stage):
    stage.page.goto(f"{stage.url}/new/")
    stage.page.locator(".cm-content").click()
    stage.page.keyboard.insert_text(f"apiVersion: v1\nkind: {QUOTED}\n{QUOTED}: {{a: 1}}\n")
    expect(stage.page.locator(".complaints")).to_be_visible()
    assert_nothing_ran(stage.page)


@pytest.mark.parametrize(
    "path", ["/s/<script>hacked=1</script>/", "/l/%3Cimg%20src=x%3E", "/#v1:<b>"]
)
def test_no_address_runs(path, visit, server):
    visitor = visit()
    visitor.expected = re.compile("Failed to load resource")
    page = visitor.page()
    page.goto(server.url + path)
    page.wait_for_timeout(500)
    assert_nothing_ran(page)


def test_no_text_runs_in_an_embedded_page(visit, server):
    page = visit().page()
    page.goto(f"{server.url}/new/")
    payload = encode(SCENARIO, 5_000)
    token = page.evaluate("document.cookie.match(/csrftoken=([^;]+)/)[1]")
    made = page.request.post(
        f"{server.url}/api/links",
        data={"payload": payload},
        headers={"x-csrftoken": token, "referer": server.url},
    )
    page.goto(f"{server.url}/embed/{made.json()['short']}/?autoplay=1&lanes={EVIL}&theme={EVIL}")
    expect(page.locator(".clock b")).to_have_text(re.compile(r"\d"))
    page.wait_for_timeout(1500)
    assert_nothing_ran(page)
