"""What a relist makes of two pictures of a Pod."""

import pytest

from lifecycle.engine.cri.status import CREATED, EXITED, RUNNING
from lifecycle.engine.kubelet.pleg import CHANGED, DIED, REMOVED, STARTED, _events


@pytest.mark.parametrize(
    ("before", "now", "events"),
    [
        (None, RUNNING, [STARTED]),
        (None, EXITED, [DIED]),
        (None, CREATED, [CHANGED]),
        (CREATED, RUNNING, [STARTED]),
        (RUNNING, RUNNING, []),
        (RUNNING, EXITED, [DIED]),
        (EXITED, None, [REMOVED]),
        (RUNNING, None, [DIED, REMOVED]),
    ],
)
def test_each_change_of_a_container_is_an_event(before, now, events):
    old = {"c": before} if before else {}
    new = {"c": now} if now else {}
    assert [event.type for event in _events(old, new)] == events
