"""What people come for, from the first page to the link in somebody else's browser."""

import re

import pytest
from playwright.sync_api import expect

from lifecycle.sessions.link import decode
from tests.browser.conftest import PHONE
from tests.browser.stage import EXEC_LIVENESS, Stage


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    # Inserting text as one piece, Chromium tries to style the new lines itself; it may not.
    visitor.expected = re.compile("Applying inline style")
    return Stage(visitor.page(), server.url)


def test_the_first_page_plays_a_scene(stage):
    stage.open()
    first = stage.seconds
    expect(stage.page.locator(".clock b")).not_to_have_text(f"{first:.2f} s")
    assert stage.playing and stage.seconds > first
    assert stage.board[-3] or stage.board[-4]


def test_a_scene_is_found_in_the_library_and_played(stage):
    stage.open()
    stage.press("l")
    stage.page.get_by_role("searchbox").fill("crash")
    stage.page.locator(".scene-row").first.click()
    stage.page.wait_for_url(re.compile(r"/s/[\w-]{16,}/"))
    stage.wait()
    stage.pause()
    stage.press("Home")
    stage.step_until("Error")


def test_a_file_is_chosen_checked_and_played(stage):
    stage.open("/")
    with stage.page.expect_file_chooser() as chooser:
        stage.page.get_by_role("button", name="Upload").first.click()
    chooser.value.set_files(
        {"name": "checked.yaml", "mimeType": "text/yaml", "buffer": EXEC_LIVENESS.encode()}
    )
    play_what_is_written(stage)


def test_a_file_is_dropped_on_the_page_and_played(stage):
    stage.open("/")
    transfer = stage.page.evaluate_handle(
        """(text) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], "checked.yaml", {type: "text/yaml"}));
          return transfer;
        }""",
        EXEC_LIVENESS,
    )
    for event in ("dragover", "drop"):
        stage.page.dispatch_event("body", event, {"dataTransfer": transfer})
    play_what_is_written(stage)


def play_what_is_written(stage):
    """The editor holds the exec-liveness Pod: play it and see it be killed and restarted."""
    before = stage.page.url
    expect(stage.page.locator(".cm-content")).to_contain_text("touch /tmp/ok")
    expect(stage.page.get_by_text("The API server would take this.")).to_be_visible()
    stage.page.locator(".editing").get_by_role("button", name="Play", exact=True).click()
    stage.page.wait_for_url(re.compile(r"/s/[\w-]{16,}/"))
    assert stage.page.url != before
    stage.wait()
    stage.pause()
    stage.press("Home")
    stage.step_until("Liveness probe failed")
    failed_at = stage.seconds
    assert 20 <= failed_at <= 30
    # The shell ignores SIGTERM: 30 s of grace before the restart.
    stage.step_until("1 (")
    assert failed_at + 35 <= stage.seconds <= failed_at + 50


def write(stage, text):
    """Everything that the editor holds, as if it had been pasted."""
    stage.page.locator(".cm-content").click()
    stage.press("Control+a")
    stage.page.keyboard.insert_text(text)


def test_problems_are_underlined_with_the_api_servers_words(stage):
    stage.open()
    stage.press("e")
    content = stage.page.locator(".cm-content")
    expect(content).to_be_visible()
    write(
        stage,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
        "  - {name: app, image: nginx, imagePullpolicy: Always}\n",
    )
    expect(stage.page.locator(".complaints")).to_contain_text(
        'unknown field "spec.containers[0].imagePullpolicy"'
    )
    expect(stage.page.locator(".cm-lintRange-error").first).to_be_visible()


def test_stepping_back_shows_exactly_what_was(stage):
    stage.open()
    stage.pause()
    stage.press("Home")
    there = []
    for _ in range(12):
        stage.step("ArrowRight")
        there.append(stage.moment)
    back = [there[-1]]
    for _ in range(11):
        stage.step("ArrowLeft")
        back.append(stage.moment)
    assert back[::-1] == there
    assert len({seconds for seconds, _, _ in there}) > 6


def test_deleting_in_the_past_begins_a_branch_and_the_old_one_stays(stage):
    stage.open()
    stage.pause()
    stage.press("Home")
    stage.step_until("2/2")
    at = stage.seconds
    stage.press("d")
    expect(stage.page.locator(".sentence")).to_contain_text("delete")
    stage.step_until("Terminating")
    assert at <= stage.seconds < at + 2
    stage.press("b")
    dialog = stage.page.get_by_role("dialog")
    begun = dialog.get_by_role("button").filter(has_text="kubectl delete")
    expect(begun).to_have_attribute("aria-current", "true")
    expect(begun).to_contain_text("deleted")
    dialog.get_by_role("button").filter(has_text="The scenario").click()
    expect(stage.page.locator(".board")).not_to_contain_text("Terminating")
    stage.step_until("1/2")


