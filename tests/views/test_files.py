"""Scenario files: a session can be saved as one, and one can be played."""

import pytest

from lifecycle import journals
from lifecycle.sessions.journal import Branch, Entry
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import Scenario, Step
from lifecycle.sessions.scenariofile import load
from lifecycle.sessions.scenariotext import dump
from tests.live.cast import begin
from tests.views.test_api import POD, kept, post

pytestmark = pytest.mark.django_db
SCENARIO = Scenario(POD, title="Größe: 2 Pods", script=(Step(30_000, "kubectl delete pod web"),))


def branched():
    token = begin(SCENARIO)
    entry = Entry(5_000, "kubectl label pod web a=b")
    journals.add_branch(token, Branch(2, 1, 5_000, "a", (entry,)), Playback())
    return token


def read(client, token, query=""):
    response = client.get(f"/api/sessions/{token}/scenario.yaml{query}")
    assert response.status_code == 200
    return response, load(response.content.decode())


def test_the_file_of_a_session_holds_what_was_done_on_the_branch_shown(client):
    response, scenario = read(client, branched())
    assert [step.do for step in scenario.script] == [
        "kubectl label pod web a=b",
        "kubectl delete pod web",
    ]
    assert (scenario.title, scenario.manifests) == (SCENARIO.title, SCENARIO.manifests)
    assert response["Content-Disposition"] == 'attachment; filename="groe-2-pods.yaml"'


def test_another_branch_can_be_named(client):
    assert read(client, branched(), "?branch=1")[1] == SCENARIO


@pytest.mark.parametrize("address", ["nobody/scenario.yaml", "TOKEN/scenario.yaml?branch=9"])
def test_what_is_not_there_is_said_not_to_be(client, address):
    address = address.replace("TOKEN", branched())
    assert client.get(f"/api/sessions/{address}").status_code == 404


def test_a_file_is_played_as_it_was_saved(client):
    session = kept(post(client, "/api/sessions", {"file": dump(SCENARIO)}))
    assert session.journal.scenario == SCENARIO


def test_a_file_of_manifests_alone_is_played_too(client):
    session = kept(post(client, "/api/sessions", {"file": POD, "moment_ms": 3_000}))
    assert session.journal.scenario.manifests == POD
    assert session.playback.at_ms == 3_000


@pytest.mark.parametrize(
    ("file", "status", "word"),
    [
        ("podviz: v1\nscrpt: []\n", 400, "scrpt"),
        ("podviz: v9\n", 400, "v9"),
        ("podviz: v1\nmanifests: 7\n", 400, "scenario.yaml:2"),
        ("podviz: v1\nmanifests: |\n  a: 1\n  a: 2\n", 400, ""),
        (7, 400, "file"),
    ],
)
def test_a_file_that_is_none_gets_its_line(client, file, status, word):
    response = post(client, "/api/sessions", {"file": file})
    assert response.status_code == status
    assert word in response.json()["error"]


def test_a_form_that_is_not_known_is_answered_with_those_that_are(client):
    answer = client.get(f"/api/sessions/{branched()}/export/docx")
    assert answer.status_code == 404 and "perfetto" in answer.json()["remedy"]


def test_what_was_played_on_the_branch_is_exported(client):
    answer = client.get(f"/api/sessions/{branched()}/export/markdown?until=40000")
    assert answer["Content-Disposition"] == 'attachment; filename="groe-2-pods.md"'
    assert "kubectl label pod web a=b" in answer.content.decode()


def test_the_offline_page_holds_its_frames_and_lets_no_word_out_of_them(client):
    token = begin(Scenario(POD, title="</script><script>alert(1)</script>", until_ms=10_000))
    answer = client.get(f"/api/sessions/{token}/offline.html")
    text = answer.content.decode()
    assert answer.status_code == 200 and "<script>alert(1)" not in text
    assert 'id="recording"' in text and "\\u003C/script\\u003E" in text
