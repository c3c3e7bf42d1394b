"""TestFailureThreshold (prober/worker_test.go).

A verdict turns to Failure only after so many failures in a row, and back at once.
"""

from tests.upstream.probing import Worker


def test_it_takes_three_failures_in_a_row():
    worker = Worker("readiness", failureThreshold=3)
    for _ in range(2):
        for told in ("Success 1", "Success 2", "Success 3"):
            assert worker.turn("web running started") == told
        for told in ("Success 1", "Success 2", "Failure 3", "Failure 4", "Failure 5"):
            assert worker.turn("web running started", "Failure") == told
