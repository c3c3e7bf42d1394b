"""The playhead follows from an anchor and the wall clock."""

import pytest

from lifecycle.sessions.playback import Playback

START = Playback(at_ms=1_000, playing=False, speed=1.0, wall_ms=0)


@pytest.mark.parametrize(
    ("playback", "wall_ms", "position"),
    [
        (START, 5_000, 1_000),
        (START.play(10_000), 12_500, 3_500),
        (START.at_speed(10, 0).play(0), 500, 6_000),
        (START.play(0).at_speed(100, 1_000), 1_010, 3_000),
        (START.play(0).pause(2_000), 9_000, 3_000),
        (START.play(0).seek(60_000, 500), 1_500, 61_000),
        (START.seek(60_000, 500), 1_500, 60_000),
        (START.play(5_000), 4_000, 1_000),
        (START.seek(-5, 0), 0, 0),
    ],
)
def test_the_playhead_stands_where_the_anchor_says(playback, wall_ms, position):
    assert playback.position(wall_ms) == position


@pytest.mark.parametrize(("asked", "given"), [(0.0001, 0.1), (1e9, 1000), (2.5, 2.5)])
def test_speed_stays_within_what_can_be_followed(asked, given):
    assert START.at_speed(asked, 0).speed == given
