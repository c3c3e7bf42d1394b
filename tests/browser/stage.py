"""The stage as a person uses it: keys, buttons, and what stands there to be read."""

import re

from playwright.sync_api import Error, Locator, Page, expect

EXEC_LIVENESS = """\
apiVersion: v1
kind: Pod
metadata:
  name: checked
spec:
  containers:
  - name: app
    image: busybox:1.36
    args: [/bin/sh, -c, "touch /tmp/ok; sleep 20; rm -f /tmp/ok; sleep 600"]
    livenessProbe:
      exec:
        command: [cat, /tmp/ok]
      initialDelaySeconds: 5
      periodSeconds: 5
"""


FILLED = {"l": ".scene-row", "b": ".ending *"}
"""What a dialog shows last, by its key: it comes from the server."""

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What is asked for before the first of them is drawn by the second."""


class Stage:
    """One page with the stage in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, path: str = "/") -> "Stage":
        """Go there and wait until something has happened."""
        self.page.goto(self.url + path)
        return self.wait()

    def wait(self) -> "Stage":
        """Wait until a moment is told and everything is there, the dialogs at last."""
        expect(self.page.locator(".sentence span")).to_have_text(re.compile(r"\S"))
        expect(self.page.locator("body.whole")).to_be_attached()
        return self.settle()

    def settle(self) -> "Stage":
        """Wait until what was done last is drawn, with all that it has led to."""
        if not self.draws():
            return self.wait()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        return self

    def draws(self) -> bool:
        """Wait until what was done last is drawn; False if it led to another page."""
        try:
            self.page.evaluate(TWO_FRAMES)
        except Error as error:
            assert "navigation" in str(error)
            return False
        return True

    def press(self, *keys: str) -> None:
        """Keys, one after the other, anywhere on the page; then it is drawn."""
        for key in keys:
            self.page.keyboard.press(key)
        self.draws()

    def open_dialog(self, key: str) -> Locator:
        """The dialog of a key, when all that it shows is there."""
        self.press(key)
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        if key == "s":
            expect(dialog.locator("#share-link")).to_have_value(re.compile("v1:"))
        if key in FILLED:
            expect(dialog.locator(FILLED[key]).first).to_be_visible()
        self.settle()
        return dialog

    def show_tab(self, tab: Locator) -> None:
        """Look at a tab of the panel, when it shows something."""
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(self.page.locator("#tab-panel *").first).to_be_attached()
        self.settle()

    def step(self, key: str) -> None:
        """To another event; two of the same hundredth of a second look alike on the clock."""
        self.settle()
        self.press(key)

    @property
    def seconds(self) -> float:
        """What the clock of the transport shows."""
        text = self.page.locator(".clock b").inner_text()
        minutes, _, seconds = text.removesuffix("s").strip().rpartition(":")
        return 60 * float(minutes or 0) + float(seconds)

    @property
    def sentence(self) -> str:
        """The moment in its two lines."""
        return self.page.locator(".sentence").inner_text()

    @property
    def board(self) -> list[str]:
        """The cells of the kubectl board."""
        return self.page.locator(".board td").all_inner_texts()

    @property
    def moment(self) -> tuple[float, str, list[str]]:
        """Everything that is told of the moment."""
        return self.seconds, self.sentence, self.board

    def wait_for(self, moment: tuple[float, str, list[str]], most_ms: int = 30_000) -> None:
        """Wait until exactly this moment is told."""
        for _ in range(most_ms // 50):
            if self.page.locator(".sentence").is_visible() and self.moment == moment:
                return
            self.page.wait_for_timeout(50)
        assert self.moment == moment

    @property
    def playing(self) -> bool:
        """Whether the button offers a pause."""
        return self.page.get_by_role("button", name="Pause", exact=True).is_visible()

    def pause(self) -> None:
        """Make it stand still."""
        if self.playing:
            self.press("Space")
        expect(self.page.get_by_role("button", name="Play", exact=True).first).to_be_visible()

    def step_until(self, text: str, key: str = "ArrowRight", most: int = 80) -> None:
        """Step until the moment speaks of that."""
        for _ in range(most):
            if text in f"{self.sentence} {' '.join(self.board)}":
                return
            self.step(key)
        raise AssertionError(f"{text!r} was never told; now: {self.moment}")

    def run(self, line: str) -> None:
        """Run a command at this moment, and wait for what it leads to."""
        self.press("f")
        field = self.page.get_by_label("A command")
        field.fill(line)
        field.press("Enter")
        expect(field).to_be_hidden()
        self.settle()
