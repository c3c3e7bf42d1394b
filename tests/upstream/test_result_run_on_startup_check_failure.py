"""TestResultRunOnStartupCheckFailure (prober/worker_test.go).

A settled failure of a startup probe starts the count anew.
"""

from tests.upstream.probing import Worker


def test_a_settled_failure_starts_the_count_anew():
    worker = Worker("startup", failureThreshold=3)
    for told in ("UNKNOWN 1", "UNKNOWN 2", "Failure hold"):
        assert worker.turn("web running", "Failure") == told
    assert worker.turn("web running", "Failure", attempt=2) == "UNKNOWN 1"
