"""Exports of ten scenes, opened by the tools that they are for."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lifecycle import scenes
from lifecycle.exports.formats import FORMATS
from lifecycle.teaching.played import records_of
from tests.browser.stage import Stage

MODULES = Path("node_modules")


@pytest.fixture(scope="module")
def played():
    ten = [scenes.scene(name) for name in scenes.names()[:10]]
    return [(scene, records_of(scene, 20_000), scene.until_ms) for scene in ten]


def test_mermaid_draws_every_diagram(visit, played):
    page = visit().page()
    page.goto("about:blank")
    page.add_script_tag(path=MODULES / "mermaid/dist/mermaid.min.js")
    page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    for scene, records, until_ms in played:
        for form in ("sequence", "gantt", "states"):
            text = FORMATS[form].write(records, until_ms, scene.title)
            svg = page.evaluate("async (text) => (await mermaid.render('a', text)).svg", text)
            assert "Syntax error" not in svg and svg.count("<") > 30, (scene.title, form)


def test_asciinemas_player_plays_every_recording_to_its_last_line(visit, played):
    page = visit().page()
    page.goto("about:blank")
    page.add_script_tag(path=MODULES / "asciinema-player/dist/bundle/asciinema-player.min.js")
    for scene, records, until_ms in played:
        text = FORMATS["cast"].write(records, until_ms, scene.title)
        page.set_content("<div id=here></div>")
        page.evaluate(
            """async (text) => {
                const there = document.getElementById("here");
                window.player = AsciinemaPlayer.create({data: text}, there, {preload: true});
                await player.seek("100%");
            }""",
            text,
        )
        expect(page.locator(".ap-terminal, .ap-term").first).to_contain_text(
            re.compile("NAME|READY|pod")
        )
        assert page.evaluate("player.getDuration()") == pytest.approx(until_ms / 1000)


def test_the_page_hands_out_a_picture_as_png_and_the_others_by_name(visit, server):
    stage = Stage(visit().page(), server.url).open("/")
    stage.page.get_by_role("button", name="Share").click()
    stage.page.get_by_text("Take it elsewhere").click()
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("button", name="PNG").click()
    picture = Path(saved.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG") and saved.value.suggested_filename.endswith(".png")
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("link", name="Perfetto").click()
    assert saved.value.suggested_filename.endswith(".perfetto.json")


def test_the_offline_page_plays_with_the_network_cut(visit, server, tmp_path):
    stage = Stage(visit().page(), server.url).open("/")
    stage.page.get_by_role("button", name="Share").click()
    stage.page.get_by_text("Take it elsewhere").click()
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("link", name="HTML").click()
    file = tmp_path / "page.html"
    saved.value.save_as(file)
    visitor = visit()
    visitor.context.set_offline(True)
    page = visitor.page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    offline = Stage(page, file.as_uri()).open("")
    expect(page.locator(".clock b")).not_to_have_text("0.00 s")
    offline.press("5")
    expect(page.locator(".board")).to_contain_text("Running")
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
