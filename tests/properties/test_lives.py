"""Whatever is done to whatever Pods: it can be played, and what happens makes sense."""

from hypothesis import given

from tests.properties.effort import tries
from tests.properties.histories import History
from tests.properties.invariants import hold
from tests.properties.lives import lives, play


@tries(600)
@given(lives())
def test_every_life_can_be_played_and_keeps_the_invariants(life):
    hold(History(play(life), life.modern))
