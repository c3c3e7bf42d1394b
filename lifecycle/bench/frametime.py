"""How long the stage takes for a frame, while it plays, is panned, and scrolls through a crowd.

A frame's time is from the beginning of its script to the moment after it was laid out and
painted: a message that is posted while the script runs arrives then.
"""

from statistics import median
from typing import Any

from lifecycle.bench.firstframe import BROWSER_ARGS, browser_path
from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import Person

SEGMENTS = (1_000, 10_000, 100_000)
CROWD, CROWD_NODES = 300, 30
ROLLED_S = 9
ROLLOUT_MS = 30_000
"""The key 3 goes to where it begins."""
SETTLED_MS = 8_000
"""So long records may still arrive: what is measured is playing and not reading them."""
PATIENCE_MS = 60_000
WATCHED_MS = 3_000
PROBED = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, "touch /tmp/ok; sleep 1000000"]
    readinessProbe:
      exec: {command: [cat, /tmp/ok]}
      periodSeconds: 1
"""

WATCH_FRAMES = """
window.frameTimes = [];
const asked = window.requestAnimationFrame.bind(window);
const { port1, port2 } = new MessageChannel();
let began = null;
port1.onmessage = () => {
  window.frameTimes.push(performance.now() - began);
  began = null;
};
window.requestAnimationFrame = (draw) => asked((time) => {
  if (began === null) {
    began = performance.now();
    port2.postMessage(0);
  }
  draw(time);
});
"""

SCROLL = """
() => new Promise((done) => {
  const lanes = document.querySelector("#timeline .lanes");
  window.frameTimes.length = 0;
  let left = 120;
  const step = () => {
    lanes.scrollTop += left > 60 ? 90 : -90;
    if (--left) setTimeout(step, 16);
    else setTimeout(done, 100);
  };
  step();
})
"""

PAN = """
() => new Promise((done) => {
  const lanes = document.getElementById("timeline");
  const wheel = (more) => lanes.querySelector(".axis, svg").dispatchEvent(
    new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: 900, ...more }));
  for (let i = 0; i < 8; i++) wheel({ ctrlKey: true, deltaY: -150 });
  window.frameTimes.length = 0;
  let left = 150;
  const step = () => {
    wheel({ shiftKey: true, deltaX: left % 60 < 30 ? 25 : -25 });
    if (--left) setTimeout(step, 16);
    else setTimeout(done, 100);
  };
  step();
})
"""


def measure(url: str) -> dict[str, Any] | None:
    """Median milliseconds for each number of segments; None where there is no browser."""
    path = browser_path()
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    figures: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        for count in SEGMENTS:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            playing, panning = _frames(page, url, count)
            figures[f"playing_{count}_ms"] = playing
            figures[f"panning_{count}_ms"] = panning
            page.close()
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        figures |= _crowd_frames(page, url)
        browser.close()
    return figures


def _crowd_frames(page: Any, url: str) -> dict[str, Any]:
    """A Deployment of many Pods in the midst of a rollout, with the cluster beside it."""
    roll = {"at_ms": ROLLED_S * 1000, "do": "kubectl rollout restart deployment web"}
    manifests = pods(CROWD, kind="Deployment", nodes=CROWD_NODES)
    token = Person(url).begin(
        manifests=manifests, title="crowd", until_ms=ROLLOUT_MS, script=[roll]
    )
    page.add_init_script(WATCH_FRAMES)
    page.goto(f"{url}/s/{token}/?t={ROLLED_S}s")
    page.locator(".clock small", has_text=f"of {ROLLOUT_MS // 1000} s").wait_for(
        timeout=PATIENCE_MS
    )
    page.get_by_role("tab", name="Cluster").click()
    page.locator(".owner-name").first.wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLED_MS)
    page.keyboard.press("3")
    if page.get_by_role("button", name="Play", exact=True).count():
        page.keyboard.press("Space")
    folded = _watched(page, lambda: page.wait_for_timeout(WATCHED_MS))
    for name in ("web deploy", "ReplicaSet web"):
        page.get_by_role("button", name=name).first.click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(WATCHED_MS)
    return {
        f"playing_{CROWD}_pods_ms": folded,
        f"playing_{CROWD}_pods_unfolded_ms": _watched(
            page, lambda: page.wait_for_timeout(WATCHED_MS)
        ),
        f"scrolling_{CROWD}_pods_ms": _watched(page, lambda: page.evaluate(SCROLL)),
    }


def _frames(page: Any, url: str, count: int) -> tuple[float, float]:
    token = Person(url).begin(manifests=PROBED, title="frames", until_ms=count * 1000)
    page.add_init_script(WATCH_FRAMES)
    page.goto(f"{url}/s/{token}/")
    length = f"of {count // 60} min {count % 60} s"
    page.locator(".clock small", has_text=length).wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("5")
    page.locator(".board td", has_text="Running").wait_for(timeout=PATIENCE_MS)
    if page.get_by_role("button", name="Play", exact=True).count():
        page.keyboard.press("Space")
    playing = _watched(page, lambda: page.wait_for_timeout(WATCHED_MS))
    return playing, _watched(page, lambda: page.evaluate(PAN))


def _watched(page: Any, act: Any) -> float:
    page.evaluate("window.frameTimes.length = 0")
    act()
    return round(median(page.evaluate("window.frameTimes")), 2)
