"""The pages: each is the stage, told what to open, under headers that let nothing else in."""

import json
import posixpath
import re

import pytest
from django.conf import settings

from lifecycle import links, scenes
from lifecycle.sessions.link import encode
from lifecycle.sessions.scenario import Scenario
from tests.live.cast import begin
from tests.podviz.fetching import fetch

pytestmark = pytest.mark.django_db


def told(response):
    """What the page tells its scripts."""
    text = response.content.decode()
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', text, re.DOTALL)
    page = json.loads(found[1])
    page.pop("limits")
    return page


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/", {"scene": "FIRST"}),
        ("/scenes/", {"scene": "FIRST", "library": True}),
        ("/new/", {"empty": True}),
    ],
)
def test_a_page_says_what_to_open(client, address, page):
    page = {key: scenes.first() if value == "FIRST" else value for key, value in page.items()}
    assert told(client.get(address)) == page


def test_a_sessions_page_names_the_session(client):
    token = begin()
    assert told(client.get(f"/s/{token}/")) == {"session": token}


def test_a_short_links_page_names_the_link(client):
    short = links.shorten(encode(Scenario(title="x")))
    assert told(client.get(f"/l/{short}")) == {"short": short}


@pytest.mark.parametrize("address", ["/s/nobody/", "/l/nothing", "/nowhere/", "/s/%3Cscript%3E/"])
def test_an_address_that_leads_nowhere_says_so_with_a_way_out(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert b'href="/"' in response.content
    assert b"<h1>" in response.content


def test_no_page_lets_in_a_script_or_a_style_that_is_not_ours(client):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)[1]
    text = response.content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert all(f'nonce="{nonce}"' in tag or "application/json" in tag for tag in inline)
    assert "<style" not in text
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_no_page_can_be_framed(client):
    response = client.get("/")
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_another_host_name_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_every_module_of_the_import_map_is_served(client):
    text = client.get("/").content.decode()
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', text, re.DOTALL)
    for name, address in json.loads(found[1])["imports"].items():
        if not name.endswith("/"):
            answer = fetch(address)
            assert answer.status == 200, name
            assert answer.headers["content-type"].startswith("text/javascript"), name


def test_a_page_names_every_module_that_its_script_imports(client):
    text = client.get("/").content.decode()
    fetched = set(re.findall(r'<link rel="modulepreload" href="([^"]+)"', text))
    assert len(fetched) > 10
    for address in fetched:
        source = fetch(address).body.decode()
        for name in re.findall(r'^(?:import|\} from) .*?"(\.[^"]+)";$', source, re.MULTILINE):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(address), name)) in fetched


def test_static_files_may_be_kept_for_ever_as_their_address_changes_with_them(client):
    text = client.get("/").content.decode()
    script = re.search(r'<script type="module" src="([^"]+)"', text)[1]
    assert f"/{settings.STATIC_VERSION}/" in script
    assert "immutable" in fetch(script).headers["cache-control"]


def test_the_catalog_of_texts_is_served_to_scripts(client):
    response = client.get("/jsi18n/")
    assert b"gettext" in response.content