def test_fields_are_completed_and_explained(stage):
    stage.open()
    stage.press("e")
    write(stage, "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  rest")
    completion = stage.page.locator(".cm-tooltip-autocomplete")
    stage.press("Control+Space")
    expect(completion).to_contain_text("restartPolicy")
    completion.get_by_role("option").filter(has_text="restartPolicy").click()
    expect(stage.page.locator(".cm-content")).to_contain_text("restartPolicy:")
    stage.press("Control+Space")
    expect(completion).to_contain_text("OnFailure")
    stage.press("Escape")
    stage.page.locator(".yaml-key", has_text="restartPolicy").hover()
    expect(stage.page.locator(".field-card")).to_contain_text("Restart policy for all containers")


def test_a_broken_probe_takes_the_pod_out_of_the_service_until_it_recovers(stage):
    stage.open()
    stage.pause()
    stage.press("Home")
    stage.step_until("2/2")
    stage.run("fault probe shop -c app readiness fail")
    stage.step_until("1/2")
    stage.run("fault probe shop -c app readiness clear")
    stage.step_until("2/2")


def test_a_hash_link_opens_the_same_moment_in_another_browser(stage, visit, server):
    stage.open()
    stage.pause()
    stage.press("Home")
    stage.step_until("2/2")
    stage.run("kubectl delete pod shop --grace-period=2")
    stage.step_until("Terminating")
    told = stage.moment
    link = share(stage, "share-link")
    assert "/#v1:" in link
    follow(visit, server, link, told)


def test_a_short_link_opens_the_same_moment_in_another_browser(stage, visit, server):
    stage.open()
    stage.pause()
    stage.press("Home")
    stage.step_until("2/2")
    told = stage.moment
    stage.press("s")
    stage.page.get_by_role("button", name="Make a short link").click()
    field = stage.page.locator("#share-short")
    expect(field).to_have_value(re.compile(r"/l/"))
    follow(visit, server, field.input_value(), told)


def share(stage, field):
    stage.press("s")
    line = stage.page.locator(f"#{field}")
    expect(line).to_have_value(re.compile("http"))
    link = line.input_value()
    stage.press("Escape")
    return link


def follow(visit, server, link, told):
    """Somebody else opens the link, and is told the same."""
    other = Stage(visit().page(), server.url)
    other.page.goto(link)
    other.page.wait_for_url(re.compile(r"/s/"))
    other.wait_for(told)
    assert not other.playing


def test_secrets_are_pointed_out_before_sharing_and_can_be_blanked(stage):
    stage.open()
    stage.press("e")
    write(
        stage,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
        "  - name: app\n    image: nginx\n    env:\n"
        "    - {name: DB_PASSWORD, value: hunter2}\n",
    )
    stage.press("Control+Enter")
    stage.page.wait_for_url(re.compile(r"/s/"))
    stage.wait()
    stage.press("s")
    warning = stage.page.get_by_role("alert").filter(has_text="looks like a secret")
    expect(warning).to_contain_text("DB_PASSWORD")
    field = stage.page.locator("#share-link")
    expect(field).to_have_value(re.compile("v1:"))
    before = field.input_value()
    stage.page.get_by_role("button", name="Blank them in the link").click()
    expect(warning).to_be_hidden()
    expect(field).not_to_have_value(before)
    shared = decode(field.input_value().partition("#")[2]).scenario.manifests
    assert "DB_PASSWORD" in shared and "hunter2" not in shared


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("#v1:AAAA", "damaged"),
        ("#v9:AAAA", "newer"),
        ("l/nosuchlink", "no such link"),
        ("s/nosuchsession/", "no such session"),
    ],
)
def test_a_link_that_cannot_be_opened_says_why(link, words, visit, server):
    visitor = visit()
    visitor.expected = re.compile("40[04]")
    page = visitor.page()
    page.goto(f"{server.url}/{link}")
    expect(page.locator("body")).to_contain_text(words)


def test_an_address_with_a_moment_opens_there(visit, server):
    stage = Stage(visit().page(), server.url).open("/?t=20s")
    assert 20 <= stage.seconds < 21
    assert not stage.playing


def test_after_kill_9_the_browser_reconnects_and_goes_on_where_it_was(visit, own_server):
    visitor = visit()
    visitor.expected = re.compile("WebSocket|ERR_CONNECTION_REFUSED")
    stage = Stage(visitor.page(), own_server.url).open()
    stage.pause()
    stage.press("Home")
    stage.step_until("2/2")
    stage.run("kubectl delete pod shop")
    stage.step_until("Terminating")
    told = stage.moment
    own_server.kill()
    expect(stage.page.locator("#connection")).to_contain_text("offline")
    stage.step("ArrowLeft")
    stage.step("ArrowRight")
    assert stage.moment == told
    own_server.start()
    expect(stage.page.locator("#connection")).not_to_contain_text("offline")
    stage.settle()
    assert stage.moment == told
    stage.run("kubectl delete pod shop --grace-period=0 --force")
    stage.press("End")
    assert stage.seconds >= told[0]


def test_on_a_phone_the_stage_plays_and_steps(visit, server):
    stage = Stage(visit(PHONE, has_touch=True).page(), server.url).open()
    stage.pause()
    stage.press("Home")
    assert stage.seconds == 0
    stage.page.get_by_role("button", name="Next event").click()
    stage.settle()
    assert stage.seconds > 0
    width = stage.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
