"""The HTTP interface: sessions, checks, links, scenes, the schema."""

import json

import pytest
from django.test import Client

from lifecycle import hostsecret, journals, limits, links, scenes
from lifecycle.sessions.link import decode, encode
from lifecycle.sessions.scenario import Scenario

pytestmark = pytest.mark.django_db

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: nginx}
"""


def post(client, address, body):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address, text, content_type="application/json")


def kept(response):
    return journals.read(response.json()["token"])


def test_a_session_of_a_scene_plays_from_the_start(client):
    response = post(client, "/api/sessions", {"scene": scenes.first()})
    assert response.status_code == 201
    assert response.json()["url"] == f"/s/{response.json()['token']}/"
    session = kept(response)
    assert session.journal.scenario == scenes.scene(scenes.first())
    assert (session.playback.playing, session.playback.at_ms) == (True, 0)


def test_a_session_of_manifests_has_their_script_and_seed(client):
    script = [{"at_ms": 8_000, "do": "kubectl delete pod web"}]
    body = {"manifests": POD, "script": script, "seed": 7, "title": "mine"}
    scenario = kept(post(client, "/api/sessions", body)).journal.scenario
    assert (scenario.manifests, scenario.seed, scenario.title) == (POD, 7, "mine")
    assert scenario.script[0].do == "kubectl delete pod web"


@pytest.mark.parametrize("way", ["link", "short"])
def test_a_session_of_a_link_stands_at_its_moment(client, way):
    payload = encode(Scenario(POD, title="shared"), 12_000)
    body = {"link": payload} if way == "link" else {"short": links.shorten(payload)}
    session = kept(post(client, "/api/sessions", body))
    assert session.journal.scenario.title == "shared"
    assert (session.playback.at_ms, session.playback.playing) == (12_000, False)


def test_who_begins_a_session_is_its_host_by_a_cookie_that_no_script_sees(client):
    response = post(client, "/api/sessions", {"scene": scenes.first()})
    cookie = response.cookies[hostsecret.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    cookies = {hostsecret.COOKIE: cookie.value}
    token = response.json()["token"]
    assert hostsecret.is_host(cookies, token, kept(response).host_hash)
    assert not hostsecret.is_host({}, token, kept(response).host_hash)


def test_one_browser_keeps_one_secret_that_tells_nothing_about_other_sessions(client):
    one = post(client, "/api/sessions", {"scene": scenes.first()})
    two = post(client, "/api/sessions", {"scene": scenes.first()})
    assert one.cookies[hostsecret.COOKIE].value == two.cookies[hostsecret.COOKIE].value
    assert kept(one).host_hash != kept(two).host_hash


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ("", 400, "JSON"),
        ("[]", 400, "JSON"),
        ("{", 400, "JSON"),
        ("[" * 100_000, 400, "JSON"),
        (b"\xff", 400, "JSON"),
        ({"scene": "none-such"}, 404, "scene"),
        ({"scene": 7}, 400, "text"),
        ({"short": "none"}, 404, "link"),
        ({"link": "v1:damaged"}, 400, "damaged"),
        ({"link": "v9:x"}, 400, "newer"),
        ({"link": "v1:" + "A" * limits.LINK_LENGTH}, 413, "larger"),
        ({"manifests": 7}, 400, "manifests"),
        ({"manifests": POD, "seed": -1}, 400, "seed"),
        ({"manifests": POD, "until_ms": 10**12}, 400, "week"),
        ({"manifests": POD, "script": [{"at_ms": -1, "do": "x"}]}, 400, "script"),
        ({"manifests": POD, "script": [{"at_ms": 1, "do": "x"}] * 1_001}, 400, "1000"),
        ({"manifests": POD, "script": [{"at_ms": 1, "do": "x", "manifest": "a: ["}]}, 400, "line"),
        ({"manifests": POD, "moment_ms": "noon"}, 400, "moment"),
        ({"manifests": "x" * (limits.MANIFEST_BYTES + 1)}, 400, "larger"),
        ("x" * (limits.BODY_BYTES + 1), 413, "larger"),
    ],
)
def test_what_cant_be_played_is_refused_in_words(client, body, status, word):
    response = post(client, "/api/sessions", body)
    assert response.status_code == status
    assert word in json.dumps(response.json(), ensure_ascii=False)


def test_manifests_with_mistakes_get_every_complaint_with_its_place(client):
    text = POD.replace("image: nginx", "imagee: nginx")
    response = post(client, "/api/sessions", {"manifests": text})
    assert response.status_code == 400
    complaint = next(c for c in response.json()["complaints"] if "imagee" in c["message"])
    assert complaint["line"] == 6
    assert complaint["path"] == "spec.containers[0].imagee"
    assert complaint["severity"] == "error"
    assert set(complaint) == {
        "line", "column", "endLine", "endColumn", "path", "message", "lang", "hint", "severity",
        "remedies",
    }  # fmt: skip
    (rename, leave_out) = complaint["remedies"]
    assert rename["title"] == "Write image instead of imagee"
    assert rename["edits"] == [
        {"line": 6, "column": 17, "endLine": 6, "endColumn": 23, "text": "image"}
    ]
    assert leave_out["title"] == "Leave imagee out"


def test_a_check_lists_objects_and_what_looks_secret(client):
    text = POD.replace("image: nginx}", "image: nginx, env: [{name: API_TOKEN, value: x}]}")
    answer = post(client, "/api/check", {"manifests": text}).json()
    assert answer["objects"] == [{"kind": "Pod", "name": "web", "namespace": None, "line": 1}]
    assert answer["secrets"] == [
        {"line": 6, "path": "spec.containers[0].env[0].value", "what": "API_TOKEN"}
    ]


def test_a_short_link_is_made_of_its_text_and_always_the_same(client):
    payload = encode(Scenario(POD))
    first = post(client, "/api/links", {"payload": payload}).json()
    second = post(client, "/api/links", {"payload": payload}).json()
    other = post(client, "/api/links", {"payload": encode(Scenario(title="other"))}).json()
    assert first == second != other
    assert decode(links.payload(first["short"])).scenario == Scenario(POD)


def test_a_damaged_link_is_not_shortened(client):
    assert post(client, "/api/links", {"payload": "v1:nonsense"}).status_code == 400


def test_two_texts_whose_short_forms_collide_get_different_addresses(client, monkeypatch):
    monkeypatch.setattr(links, "SHORTEST", 1)
    payloads = [encode(Scenario(title=str(number))) for number in range(40)]
    shorts = {links.shorten(payload) for payload in payloads}
    assert len(shorts) == 40
    assert all(links.payload(links.shorten(payload)) == payload for payload in payloads)


def test_the_library_can_be_read_scene_by_scene(client):
    listing = client.get("/api/scenes").json()
    assert [scene["name"] for scene in listing] == scenes.names()
    for scene in listing:
        whole = client.get(f"/api/scenes/{scene['name']}").json()
        assert whole["title"] == scene["title"]
        assert whole["manifests"]
    assert client.get("/api/scenes/none-such").status_code == 404


def test_the_schema_explains_every_field(client):
    response = client.get("/api/schema")
    assert "max-age" in response["Cache-Control"]
    assert "Pod" in response.json()["kinds"]


def test_a_forged_request_from_another_page_is_refused():
    client = Client(enforce_csrf_checks=True)
    response = post(client, "/api/sessions", {"scene": scenes.first()})
    assert response.status_code == 403
    assert response.json()["remedy"]


def test_a_page_of_ours_may_post(client):
    client = Client(enforce_csrf_checks=True)
    client.get("/")
    response = client.post(
        "/api/sessions",
        json.dumps({"scene": scenes.first()}),
        content_type="application/json",
        headers={"x-csrftoken": client.cookies["csrftoken"].value},
    )
    assert response.status_code == 201


def test_an_address_that_begins_sessions_without_end_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr("lifecycle.live.throttle.Allowance.take", lambda *args: False)
    response = post(client, "/api/sessions", {"scene": scenes.first()})
    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert response.json()["remedy"]


def test_the_schema_of_scenario_files_names_every_key(client):
    schema = client.get("/api/schema/scenario").json()
    name = schema["$ref"].rpartition("/")[2]
    keys = set(schema["$defs"][name]["properties"])
    assert {"podviz", "manifests", "narration", "claims", "lesson", "translations"} <= keys
