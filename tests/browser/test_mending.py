"""What is wrong is mended by a click; what is broken is listed, mended and part of the link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    # As in the journeys; and a refused assumption is an answer with the status 400.
    visitor.expected = re.compile("Applying inline style|status of 400")
    return Stage(visitor.page(), server.url)


OLD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: example.com/team/shop:7
    imagePullpolicy: Always
    envFrom: [{configMapRef: {name: settings}}]
"""


def write(stage, text):
    stage.open()
    stage.press("e")
    stage.page.locator(".cm-content").click()
    stage.press("Control+a")
    stage.page.keyboard.insert_text(text)


def play(stage):
    before = stage.page.url
    stage.page.locator(".editing").get_by_role("button", name="Play", exact=True).click()
    stage.page.wait_for_url(lambda url: url != before and "/s/" in url)
    stage.wait()


def test_remedies_edit_the_text_and_can_be_undone(stage):
    write(stage, OLD)
    said = stage.page.locator(".complaints")
    expect(said).to_contain_text('unknown field "spec.containers[0].imagePullpolicy"')
    said.get_by_role("button", name="Write imagePullPolicy instead of imagePullpolicy").click()
    content = stage.page.locator(".cm-content")
    expect(content).to_contain_text("imagePullPolicy: Always")
    expect(stage.page.get_by_text("The API server would take this.")).to_be_visible()
    stage.press("Control+z")
    expect(content).to_contain_text("imagePullpolicy: Always")
    expect(said).to_contain_text("unknown field")
    stage.press("Control+y")
    said.get_by_role("button", name="Create the ConfigMap settings").click()
    expect(content).to_contain_text("kind: ConfigMap")
    expect(said).to_have_count(0)
    play(stage)
    stage.step_until("1/1")


def test_a_fault_is_listed_mended_and_travels_in_the_link(stage):
    write(stage, OLD.replace("imagePullpolicy", "imagePullPolicy"))
    play(stage)
    stage.pause()
    stage.press("f")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog).to_contain_text("ConfigMap settings")
    dialog.get_by_label("Name of the Service").fill("db")
    dialog.get_by_role("button", name="Let DNS not know the name").click()
    count = stage.page.locator(".editor-foot .count")
    expect(count).to_have_text("1")
    stage.press("s")
    link = dialog.locator(".copy-line input").first
    expect(link).to_have_value(re.compile("#v1"))
    other = stage.page.context.new_page()
    other.goto(link.input_value())
    expect(other.locator(".editor-foot .count")).to_have_text("1")
    other.close()
    dialog.get_by_role("button", name="Close").click()
    stage.press("f")
    expect(dialog.locator(".in-force").first).to_contain_text("fault dns db fail")
    dialog.get_by_role("button", name="Mend it").click()
    expect(count).to_have_count(0)


def test_what_is_assumed_is_changed_on_the_page(stage):
    write(stage, OLD.replace("imagePullpolicy", "imagePullPolicy"))
    play(stage)
    stage.page.locator(".honesty").click()
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_text("Assume something else").click()
    dialog.get_by_label("It answers HTTP with").fill("5xx")
    dialog.get_by_role("button", name="Play it so").click()
    expect(dialog.get_by_role("alert")).to_contain_text("an HTTP status or nothing")
    before = stage.page.url
    dialog.get_by_label("It answers HTTP with").fill("500")
    dialog.get_by_role("button", name="Play it so").click()
    stage.page.wait_for_url(lambda url: url != before)
    stage.wait()
    stage.page.locator(".honesty").click()
    expect(stage.page.get_by_role("dialog")).to_contain_text("serves=500")
