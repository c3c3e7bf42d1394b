"""TestOnHoldOnLivenessOrStartupCheckFailure (prober/worker_test.go).

After a failure that kills the container the worker is silent until there is a new one.
"""

import pytest

from tests.upstream.probing import Worker


@pytest.mark.parametrize(
    ["probe_type", "states", "fresh"],
    [
        ("liveness", "web running started", "Success 1"),
        ("startup", "web running", "Success hold"),
    ],
)
def test_a_worker_is_silent_until_there_is_a_new_container(probe_type, states, fresh):
    worker = Worker(probe_type)
    assert worker.turn(states, "Failure") == "Failure hold"
    assert worker.turn(states, "Success") == "Failure hold"
    assert worker.turn(states, "Success", attempt=2) == fresh
