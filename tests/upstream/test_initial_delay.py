"""TestInitialDelay (prober/worker_test.go).

Until the delay is over the first verdict stands.
"""

import pytest

from tests.upstream.probing import Worker

CASES = [
    ("liveness", "web running started", "Success", "Success 1"),
    ("readiness", "web running started", "Failure", "Success 1"),
    ("startup", "web running", "UNKNOWN", "Success hold"),
]


@pytest.mark.parametrize(["probe_type", "states", "before", "after"], CASES)
def test_the_first_verdict_stands_until_the_delay_is_over(probe_type, states, before, after):
    worker = Worker(probe_type, initialDelaySeconds=10)
    assert worker.turn(states) == before
    assert worker.turn(states, age_seconds=100) == after
