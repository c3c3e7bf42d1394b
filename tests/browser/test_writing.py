"""Writing a manifest: what was written is there again, and mistakes are told where they are."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import EXEC_LIVENESS, Stage

REMARK = "# a remark"


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    # Inserting text as one piece, Chromium tries to style the new lines itself; it may not.
    visitor.expected = re.compile("Applying inline style|status of 400")
    return Stage(visitor.page(), server.url)


@pytest.fixture
def written(stage):
    """The editor of a session, in which a line was added to what is played."""
    stage.open()
    stage.pause()
    stage.press("e")
    expect(editor(stage)).to_contain_text("kind: Pod")
    stage.press("Control+Home")
    stage.page.keyboard.insert_text(f"{REMARK}\n")
    expect(editor(stage)).to_contain_text(REMARK)
    return stage


def editor(stage):
    return stage.page.locator(".cm-content")


def test_what_is_written_stays_when_the_editor_is_closed_and_opened(written):
    written.page.get_by_role("button", name="Back to what is played").click()
    expect(editor(written)).to_be_hidden()
    written.press("e")
    expect(editor(written)).to_contain_text(REMARK)


def test_what_is_written_is_there_after_a_reload(written):
    written.page.reload()
    written.wait()
    written.press("e")
    expect(editor(written)).to_contain_text(REMARK)
    expect(editor(written)).to_contain_text("kind: Pod")


def test_all_that_was_changed_can_be_undone(written):
    undo = written.page.get_by_role("button", name="Undo all")
    undo.click()
    expect(editor(written)).not_to_contain_text(REMARK)
    expect(undo).to_be_hidden()
    written.press("Control+z")
    expect(editor(written)).to_contain_text(REMARK)


def test_the_way_back_from_what_is_played_leads_to_what_was_written(stage):
    stage.page.goto(stage.url + "/new/")
    editor(stage).click()
    stage.page.keyboard.insert_text(EXEC_LIVENESS)
    stage.page.keyboard.press("Control+Enter")
    stage.page.wait_for_url(re.compile(r"/s/"))
    stage.wait()
    stage.page.go_back()
    stage.page.wait_for_url(re.compile(r"/new/"))
    expect(editor(stage)).to_contain_text("touch /tmp/ok")
    stage.open()
    stage.page.get_by_role("link", name="New").click()
    expect(editor(stage)).to_contain_text("Paste a manifest")


def test_a_refusal_that_is_listed_leaves_the_button_where_it_is(stage):
    stage.page.goto(stage.url + "/new/")
    editor(stage).click()
    stage.page.keyboard.insert_text(EXEC_LIVENESS.replace("periodSeconds", "x" * 60))
    expect(stage.page.locator(".complaints")).to_contain_text("unknown field")
    stage.page.keyboard.press("Control+Enter")
    play = stage.page.locator(".editing-foot .primary")
    expect(play).to_have_text(re.compile("Play"))
    expect(stage.page.locator(".editing-foot .problem")).to_contain_text("1 problem")
    sideways = "(foot) => foot.scrollWidth > foot.clientWidth"
    assert not stage.page.locator(".editing-foot").evaluate(sideways)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nothing.yaml", b"", "nothing.yaml is empty."),
        ("picture.yaml", bytes(range(256)), "picture.yaml was left out: it is no text."),
    ],
)
def test_a_file_that_holds_no_manifest_is_named(stage, name, content, words):
    stage.page.goto(stage.url + "/new/")
    expect(editor(stage)).to_be_visible()
    with stage.page.expect_file_chooser() as chooser:
        stage.page.locator(".editing").get_by_role("button", name="Upload").click()
    chooser.value.set_files({"name": name, "mimeType": "text/yaml", "buffer": content})
    expect(stage.page.get_by_role("alert")).to_have_text(words)
