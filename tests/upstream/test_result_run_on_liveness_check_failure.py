"""TestResultRunOnLivenessCheckFailure (prober/worker_test.go).

A settled failure of liveness starts the count anew.
"""

from tests.upstream.probing import Worker


def test_a_settled_failure_starts_the_count_anew():
    worker = Worker("liveness", failureThreshold=3)
    assert worker.turn("web running started") == "Success 1"
    for told in ("Success 1", "Success 2", "Failure hold"):
        assert worker.turn("web running started", "Failure") == told
