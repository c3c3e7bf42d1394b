"""Learning in a real browser: by keyboard, with the future hidden, and nothing axe complains of."""

import re

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from lifecycle import scenes
from lifecycle.sessions.scenariotext import dump
from tests.browser.stage import EXEC_LIVENESS, Stage
from tests.browser.test_access import LOOKS, complaints

PAGES = ["/learn/", "/questions/", "/notes/", "/true/", "/compare/?scene=crash-loop"]
EVERY_LOOK = pytest.mark.parametrize(("size", "scheme"), LOOKS.values(), ids=LOOKS)


@pytest.fixture
def stage(visit, server):
    visitor = visit()
    visitor.expected = re.compile("Applying inline style")
    return Stage(visitor.page(), server.url)


@EVERY_LOOK
def test_the_pages_have_no_complaint_and_no_sideways_scrolling(visit, server, size, scheme):
    page = visit(size, color_scheme=scheme).page()
    for path in [*PAGES, "/learn/class/"]:
        page.goto(server.url + path)
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert complaints(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


@EVERY_LOOK
def test_a_lesson_has_no_complaint_in_any_of_its_modes(visit, server, size, scheme):
    page = visit(size, color_scheme=scheme).page()
    page.goto(server.url + "/learn/term-ignored/")
    strip = page.locator("#lesson")
    expect(strip.get_by_role("button", name="Half true")).to_be_visible()
    assert complaints(page) == []
    strip.get_by_role("button", name="Half true").click()
    expect(strip).to_have_attribute("data-mode", "question")
    assert complaints(page) == []
    page.keyboard.press("2")
    expect(strip).to_contain_text("Right.")
    assert complaints(page) == []


def faster(page):
    page.locator(".transport select").select_option("100")


def test_a_lesson_from_the_saying_to_the_mended_manifest(stage):
    page = stage.page
    page.goto(stage.url + "/learn/term-ignored/")
    strip = page.locator("#lesson")
    strip.get_by_role("button", name="True", exact=True).click()
    expect(strip).to_have_attribute("data-mode", "question")
    assert stage.seconds == pytest.approx(8, abs=0.1)
    expect(page.locator(".clock")).to_contain_text("of 8 s")
    stage.press("1")
    expect(strip).to_contain_text("No: When its fifteen seconds of grace are over.")
    faster(page)
    strip.get_by_role("button", name="Play on").click()
    expect(strip).to_have_attribute("data-mode", "end")
    expect(strip).to_contain_text("Half true.")
    strip.get_by_role("button", name="Mend it").click()
    expect(strip.locator(".goals .is-wrong")).to_have_count(2)
    strip.get_by_role("button", name="A hint").click()
    expect(strip).to_contain_text("Which process of the container gets SIGTERM?")
    strip.get_by_role("button", name="Change the manifest").click()
    page.locator(".cm-content").click()
    stage.press("Control+a")
    page.keyboard.insert_text(scenes.scene("term-ignored").lesson.fixed)
    page.get_by_role("button", name="Play", exact=True).first.click()
    expect(strip.locator(".goals .is-right")).to_have_count(2)
    expect(strip).to_contain_text("Mended.")
    page.goto(stage.url + "/learn/")
    expect(page.locator("#progress")).to_contain_text(re.compile(r"1 of \d+ scenes done"))
    expect(page.locator('[data-scene="term-ignored"]')).to_have_class("done")


def test_what_is_told_comes_and_goes_with_the_playhead(stage):
    stage.open("/learn/crash-loop/")
    page = stage.page
    page.locator("#lesson").get_by_role("button", name="Just play").click()
    page.goto(stage.url + "/scenes/")
    stage.wait()
    page.keyboard.press("Escape")
    stage.pause()
    stage.press("End")
    expect(page.locator("#lesson")).to_contain_text("The Pod is deleted.")
    stage.press("Home")
    expect(page.locator("#lesson")).not_to_contain_text("The Pod is deleted.")


def test_any_manifest_is_asked_about_and_the_answer_is_what_is_played(stage):
    page = stage.page
    page.goto(stage.url + "/new/")
    page.locator(".cm-content").click()
    page.keyboard.insert_text(EXEC_LIVENESS)
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_url(re.compile(r"/s/"))
    stage.wait()
    stage.pause()
    stage.press("2", "q")
    strip = page.locator("#lesson")
    expect(strip).to_have_attribute("data-mode", "question")
    asked = stage.seconds
    expect(page.locator(".asking")).to_have_count(1)
    expect(page.locator(".sentence em")).to_have_text("what comes next?")
    stage.press("1")
    expect(strip).to_contain_text(re.compile("Right|No: "))
    strip.get_by_role("button", name="Play on").click()
    expect(strip).to_have_attribute("data-mode", re.compile("question|playing"))
    assert stage.seconds >= asked


def test_two_manifests_play_on_one_clock_and_one_link_holds_both(stage):
    page = stage.page
    page.goto(stage.url + "/compare/?scene=exit-zero-crash-loop")
    result = page.locator("#result")
    expect(result.locator("h2").first).to_contain_text("They part at")
    expect(result.locator(".costs .differs").first).to_be_visible()
    expect(result.locator(".difference .added").first).to_contain_text("OnFailure")
    page.get_by_role("slider").press("End")
    expect(result.locator(".clock output")).to_have_text("2 min 0 s")
    page.get_by_role("button", name="One link for both").click()
    page.locator("#pair-link a").click()
    page.wait_for_url(re.compile(r"/compare/[\w]+/"))
    expect(page.locator("#result h2").first).to_contain_text("They part at")


def test_branches_are_compared_each_with_its_own_script(stage):
    stage.open("/learn/first-pod/")
    page = stage.page
    page.locator("#lesson").get_by_role("button", name="Just play").click()
    stage.pause()
    stage.press("3")
    stage.run("kubectl delete pod hello --grace-period=0 --force")
    stage.press("b")
    page.get_by_role("link", name="Compare").click()
    result = page.locator("#result")
    expect(result.locator("h2").first).to_contain_text("They part at")
    expect(result.locator("h3").first).to_contain_text("--force")
    expect(result.locator("h3").last).to_contain_text("The scenario")
    expect(result.locator(".difference .left")).to_contain_text("--force")
    mine = page.get_by_role("group", name="The first").get_by_label("Script")
    expect(mine).to_have_value(re.compile("--force"))
    parted = result.locator("h2").first.inner_text()
    mine.fill("")
    page.get_by_role("button", name="Compare").click()
    expect(result.locator("h2").first).not_to_have_text(parted)
    page.get_by_role("link", name="Back to the session").click()
    stage.wait()


def test_before_anything_is_told_the_scene_says_what_is_to_be_seen(stage):
    stage.open()
    stage.pause()
    stage.press("Home")
    expect(stage.page.locator("#lesson")).to_contain_text("A failing readiness probe takes a Pod")


def test_a_teacher_hands_out_one_link(stage):
    page = stage.page
    page.goto(stage.url + "/learn/class/")
    page.get_by_label("Title").fill("Class 3b")
    page.get_by_label("postStart and preStop").check()
    page.get_by_label("How long CrashLoopBackOff waits").check()
    page.get_by_label("Your own scenario files").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": EXEC_LIVENESS.encode()}
    )
    expect(page.locator("#chosen li")).to_have_count(3)
    page.get_by_role("button", name="Move own.yaml up").click()
    page.get_by_role("button", name="Make the link").click()
    page.locator("#made a").click()
    expect(page.locator("h1")).to_have_text("Class 3b")
    expect(page.locator("ol.scenes b")).to_have_text(
        ["postStart and preStop", "own.yaml", "How long CrashLoopBackOff waits"]
    )


