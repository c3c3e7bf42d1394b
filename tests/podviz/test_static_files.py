"""Static files: found where they lie, packed once, kept for ever, and nothing else served."""

import gzip

import pytest
from django.conf import settings

from podviz import static_files
from tests.podviz.fetching import beyond, fetch

SCRIPT = f"{settings.STATIC_URL}js/stage.js"
SOURCE = (settings.BASE_DIR / "static" / "js" / "stage.js").read_bytes()


def test_a_script_comes_packed_to_a_browser_that_can_unpack_it():
    answer = fetch(SCRIPT, accept_encoding="gzip, deflate, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert gzip.decompress(answer.body) == SOURCE


def test_it_comes_as_it_lies_to_one_that_cant():
    answer = fetch(SCRIPT)
    assert "content-encoding" not in answer.headers
    assert answer.body == SOURCE


def test_what_a_browser_has_is_not_sent_again():
    tag = fetch(SCRIPT).headers["etag"]
    again = fetch(SCRIPT, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    assert "immutable" in again.headers["cache-control"]


def test_a_file_is_read_once(monkeypatch):
    reads = []
    read = static_files._read
    monkeypatch.setattr(static_files, "_read", lambda path: reads.append(path) or read(path))
    layer = static_files.StaticFiles(beyond)
    layer.warm(["js/stage.js"])
    assert fetch(SCRIPT, layer=layer).status == fetch(SCRIPT, layer=layer).status == 200
    assert len(reads) == 1


def test_while_developing_it_is_read_each_time_and_not_kept(settings):
    settings.DEBUG = True
    layer = static_files.StaticFiles(beyond)
    assert "no-cache" in fetch(SCRIPT, layer=layer).headers["cache-control"]
    assert not layer._files


def test_the_head_of_a_file_has_no_body():
    answer = fetch(SCRIPT, "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(SOURCE))


def test_nothing_can_be_put_there():
    assert fetch(SCRIPT, "POST").status == 405


def test_a_font_is_not_packed_twice():
    name = "npm/@fontsource-variable/atkinson-hyperlegible-next/files/"
    name += "atkinson-hyperlegible-next-latin-wght-normal.woff2"
    answer = fetch(settings.STATIC_URL + name, accept_encoding="gzip")
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "npm/lit-html/package.json",
        "npm/typescript/lib/typescript.js",
        "npm/lit-html/../../package.json",
        "../../manage.py",
        "%2e%2e/%2e%2e/manage.py",
        "js",
        "",
        "js/\x00",
    ],
)
def test_nothing_else_of_the_disk_is_served(address):
    assert fetch(settings.STATIC_URL + address).body == b"beyond"


def test_another_address_is_handed_on():
    assert fetch("/").body == b"beyond"
