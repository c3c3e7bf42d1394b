"""Whatever somebody uploads, they are told what is wrong, where, and what to do about it."""

import json

import pytest

from tests.manifests.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: app\n"
BAD = {
    "empty": "",
    "white space": " \n\n",
    "no YAML": "}{",
    "prose": "Dear cluster, please run nginx.",
    "tabs": POD + "\timage: nginx\n",
    "duplicate keys": POD + "    image: nginx\n    image: redis\n",
    "wrong types": POD + "    image: [nginx]\n",
    "unknown fields": POD + "    image: nginx\n    imagePullpolicy: Always\n",
    "a value that is not allowed": POD + "    image: nginx\n  restartPolicy: Sometimes\n",
    "500 documents": (POD + "    image: nginx\n---\n") * 500,
    "brackets": HOSTILE["brackets"],
    "an alias bomb": HOSTILE["an alias bomb"],
    "binary": "".join(map(chr, range(256))),
}


def post(client, address, manifests):
    body = json.dumps({"manifests": manifests})
    return client.post(address, body, content_type="application/json")


@pytest.mark.parametrize("name", BAD)
def test_the_editor_is_told_the_line_and_the_remedy(client, name):
    answer = post(client, "/api/check", BAD[name])
    assert answer.status_code == 200
    errors = [c for c in answer.json()["complaints"] if c["severity"] == "error"]
    assert errors and all(error["line"] >= 1 and error["message"] for error in errors)
    # Where the API server's own words say what is allowed, they are the remedy.
    assert any(error["hint"] or "supported values" in error["message"] for error in errors)


@pytest.mark.parametrize("name", BAD)
def test_it_is_not_played_and_the_next_one_is(client, name):
    answer = post(client, "/api/sessions", BAD[name])
    assert answer.status_code == 400
    assert answer.json()["error"] and answer.json()["remedy"]
    assert post(client, "/api/sessions", POD + "    image: nginx\n").status_code == 201


def test_ten_megabytes_are_refused_before_they_are_read(client):
    answer = post(client, "/api/check", HOSTILE["ten megabytes"])
    assert answer.status_code == 413
    assert answer.json()["error"] and answer.json()["remedy"]
