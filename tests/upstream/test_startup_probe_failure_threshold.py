"""TestStartupProbeFailureThreshold (prober/worker_test.go).

So many failures in a row settle a startup probe, and its worker goes on hold.
"""

from tests.upstream.probing import Worker


def test_three_failures_settle_it():
    worker = Worker("startup", failureThreshold=3)
    for told in ("UNKNOWN 1", "UNKNOWN 2", "Failure hold"):
        assert worker.turn("web running", "Failure") == told
    assert worker.turn("web running", "Success") == "Failure hold"
