"""What a relist makes of two pictures of a Pod."""

import pytest

from lifecycle.engine.cri.status import CREATED, EXITED, RUNNING
from lifecycle.engine.kubelet.pleg import CHANGED, DIED, REMOVED, STARTED, _events
from tests.engine.played import Played, pod_of


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


def test_what_one_relist_finds_is_one_wish_for_the_worker():
    """Else a pass would be left over from the start, and bring the back-off's reason early."""

    def error_shown_for(seed):
        crashing = {"name": "app", "command": ["sh", "-c", "exit 1"]}
        played = Played(pod_of(crashing), until=30, seed=seed)
        shown = {
            (state, status.restartCount): seconds
            for seconds, pod in reversed(played.versions())
            for status in pod.status.containerStatuses or ()
            for state in _shown(status)
        }
        return shown["CrashLoopBackOff", 1] - shown["Error", 1]

    waits = [error_shown_for(seed) for seed in range(1, 9)]
    assert sum(wait > 8 for wait in waits) >= 6


def _shown(status):
    for part in (status.state.waiting, status.state.terminated):
        if part is not None:
            yield part.reason
