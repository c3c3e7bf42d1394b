"""The pages for learning: each lists what there is, and its links lead somewhere."""

import re

import pytest
from msgspec.structs import replace

from lifecycle import scenes
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenariotext import dump
from lifecycle.teaching.grammar import parse_claim

pytestmark = pytest.mark.django_db
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]
"""


def post(client, url, body):
    return client.post(url, body, content_type="application/json")


def test_the_course_lists_every_scene(client):
    text = client.get("/learn/").content.decode()
    for name in scenes.names():
        assert f'data-scene="{name}"' in text
        assert f'href="/learn/{name}/"' in text


@pytest.mark.parametrize("url", ["/questions/", "/notes/", "/true/", "/compare/", "/learn/class/"])
def test_a_page_is_there_and_has_one_heading(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1


def test_a_lesson_is_the_stage_with_its_scene_and_what_comes_next(client):
    text = client.get("/learn/crash-loop/").content.decode()
    assert '"lesson": {"name": "crash-loop", "next": "/learn/exit-zero-crash-loop/"}' in text


@pytest.mark.parametrize(
    "url", ["/learn/no-such-scene/", "/class/nothing/", "/compare/nothing/", "/compare/?scene=no"]
)
def test_what_is_not_there_is_404(client, url):
    assert client.get(url).status_code == 404


def test_the_verdicts_of_a_scene_are_what_the_simulation_says(client):
    verdicts = client.get("/api/scenes/crash-loop/verdicts").json()
    claims = (replace(parse_claim(verdict["claim"]), text="") for verdict in verdicts)
    wanted = (replace(parse_claim(text), text="") for text in scenes.scene("crash-loop").claims)
    assert list(claims) == list(wanted)
    assert all(verdict["holds"] for verdict in verdicts)


def test_a_teacher_makes_a_page_of_scenes_and_own_files(client):
    own = dump(Scenario(POD, title="Our own"))
    body = {"title": "3b", "about": "Monday", "items": [{"scene": "hooks"}, {"file": own}]}
    made = post(client, "/api/classes", body)
    assert made.status_code == 201
    assert post(client, "/api/classes", body).json() == made.json()
    text = client.get(made.json()["url"]).content.decode()
    assert "Our own" in text
    of = made.json()["url"].strip("/").rpartition("/")[2]
    assert f'href="/learn/hooks/?class={of}"' in text
    own = re.search(r'href="(/learn/own/\w+/\?class=\w+)"', text)[1]
    assert f'"next": "{own}"' in client.get(f"/learn/hooks/?class={of}").content.decode()
    assert f'"next": "/class/{of}/"' in client.get(own).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x", "about": "", "items": []},
        {"title": "", "about": "", "items": [{"scene": "hooks"}]},
        {"title": "x", "about": "", "items": [{"scene": "nothing"}]},
        {"title": "x", "about": "", "items": ["hooks"]},
        {"title": "x", "about": "", "items": [{"file": "podviz: v1\nclaims: [no]\n"}]},
        {"title": "x", "about": "", "items": [{"scene": "hooks"}] * 101},
    ],
)
def test_a_page_that_makes_no_sense_is_refused_with_words(client, body):
    answer = post(client, "/api/classes", body)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]


def side(**change):
    return {"manifests": POD, "kubernetes": "1.36", "seed": 1, "until_ms": 30_000, **change}


def test_two_are_compared_and_part_where_they_differ(client):
    other = POD.replace("sleep", "sh, -c, exit 1, sleep")
    answer = post(client, "/api/compare", {"a": side(), "b": side(manifests=other)}).json()
    assert answer["divergence"]["about"] == "Pod/web"
    assert answer["sides"]["a"]["cost"]["restarts"] == 0
    assert answer["sides"]["b"]["cost"]["restarts"] > 0
    assert [
        "-",
        '  containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]',
    ] in (answer["difference"])


def test_the_same_twice_does_not_part(client):
    answer = post(client, "/api/compare", {"a": side(), "b": side()}).json()
    assert answer["divergence"] is None
    assert answer["difference"] == []


def test_one_link_holds_both(client):
    pair = {"a": side(), "b": side(script="8s kubectl delete pod web")}
    url = post(client, "/api/compare/link", pair).json()["url"]
    text = client.get(url).content.decode()
    assert "8s kubectl delete pod web" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"manifests": "kind: Pod"}, "refuse"),
        ({"script": "soon kubectl get pods"}, "no duration"),
        ({"script": "3s kubectl fly"}, "unknown command"),
        ({"kubernetes": "9.9"}, "can't be played"),
        ({"steps": [{"at": 1}]}, "steps"),
    ],
)
def test_a_side_that_can_not_be_played_is_named(client, change, words):
    answer = post(client, "/api/compare", {"a": side(), "b": side(**change)})
    assert answer.status_code == 400
    assert answer.json()["side"] == "b"
    assert words in answer.json()["error"]
