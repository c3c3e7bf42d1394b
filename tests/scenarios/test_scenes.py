"""Every scene of the library is well made, plays to its end, and plays as it did."""

import pytest
from msgspec.structs import replace

from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.records import InputTaken
from lifecycle.manifests.reader import read
from lifecycle.sessions.scenariofile import load
from lifecycle.sessions.scenariotext import dump
from tests.scenarios.golden import FOLDER, render
from tests.scenarios.playing import NAMES, new_cluster, play, scene

every_scene = pytest.mark.parametrize("name", NAMES)


def test_the_library_has_at_least_fourteen_scenes():
    assert len(NAMES) >= 14


@every_scene
def test_a_scene_has_a_short_title_and_one_sentence_about_it(name):
    made = scene(name)
    assert 0 < len(made.title) <= 44
    assert made.summary.endswith(".")
    assert ". " not in made.summary
    assert made.chapters
    assert made.watch


@every_scene
def test_its_chapters_and_its_script_lie_within_it_and_in_order(name):
    made = scene(name)
    moments = [chapter.at_ms for chapter in made.chapters]
    assert moments == sorted(set(moments))
    assert moments[0] == 0
    steps = [step.at_ms for step in made.script]
    assert steps == sorted(steps)
    assert all(at_ms < made.until_ms for at_ms in (*moments, *steps))


@every_scene
def test_its_manifests_have_no_mistake(name):
    made = scene(name)
    for text in (made.manifests, *(step.manifest for step in made.script if step.manifest)):
        assert read(text).complaints == ()


@every_scene
def test_its_file_is_written_back_as_it_was_read(name):
    assert load(dump(scene(name))) == scene(name)


@every_scene
def test_it_plays_and_no_command_is_refused(name):
    cluster = play(scene(name))
    refused = [
        (record.line, record.output)
        for record in cluster.records
        if isinstance(record, InputTaken) and not record.ok
    ]
    assert refused == []


@every_scene
def test_it_plays_as_its_golden_trace_says(name):
    golden = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    played = render(scene(name), play(scene(name)).records)
    assert played == golden, "if this is right: python -m tests.scenarios.rewrite"


@every_scene
def test_going_back_to_its_middle_and_on_again_gives_the_same(name):
    made = scene(name)
    middle = made.until_ms // 2
    straight = digest(play(made).records)
    cluster = new_cluster(made)
    stopped = cut(made, middle)
    play(stopped, cluster)
    frozen = cluster.snapshot()
    play(made, cluster, after_ms=middle)
    cluster.restore(frozen)
    play(made, cluster, after_ms=middle)
    assert digest(cluster.records) == straight


def cut(made, until_ms):
    """The scene, cut at that moment."""
    script = tuple(step for step in made.script if step.at_ms <= until_ms)
    return replace(made, until_ms=until_ms, script=script)


def test_no_golden_trace_is_left_without_its_scene():
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES
