"""A folder of a class's own scenes, served beside those of podviz."""

import pytest
from django.core.management import CommandError, call_command

from lifecycle import scenes
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenariotext import dump
from lifecycle.syllabus import said
from tests.views.test_api import POD


@pytest.fixture
def folder(tmp_path, settings):
    settings.SCENES = tmp_path
    return tmp_path


def put(folder, name, title):
    (folder / name).write_text(dump(Scenario(POD, title=title)), encoding="utf-8")


def titles():
    return [scene["title"] for scene in scenes.listing(said)]


def test_the_scenes_of_the_class_come_first_in_the_order_of_their_files(folder, client, db):
    before = len(titles())
    put(folder, "2-second.yaml", "Our second")
    put(folder, "1-first.yaml", "Our first")
    assert titles()[:2] == ["Our first", "Our second"]
    assert len(titles()) == before + 2
    assert scenes.first() == "first"
    begun = client.post("/api/sessions", {"scene": "second"}, content_type="application/json")
    assert begun.status_code == 201


def test_one_of_the_class_stands_in_place_of_ours_of_the_same_name(folder):
    ours = scenes.names()[0]
    put(folder, f"{ours}.yaml", "Our own")
    assert scenes.scene(ours).title == "Our own"
    assert scenes.names().count(ours) == 1


def test_a_file_that_is_saved_again_is_read_again(folder):
    put(folder, "a.yaml", "before")
    assert titles()[0] == "before"
    put(folder, "a.yaml", "after, and longer")
    assert titles()[0] == "after, and longer"


def test_a_file_with_a_mistake_is_told_with_its_line_and_left_out(folder):
    put(folder, "good.yaml", "good")
    (folder / "bad.yaml").write_text("podviz: v1\nnonsense: 1\n", encoding="utf-8")
    (folder / "worse.yaml").write_bytes(b"\xff\xfe")
    assert titles()[0] == "good"
    assert scenes.first() == "good"
    assert any(told.startswith("bad.yaml:") for told in scenes.complaints(folder))
    assert len(scenes.complaints(folder)) == 2


def test_there_must_be_such_a_folder(tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        call_command("serve", folder=tmp_path / "none")
