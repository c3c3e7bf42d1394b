"""Many Pods on the timeline: below their owners, folded, by mouse, by key and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.stage import Stage
from tests.browser.test_access import complaints
from tests.sleepers import alone, manifests, sleeping

BEGIN = """async (scenario) => {
  const token = document.cookie.match(/csrftoken=([^;]*)/)[1];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify(scenario);
  const answer = await fetch("/api/sessions", { method: "POST", headers, body });
  return (await answer.json()).token;
}"""

DEPLOYMENT_NAME = re.compile("^web deploy", re.IGNORECASE)
ROLL = {"at_ms": 6000, "do": "kubectl set image deployment/web app=busybox:1.35"}


@pytest.fixture
def crowd(visit, server):
    """The stage with a Deployment of so many Pods that is rolled, and others beside it."""

    def begin(pods, size=DESKTOP, **options):
        visitor = visit(size, **options)
        visitor.expected = re.compile("Applying inline style")
        stage = Stage(visitor.page(), server.url).open()
        brief = {"terminationGracePeriodSeconds": 1}
        text = manifests(
            sleeping("Deployment", "web", replicas=pods, pod=brief),
            sleeping("StatefulSet", "db", replicas=2),
            alone("lonely"),
        )
        scenario = {"manifests": text, "until_ms": 14_000, "script": [ROLL]}
        token = stage.page.evaluate(BEGIN, scenario)
        stage.open(f"/s/{token}/?t=5s").pause()
        expect(stage.page.locator(".owner-name").first).to_be_visible()
        return stage

    return begin


def header(stage, name):
    return stage.page.locator(".names").get_by_role("button", name=name)


def rows(stage):
    return stage.page.locator(".pod-name")


def test_pods_lie_below_their_owners_with_their_revisions(crowd):
    stage = crowd(2)
    deployment = header(stage, DEPLOYMENT_NAME)
    expect(deployment).to_have_attribute("aria-expanded", "true")
    expect(deployment).to_have_accessible_name("web Deployment 2/2 ready")
    expect(header(stage, "db StatefulSet 2/2 ready")).to_be_visible()
    expect(header(stage, "ReplicaSet web-")).to_have_count(2)
    expect(rows(stage)).to_have_count(2 + 2 + 2 + 1)
    lonely = header(stage, "Look at Pod lonely")
    expect(lonely).to_have_accessible_name("Look at Pod lonely")
    signs = stage.page.locator(".pod-name .generation text")
    expect(signs).to_have_count(6)
    assert sorted(signs.all_text_contents()) == ["r1"] * 4 + ["r2"] * 2
    stage.press("End")
    second = header(stage, "ReplicaSet web-").last
    expect(second).to_have_accessible_name(re.compile("^r2 2/2 ready"))
    expect(header(stage, "ReplicaSet web-").first).to_have_accessible_name(
        re.compile("^r1 0/0 ready")
    )


def test_many_are_folded_and_unfold_by_click_and_by_key_and_stay_so(crowd):
    stage = crowd(12)
    deployment = header(stage, DEPLOYMENT_NAME)
    expect(deployment).to_have_attribute("aria-expanded", "false")
    few = rows(stage).count()
    assert few <= 2 + 1 + 1
    deployment.focus()
    stage.press("Enter")
    expect(deployment).to_have_attribute("aria-expanded", "true")
    expect(deployment).to_be_focused()
    expect(header(stage, "ReplicaSet web-").first).to_be_visible()
    stage.press("ArrowDown")
    expect(header(stage, "ReplicaSet web-").first).to_be_focused()
    stage.page.reload()
    stage.wait()
    expect(header(stage, DEPLOYMENT_NAME)).to_have_attribute("aria-expanded", "true")
    header(stage, DEPLOYMENT_NAME).click()
    expect(header(stage, DEPLOYMENT_NAME)).to_have_attribute("aria-expanded", "false")
    expect(rows(stage)).to_have_count(few)


def test_of_many_rows_only_those_in_sight_are_there_and_arrows_reach_the_others(crowd):
    stage = crowd(120)
    header(stage, DEPLOYMENT_NAME).click()
    first = header(stage, "ReplicaSet web-").first
    first.click()
    expect(first).to_have_attribute("aria-expanded", "true")
    seen = rows(stage).count()
    assert seen < 80
    web = header(stage, "Look at Pod web-")
    web.first.focus()
    stage.settle()
    name = web.nth(1).get_attribute("aria-label")
    stage.press("ArrowDown")
    focused = stage.page.locator(".pod-name:focus")
    expect(focused).to_have_accessible_name(name)
    for _ in range(60):
        stage.press("ArrowDown")
    expect(focused).to_be_in_viewport()
    chosen = focused.get_attribute("aria-label")
    stage.press("Enter")
    expect(stage.page.locator(".pod-name.chosen")).to_have_accessible_name(chosen)
    assert rows(stage).count() < 80


def test_who_chooses_a_pod_in_the_cluster_gets_its_lanes(crowd):
    stage = crowd(12)
    header(stage, DEPLOYMENT_NAME).click()
    stage.page.get_by_role("tab", name="Cluster").click()
    tile = stage.page.locator(".nodes").get_by_role("button", name=re.compile("^web-")).first
    tile.click()
    expect(tile).to_have_attribute("aria-current", "true")
    expect(stage.page.locator(".names .name.big", has_text="Pod").first).to_be_in_viewport()


def test_a_generation_has_one_colour_on_the_timeline_and_in_the_cluster(crowd):
    stage = crowd(3)
    stage.press("End")
    stage.page.get_by_role("tab", name="Cluster").click()
    painted = "(element, property) => getComputedStyle(element)[property]"
    lane = stage.page.locator(".pod-name .generation.g2 rect").first.evaluate(painted, "fill")
    strip = stage.page.locator(".past .strip .part.g2").first.evaluate(painted, "fill")
    tag = stage.page.locator(".nodes .generation.g2").first
    expect(tag).to_have_text("r2")
    assert lane == strip == tag.evaluate(painted, "backgroundColor")


def test_dots_move_only_while_it_plays_and_if_motion_is_wished_for(visit, server):
    for motion, moving in (("reduce", "none"), ("no-preference", "requests")):
        visitor = visit()
        page = visitor.page()
        page.emulate_media(reduced_motion=motion)
        stage = Stage(page, server.url).open()
        token = page.evaluate(BEGIN, {"scene": "rolling-update-502"})
        stage.open(f"/s/{token}/?t=30s").pause()
        page.get_by_role("tab", name="Cluster").click()
        wire = page.locator(".wire.flows").first
        expect(wire).to_be_visible()
        stage.pause()
        expect(wire).to_have_css("animation-name", "none")
        page.get_by_role("button", name="Play", exact=True).click()
        expect(page.locator(".cluster.moving")).to_be_visible()
        expect(wire).to_have_css("animation-name", moving)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_in_a_crowd_or_its_cluster(crowd, size, scheme):
    stage = crowd(45, size, color_scheme=scheme)
    assert complaints(stage.page) == []
    header(stage, DEPLOYMENT_NAME).click()
    stage.page.get_by_role("tab", name="Cluster").click()
    expect(stage.page.locator(".cluster.dense")).to_be_visible()
    assert complaints(stage.page) == []


def test_the_scrubber_shows_all_pods_and_not_a_few(crowd):
    stage = crowd(24)
    owners = stage.page.locator(".minimap .past .strip")
    expect(owners).to_have_count(3)
    expect(owners.first.locator(".part.g1")).to_have_count(1)
    expect(owners.first.locator(".part.s-wait")).to_have_count(1)
