"""A whole lesson by keyboard alone, and what a screen reader is told of it."""

import re

import pytest
from playwright.sync_api import expect

from lifecycle.sessions.link import decode
from tests.browser.stage import Stage

ANNOUNCED = [
    "0.02 s. You apply the manifest: the Pod goes to node1",
    "0.43 s. The Pod’s sandbox is ready: containers may start",
    "0.58 s. app has started: the Pod is Ready",
    "5.35 s. Liveness probe succeeded: app lives",
    "35.35 s. Liveness probe failed, 1 of 3: nothing changes yet",
    "40.34 s. Liveness probe failed, 2 of 3: one more and app is killed",
    "45.35 s. Liveness probe failed three times: app is killed",
    "75.44 s. SIGKILL, as PID 1 of app ignored SIGTERM: restart 1 of app",
    "80.34 s. Liveness probe succeeded: app lives",
]

AFTER_THE_FAULT = [
    "5.35 s. fault probe healthy-for-a-while -c app…: from now on it is broken",
    "10.32 s. Liveness probe failed, 1 of 3: nothing changes yet",
    "15.32 s. Liveness probe failed, 2 of 3: one more and app is killed",
]

AFTER_THE_KILL = [
    "105.32 s. kill healthy-for-a-while -c app --signal=K…: it starts again in 10 s",
    "106.05 s. app has ended with exit code 137: the Pod is no longer Ready",
    "110.32 s. The kubelet can’t go on: app: CrashLoopBackOff",
]


@pytest.fixture
def stage(visit, server):
    return Stage(visit().page(), server.url)


FOCUSED = """() => {
  const { activeElement: element } = document;
  return [element.getAttribute("aria-label") ?? element.innerText ?? "", element.id,
          getComputedStyle(element).outlineStyle];
}"""


def tab_to(stage, name, most=80):
    """Walk by Tab to what is called so; it must show that it has the focus."""
    for _ in range(most):
        stage.press("Tab")
        words, key, outline = stage.page.evaluate(FOCUSED)
        if name in (words, key) or words.startswith(name):
            assert outline != "none", name
            return
    raise AssertionError(f"Tab never came to {name!r}")


def announced(stage):
    """What the live region says now."""
    return stage.page.locator("#announcer").inner_text()


def heard(stage, steps):
    """What is announced at each of so many steps."""
    said = []
    for _ in range(steps):
        stage.step("ArrowRight")
        said.append(announced(stage))
    return said


def open_from_the_library(stage, words, title):
    stage.press("l")
    stage.page.keyboard.type(words)
    expect(stage.page.get_by_role("button", name=title)).to_be_visible()
    tab_to(stage, title)
    stage.page.keyboard.press("Enter")
    stage.page.wait_for_url(re.compile(r"/s/[\w-]{16,}/"))
    stage.wait()


def test_a_lesson_by_keyboard_alone(stage):
    stage.open()
    open_from_the_library(stage, "liveness", "Liveness by a file")
    stage.pause()
    stage.press("Space")
    expect(stage.page.get_by_role("button", name="Pause")).to_be_visible()
    stage.pause()
    stage.press("Home")
    expect(stage.page.locator(".clock b")).to_have_text(re.compile(r"^0\.00"))
    assert heard(stage, len(ANNOUNCED)) == ANNOUNCED

    ask_why(stage)
    make_a_probe_fail(stage)
    break_something(stage)
    link = shared_by_key(stage)
    script = [step.do for step in decode(link.partition("#")[2]).scenario.script]
    assert any("fault probe" in line for line in script)
    assert any("kill healthy-for-a-while" in line for line in script)


def ask_why(stage):
    """`w` puts the focus on the reasons; Enter goes to the line that decided."""
    stage.press("ArrowLeft", "ArrowLeft", "w")
    expect(stage.page.locator("#why :focus")).to_be_attached()
    expect(stage.page.locator("#why")).to_contain_text("Liveness probe failed three times")


def make_a_probe_fail(stage):
    """`f` and a fault: from here on there is a branch of its own."""
    stage.press("Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "f")
    stage.page.keyboard.type("fault probe healthy-for-a-while -c app liveness fail")
    stage.press("Enter")
    expect(stage.page.locator("dialog[open]")).to_have_count(0)
    expect(stage.page.locator("#connection")).to_contain_text("branch 2 of 2")
    stage.settle()
    assert [announced(stage), *heard(stage, 2)] == AFTER_THE_FAULT


def break_something(stage):
    """`f` begins a branch with a command at this moment."""
    stage.press("End", "ArrowLeft", "ArrowLeft", "f")
    stage.page.keyboard.type("kill healthy-for-a-while -c app --signal=KILL")
    stage.press("Enter")
    expect(stage.page.locator("dialog[open]")).to_have_count(0)
    expect(stage.page.locator("#connection")).to_contain_text("branch 3 of 3")
    expect(stage.page.locator("#announcer")).to_contain_text("kill healthy-for-a-while")
    stage.settle()
    assert [announced(stage), *heard(stage, 2)] == AFTER_THE_KILL


def shared_by_key(stage):
    """`s` packs the link; Tab comes to it."""
    stage.press("s")
    expect(stage.page.locator("#share-link")).to_have_value(re.compile("v1:"))
    tab_to(stage, "share-link")
    link = stage.page.locator("#share-link").input_value()
    stage.press("Escape")
    expect(stage.page.locator("dialog[open]")).to_have_count(0)
    return link


def test_a_key_is_heard_although_the_next_frame_after_a_dialog_is_still_to_come(stage):
    stage.open().open_dialog("l")
    stage.page.evaluate(
        """() => {
          document.querySelector("dialog").close();
          const key = new KeyboardEvent("keydown", { key: "b", bubbles: true });
          document.activeElement.dispatchEvent(key);
        }"""
    )
    expect(stage.page.get_by_role("dialog", name="Branches")).to_be_visible()
