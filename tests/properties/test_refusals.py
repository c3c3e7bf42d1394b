"""Lines that are refused change nothing, and no line brings the cluster down."""

from hypothesis import given

from tests.properties.effort import tries
from tests.properties.lives import AFTERWARDS_MS, lives, state_of

HALF_DONE = ("drain", "apply")
"""What goes on after a first part is refused, as the real commands do."""


@tries(120)
@given(lives())
def test_a_refused_line_leaves_the_world_as_it_was(life):
    cluster = life.cluster()
    for entered in life.inputs():
        cluster.advance(entered.at_ms)
        before = state_of(cluster)
        taken = cluster.submit(entered)
        if not taken.ok:
            assert taken.output
            if not any(word in entered.line for word in HALF_DONE):
                assert state_of(cluster) == before, entered
    cluster.advance(cluster.now + AFTERWARDS_MS)
