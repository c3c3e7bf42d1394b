"""The picture that chats and feeds show beside a link, and what they are told of it."""

from io import BytesIO

import pytest
from PIL import Image

from lifecycle import limits, links, picture
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
    assert (image.format, image.size) == ("PNG", (picture.WIDTH, picture.HEIGHT))
    return {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}


def rgb(text):
    return tuple(bytes.fromhex(text.removeprefix("#")))


def test_a_link_has_a_picture_of_its_timeline(client, db):
    short = short_of(title="A Pod's life", script=(Step(20_000, "kubectl delete pod web"),))
    response = client.get(f"/l/{short}/picture.png")
    assert response["Content-Type"] == "image/png"
    assert {rgb(picture.READY), rgb(picture.WAIT), rgb(picture.TERM)} <= colours(response)


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
    assert f'<meta property="og:image" content="http://testserver/l/{short}/picture.png">' in text
    assert '<meta property="og:description" content="what it shows">' in text
    assert "<script>alert" not in text
    assert 'type="application/json+oembed"' in text
    embedding = client.get(f"/api/oembed?url=http://testserver/l/{short}").json()
    assert embedding["thumbnail_url"] == f"http://testserver/l/{short}/picture.png"
