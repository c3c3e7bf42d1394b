"""Links inside other pages: framed, read-only, and explained to other sites."""

import re

import pytest
from asgiref.sync import sync_to_async

from lifecycle import embedded, journals, links
from lifecycle.models import Session
from lifecycle.sessions.link import decode, encode
from lifecycle.sessions.scenario import Scenario
from tests.live.cast import Browser
from tests.views.test_api import POD
from tests.views.test_pages import told

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def short(db):
    return links.shorten(encode(Scenario(POD, title=HOSTILE), 12_000))


def test_an_embedded_page_can_be_framed_by_anybody_and_no_other_page_can(client, short):
    response = client.get(f"/embed/{short}/")
    assert response.status_code == 200
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    other = client.get(f"/l/{short}")
    assert other["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_it_says_what_to_show_and_how(client, short):
    query = "t=1m30s&theme=dark&lanes=phase,app&autoplay=1"
    assert told(client.get(f"/embed/{short}/?{query}")) == {
        "session": embedded.token_of(short),
        "embed": True,
        "short": short,
        "autoplay": True,
        "lanes": ["phase", "app"],
        "theme": "dark",
        "atMs": 90_000,
    }


def test_it_needs_no_cookie_and_gives_none(client, short):
    assert not client.get(f"/embed/{short}/").cookies


def test_all_who_see_it_share_one_session_that_stands_at_the_links_moment(client, short):
    for _ in range(3):
        client.get(f"/embed/{short}/")
    assert Session.objects.filter(shared=True).count() == 1
    kept = journals.read(embedded.token_of(short))
    assert (kept.playback.at_ms, kept.playback.playing) == (12_000, False)


@pytest.mark.django_db(transaction=True)
async def test_nobody_changes_anything_in_it():
    payload = encode(Scenario(POD), 12_000)
    short = await sync_to_async(links.shorten)(payload)
    await sync_to_async(embedded.begin)(short, decode(payload))
    async with Browser(embedded.token_of(short), "anybody's secret") as anybody:
        assert (await anybody.hear("opened"))["host"] is False
        await anybody.say(do="play", ask=1)
        await anybody.hear("refused", ask=1)


def test_a_link_that_is_none_says_so(client, db):
    assert client.get("/embed/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("?t=90", {"atMs": 90_000}),
        ("?t=soon", {}),
        ("?t=-1", {}),
        ("?t=" + "9" * 5000, {}),
        ("?t=9999999h", None),
    ],
)
def test_a_page_begins_at_its_moment(client, short, query, page):
    found = told(client.get(f"/l/{short}{query}"))
    week = {"atMs": 7 * 24 * 3_600_000}
    assert found == {"short": short, **(week if page is None else page)}


def asked(client, url, **more):
    return client.get("/api/oembed", {"url": url, **more})


def test_a_site_that_has_the_address_learns_how_to_embed_it(client, short):
    answer = asked(client, f"http://testserver/l/{short}?t=30s", maxwidth=640).json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert (answer["width"], answer["height"]) == (640, 600)
    assert f'src="http://testserver/embed/{short}/?t=30s"' in answer["html"]
    assert answer["title"] == HOSTILE
    assert "<script" not in answer["html"]


def test_the_page_tells_where_to_ask(client, short):
    link = client.get(f"/l/{short}")["Link"]
    address = re.fullmatch(r'<(.*)>; rel="alternate"; type="application/json\+oembed"', link)[1]
    assert client.get(address).json()["type"] == "rich"


@pytest.mark.parametrize(
    "url",
    ["", "http://testserver/", "http://evil.example/l/SHORT", "http://testserver/l/no"],
)
def test_of_other_addresses_nothing_is_said(client, short, url):
    assert asked(client, url.replace("SHORT", short)).status_code == 404


@pytest.mark.parametrize("query", ["maxwidth=" + "9" * 5000, "maxwidth=²", "maxheight=-1"])
def test_a_size_that_is_none_is_passed_over(client, short, query):
    answer = client.get(f"/api/oembed?url=http://testserver/l/{short}&{query}").json()
    assert (answer["width"], answer["height"]) == (960, 600)


def test_an_address_that_is_none_is_refused(client, db):
    assert asked(client, "//[").status_code == 400


def test_only_json_is_spoken(client, short):
    assert asked(client, f"http://testserver/l/{short}", format="xml").status_code == 501
