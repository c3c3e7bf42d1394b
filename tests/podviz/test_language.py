"""Which language a page is in, and how a visitor chooses another."""

import msgspec
import pytest
from django.test import Client

from lifecycle import links
from lifecycle.sentence import Sentence
from lifecycle.sessions.link import encode
from lifecycle.sessions.scenario import Scenario
from podviz.language import of_socket, speaker, translated
from tests.views.test_api import POD

pytestmark = pytest.mark.django_db
BOTH = [("en", "English"), ("zh-hans", "简体中文")]


@pytest.fixture(autouse=True)
def _two_languages(settings):
    settings.LANGUAGES = BOTH


def language_of(answer):
    return answer.content.decode().partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("prefers", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"), ("zh-Hans", "zh-hans"), ("en", "en"), ("fr", "en")],
)
def test_the_browser_decides(client, prefers, language):
    for url in ("/", "/learn/", "/conformance/", "/nowhere/"):
        assert language_of(client.get(url, headers={"accept-language": prefers})) == language


def test_the_address_decides_before_the_browser(client):
    answer = client.get("/learn/?lang=zh-Hans", headers={"accept-language": "en"})
    assert language_of(answer) == "zh-hans"


def test_a_choice_is_kept_and_comes_back_to_the_page():
    client = Client(enforce_csrf_checks=True)
    page = client.get("/questions/?lang=en&x=1").content.decode()
    assert 'name="next" value="/questions/?x=1"' in page
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    chosen = {"language": "zh-hans", "next": "/questions/?x=1", "csrfmiddlewaretoken": token}
    answer = client.post("/language/", chosen)
    assert (answer.status_code, answer["Location"]) == (302, "/questions/?x=1")
    assert language_of(client.get("/questions/", headers={"accept-language": "en"})) == "zh-hans"


def test_a_choice_needs_a_token_and_leads_to_no_other_site(client):
    assert (
        Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}).status_code == 403
    )
    answer = client.post("/language/", {"language": "en", "next": "https://example.com/"})
    assert answer["Location"] == "/"


def test_an_embedded_page_has_no_choice_and_no_cookie(client):
    answer = client.get(f"/embed/{links.shorten(encode(Scenario(POD)))}/")
    assert 'action="/language/"' not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize(
    ("scope", "language"),
    [
        ({"headers": [(b"accept-language", b"zh-CN,zh;q=0.9")]}, "zh-hans"),
        ({"headers": [(b"accept-language", b"zh-CN")], "cookies": {"django_language": "en"}}, "en"),
        ({"headers": [], "query_string": b"lang=zh-hans"}, "zh-hans"),
        ({}, "en"),
    ],
)
def test_a_socket_speaks_the_language_of_its_page(scope, language):
    assert of_socket(scope) == language


LINE = Sentence("no objects in %(name)s", name=Sentence("Give it a name."))


def test_a_sentence_is_said_in_each_language_with_the_same_values():
    assert LINE == "no objects in Give it a name."
    assert translated(LINE) == LINE
    assert speaker("zh-hans")(LINE) == "请给它起个名字。 里没有对象"
    assert speaker("zh-hans")('pods "web" not found') == 'pods "web" not found'


def test_a_sign_of_per_cent_is_no_value_where_there_are_none():
    assert translated(Sentence("`%`, 100 %")) == "`%`, 100 %"


def test_no_sentence_leaves_untranslated():
    with pytest.raises(TypeError):
        msgspec.json.encode(LINE)
    assert msgspec.json.encode(LINE, enc_hook=speaker("en")) == f'"{LINE}"'.encode()
