"""Whatever happened has causes that end in a manifest, a default, an input or a fault.

The engine's chains are followed here; the stage's words are tried by the stage's own code.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from lifecycle.engine.records import InputTaken
from lifecycle.manifests.reader import read
from lifecycle.sessions.explain import origin, positions
from lifecycle.sessions.wire import project
from tests.properties.lives import lives, play
from tests.scenarios.playing import NAMES, scene
from tests.scenarios.playing import play as play_scene

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
ORIGINS = ("manifest", "default", "input", "fault")
PODS = 100


@pytest.fixture(scope="module")
def random_stories():
    """What became of a hundred random Pods, and how the stage would be told of it."""
    stories = []

    @settings(
        max_examples=PODS,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(lives())
    def collect(life):
        manifests = "---\n".join(f"{json.dumps(each)}\n" for each in life.documents)
        stories.append((play(life).records, manifests))

    collect()
    return stories


@pytest.fixture(scope="module")
def scenes():
    return [(play_scene(scene(name)).records, scene(name).manifests) for name in NAMES]


def ends(records, manifests):
    """Of every record, what its story begins with."""
    places = positions(read(manifests).documents)
    return [origin(records, record.id, places) for record in records]


def told_by_the_stage(stories):
    """The same, as the stage tells it."""
    lines = (
        json.dumps(
            {
                "records": [project(record) for record in records],
                "positions": positions(read(manifests).documents),
                "manifests": manifests,
            }
        )
        for records, manifests in stories
    )
    script = ROOT / "tests/js/chains.mjs"
    done = subprocess.run(
        [NODE, str(script)], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_record_of_every_scene_goes_back_to_where_a_story_begins(scenes):
    kinds = {each.kind for records, manifests in scenes for each in ends(records, manifests)}
    assert {"manifest", "default", "input"} <= kinds <= set(ORIGINS)


def test_every_record_of_a_hundred_random_pods_does(random_stories):
    assert len(random_stories) >= PODS
    for records, manifests in random_stories:
        assert {each.kind for each in ends(records, manifests)} <= set(ORIGINS)


def test_what_somebody_typed_is_an_input_and_nothing_more(scenes):
    records, manifests = scenes[0]
    typed = [r.id for r in records if isinstance(r, InputTaken)]
    found = ends(records, manifests)
    assert typed and all(found[number - 1].kind == "input" for number in typed)


@pytest.mark.skipif(NODE is None, reason="the stage's code needs Node.js")
@pytest.mark.parametrize("which", ["scenes", "random_stories"])
def test_the_stage_tells_a_whole_chain_of_every_record(which, request):
    found = told_by_the_stage(request.getfixturevalue(which))
    assert sum(each["records"] for each in found) > 1000
    assert [each["without"] for each in found if each["origins"]["none"]] == []
