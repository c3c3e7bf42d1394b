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


def digests(lived, hash_seed: str) -> list[str]:
    """What another process says that the scenes and these lives come to."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.properties.digests"],
        input="".join(json.dumps(life) + "\n" for life in lived),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


@settings(tries(1), report_multiple_bugs=False)
@given(st.lists(lives(), min_size=20, max_size=20))
def test_every_scene_and_life_is_the_same_under_any_hash_seed(lived):
    one, other = digests(lived, "1"), digests(lived, "2")
    assert len(one) == len(NAMES) + len(lived)
    assert one == other
