"""What is packed, that the pages name it, and that they do without where it can't be."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from podviz import bundle
from podviz.modules import needed_by

EARLY = {"js/stage.js", "js/early.js"}
LATE = {"js/late.js", "js/editor/editor.js", "js/views/crowd.js", "js/views/tabs.js"}
PAGES = ("/", "/learn/", "/compare/", "/nowhere/")


@pytest.fixture(autouse=True)
def nothing_packed(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path / "bundle")
    monkeypatch.setattr(bundle, "_folder", None)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A folder that has been packed into, for all tests here."""
    return tmp_path_factory.mktemp("packed")


@pytest.fixture
def packed(once, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", once)
    assert bundle.pack() == ""


def addresses(text):
    return re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"(?! disabled)', text)


def test_entries_keep_their_names_the_late_ones_too(packed):
    assert {f"bundle/{path}" for path in LATE | {"js/stage.js", "js/early.js"}} <= set(
        bundle.files()
    )


def test_what_was_packed_imports_only_what_was_packed(packed):
    for path in bundle.files():
        if path.endswith(".js"):
            assert set(needed_by(path)) <= set(bundle.files())


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_what_was_packed_and_all_of_it_is_there(client, packed, path):
    found = map(unquote, addresses(client.get(path).content.decode()))
    names = [address.removeprefix(settings.STATIC_URL) for address in found]
    assert f"bundle/{bundle.STYLES}" in names
    ours = [name for name in names if not name.startswith(("npm/", "bundle/"))]
    assert set(ours) <= {"js/theme.js", "js/language.js", *styles_of_its_own(names)}
    assert all(map(finders.find, names))


def styles_of_its_own(names):
    """Sheets that only some pages have."""
    wanted = bundle.sheets("stage/styles.html")
    return [name for name in names if name.startswith("css/") and name not in wanted]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_without_it_a_page_names_the_files_as_they_lie(client, path):
    text = client.get(path).content.decode()
    assert "bundle/" not in text
    assert set(bundle.sheets("stage/styles.html")) <= {
        address.removeprefix(settings.STATIC_URL) for address in addresses(text)
    }


def test_all_sheets_are_in_one(packed):
    text = Path(finders.find(f"bundle/{bundle.STYLES}")).read_text()
    for sheet in bundle.sheets("stage/styles.html"):
        names = re.findall(r"^(\.[a-z-]+)[ {]", Path(finders.find(sheet)).read_text(), re.MULTILINE)
        assert all(name in text for name in names), sheet


def test_what_is_packed_is_packed_once(packed, monkeypatch):
    monkeypatch.setattr(bundle, "_esbuild", lambda made: pytest.fail("again"))
    assert bundle.pack() == ""


def test_where_esbuild_is_not_installed_it_is_told(settings, tmp_path):
    settings.NODE_MODULES = tmp_path
    assert "esbuild did not run" in bundle.pack()
    assert bundle.packed("js/stage.js") is None and bundle.files() == []


def test_where_nothing_can_be_written_it_is_told(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(bundle, "FOLDER", tmp_path / "file")
    assert "nothing can be written" in bundle.pack()


def test_a_complaint_of_esbuild_is_told_and_nothing_left(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "_entries", lambda: {"js/stage.js"})
    monkeypatch.setattr(bundle, "_OPTIONS", ("--no-such-option",))
    assert "no-such-option" in bundle.pack()
    assert list((tmp_path / "bundle").iterdir()) == []


@pytest.mark.parametrize("path", ["bundle/../settings.py", "bundle/", "bundle/none.js", "js/x.js"])
def test_nothing_else_is_found_there(packed, path):
    assert bundle.BundleFinder().find(path) == []
