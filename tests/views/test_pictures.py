"""The picture that chats and feeds show beside a link, and what they are told of it."""

from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from lifecycle import lettering, limits, linkpicture, links, scenes
from lifecycle.exports.lanes import ENDING, READY, WAITING
from lifecycle.lettering import Style
from lifecycle.sessions.link import encode
from lifecycle.sessions.scenario import Scenario, Step
from tests.views.test_api import POD

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def short_of(**more):
    return links.shorten(encode(Scenario(POD, **more)))


def colours(response):
    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (linkpicture.WIDTH, linkpicture.HEIGHT))
    return {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}


def rgb(text):
    return tuple(bytes.fromhex(text.removeprefix("#")))


def test_a_link_has_a_picture_of_its_timeline(client, db):
    short = short_of(title="A Pod's life", script=(Step(20_000, "kubectl delete pod web"),))
    response = client.get(f"/l/{short}/picture.png")
    assert response["Content-Type"] == "image/png"
    assert {rgb(linkpicture.COLOURS[tone]) for tone in (READY, WAITING, ENDING)} <= colours(
        response
    )


def test_it_is_drawn_once_and_the_oldest_make_room(client, db, var, monkeypatch):
    monkeypatch.setattr(limits, "PICTURES", 2)
    shorts = [short_of(seed=seed) for seed in (1, 2, 3)]
    first = client.get(f"/l/{shorts[0]}/picture.png").content
    monkeypatch.setattr("lifecycle.views.pictures.draw", lambda *args: b"new")
    assert client.get(f"/l/{shorts[0]}/picture.png").content == first
    for short in shorts[1:]:
        assert client.get(f"/l/{short}/picture.png").content == b"new"
    assert len(list((var / "pictures").glob("*.png"))) == 2


@pytest.mark.parametrize("title", ["", "x" * 500, "日本語", HOSTILE, "\0\n"])
def test_any_title_can_be_drawn(client, db, title):
    colours(client.get(f"/l/{short_of(title=title)}/picture.png"))


def test_what_can_not_be_played_has_no_picture_and_says_why(client, db):
    short = links.shorten(encode(Scenario("")))
    response = client.get(f"/l/{short}/picture.png")
    assert (response.status_code, "complaints" in response.json()) == (400, True)


def test_of_a_link_that_is_none_there_is_none(client, db):
    assert client.get("/l/nothing/picture.png").status_code == 404


def test_the_page_tells_whoever_shows_its_link_what_it_is(client, db):
    short = short_of(title=HOSTILE, summary="what it shows")
    text = client.get(f"/l/{short}").content.decode()
    assert (
        f'<meta property="og:image" content="http://testserver/l/{short}/picture.png?lang=en">'
        in text
    )
    assert '<meta property="og:description" content="what it shows">' in text
    assert "<script>alert" not in text
    assert 'type="application/json+oembed"' in text
    embedding = client.get(f"/api/oembed?url=http://testserver/l/{short}").json()
    assert embedding["thumbnail_url"] == f"http://testserver/l/{short}/picture.png"


def test_a_chinese_title_is_written_in_letters_and_each_language_has_a_picture(client, db):
    boxes = client.get(f"/l/{short_of(title=chr(0x10FFFD) * 4)}/picture.png").content
    short = short_of(title="重启等待")
    assert lettering.length("重启", Style(40, 700)) == 2 * lettering.length("重", Style(40, 700))
    assert client.get(f"/l/{short}/picture.png").content != boxes
    client.get(f"/l/{short}/picture.png?lang=zh-hans")
    assert len(list((settings.VAR / "pictures").glob(f"{short}-*.png"))) == 2


def test_every_chinese_sign_of_the_library_has_a_letter():
    texts = {
        text
        for name in scenes.names()
        for text in scenes.scene(name).translations["zh-hans"].values()
    }
    signs = {sign for sign in "".join(texts) if "\u4e00" <= sign <= "\u9fff"}
    assert len(signs) > 500
    for sign in signs:
        assert lettering.length(sign, Style(40)) == 40, sign
