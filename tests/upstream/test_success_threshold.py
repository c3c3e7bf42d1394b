"""TestSuccessThreshold (prober/worker_test.go).

A verdict turns to Success only after so many successes in a row, and back at once.
"""

from tests.upstream.probing import Worker


def test_it_takes_three_successes_in_a_row():
    worker = Worker("readiness", successThreshold=3)
    for _ in range(2):
        for told in ("Failure 1", "Failure 2", "Success 3", "Success 4", "Success 5"):
            assert worker.turn("web running started") == told
        assert worker.turn("web running started", "Failure") == "Failure 1"