def test_a_class_answers_and_sees_the_histogram(visit, server):
    teacher = Stage(visit().page(), server.url)
    teacher.open("/")
    teacher.pause()
    teacher.press("l")
    teacher.page.get_by_role("searchbox").fill("ignores SIGTERM")
    teacher.page.locator(".scene-row").first.click()
    teacher.page.wait_for_url(re.compile(r"/s/"))
    teacher.wait()
    teacher.pause()
    student = Stage(visit().page(), server.url).open(teacher.page.url.removeprefix(server.url))
    teacher.press("2", "q")
    teacher.page.get_by_role("button", name="Ask the class").click()
    strip = student.page.locator("#lesson")
    expect(strip.get_by_role("group").get_by_role("button")).not_to_have_count(0)
    assert complaints(student.page) == []
    student.press("1")
    expect(strip).to_contain_text("Your answer is counted.")
    counts = teacher.page.locator("#lesson .count")
    expect(counts.first).to_have_text("1")
    teacher.page.get_by_role("button", name="Show the answer").click()
    expect(strip.locator(".is-the-right")).to_have_count(1)
    assert complaints(student.page) == []
    teacher.page.get_by_role("button", name="Play on").click()
    expect(strip.locator(".polled")).to_have_count(0)


def test_an_own_scenario_of_a_class_is_a_lesson_and_the_next_one_follows(stage):
    page = stage.page
    page.goto(stage.url + "/learn/class/")
    own = dump(replace(scenes.scene("term-handled"), title="Our own"))
    page.get_by_label("Title").fill("3b")
    page.get_by_label("Your own scenario files").set_input_files(
        {"name": "own.yaml", "mimeType": "text/yaml", "buffer": own.encode()}
    )
    page.get_by_label("postStart and preStop").check()
    page.get_by_role("button", name="Make the link").click()
    page.locator("#made a").click()
    page.get_by_role("link", name="Our own").click()
    strip = page.locator("#lesson")
    strip.get_by_role("button", name="Not true").click()
    expect(strip).to_have_attribute("data-mode", "question")
    stage.press("1")
    faster(page)
    strip.get_by_role("button", name="Play on").click()
    strip.get_by_role("link", name="Next scene").click()
    page.wait_for_url(re.compile(r"/learn/hooks/\?class="))
