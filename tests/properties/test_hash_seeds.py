"""The same seed gives the same bytes in another process, whatever Python hashes texts to."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.effort import tries
from tests.properties.lives import lives
from tests.scenarios.playing import NAMES

ROOT = Path(__file__).resolve().parents[2]


def digests(hash_seed: str, *arguments: str, lived=()) -> list[str]:
    """What another process says that the scenes or these lives come to."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.properties.digests", *arguments],
        input="".join(json.dumps(life) + "\n" for life in lived),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


def test_every_scene_is_the_same_under_any_hash_seed():
    one, other = digests("1", "scenes"), digests("2", "scenes")
    assert len(one) == len(NAMES)
    assert one == other


@settings(tries(2), report_multiple_bugs=False)
@given(st.lists(lives(), min_size=15, max_size=15))
def test_lives_are_the_same_under_any_hash_seed(lived):
    one, other = digests("3", lived=lived), digests("4", lived=lived)
    assert len(one) == len(lived)
    assert one == other
