"""The cluster as a tab: every Pod has its place, and leads to its timeline."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import Stage

BEGIN = """async (scene) => {
  const token = document.cookie.match(/csrftoken=([^;]*)/)[1];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify({ scene });
  const answer = await fetch("/api/sessions", { method: "POST", headers, body });
  return (await answer.json()).token;
}"""


def rollout(visit, server, size):
    """The scene of the rolling update, half a minute in: two Pods, and requests lost before."""
    stage = Stage(visit(size).page(), server.url).open()
    token = stage.page.evaluate(BEGIN, "rolling-update-502")
    stage.open(f"/s/{token}/?t=30s").pause()
    return stage


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_each_pod_stands_on_its_node_and_leads_to_its_timeline(visit, server, size):
    page = rollout(visit, server, size).page
    page.get_by_role("tab", name="Cluster").click()
    panel = page.locator(".cluster")
    expect(panel.get_by_role("heading", name="Service web 2 ready")).to_be_visible()
    expect(panel.locator(".requests")).to_have_text(
        re.compile(r"\d+ requests answered\s+✕ \d+ lost:\s+\d+ × 50")
    )
    nodes = panel.get_by_role("list", name="Nodes")
    pods = nodes.get_by_role("button")
    expect(pods).to_have_count(2)
    expect(pods.first).to_have_accessible_name(re.compile(r"web-.* r2, Running 1/1"))
    pods.last.click()
    expect(pods.last).to_have_attribute("aria-current", "true")
    expect(pods.first).not_to_have_attribute("aria-current", "true")


def test_arrows_go_from_pod_to_pod_and_enter_shows_one(visit, server):
    page = rollout(visit, server, DESKTOP).page
    page.get_by_role("tab", name="Cluster").click()
    pods = page.locator(".cluster .nodes").get_by_role("button")
    current = page.locator(".cluster [aria-current]")
    pods.first.click()
    expect(current).to_have_count(1)
    first, last = (pods.nth(n).get_attribute("aria-label") for n in (0, 1))
    was = current.get_attribute("aria-label")
    current.focus()
    page.keyboard.press("ArrowRight" if was == first else "ArrowLeft")
    page.keyboard.press("Enter")
    expect(current).to_have_accessible_name(last if was == first else first)


def test_a_client_begins_from_the_dialog_and_has_a_lane(visit, server):
    stage = rollout(visit, server, DESKTOP)
    stage.run("traffic start web --rps=7")
    expect(stage.page.locator(".names")).to_contain_text("Requests")
    stage.run("traffic stop web")
    expect(stage.page.locator(".names")).to_contain_text("Requests")
