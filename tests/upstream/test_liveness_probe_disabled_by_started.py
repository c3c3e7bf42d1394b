"""TestLivenessProbeDisabledByStarted (prober/worker_test.go).

Liveness is silent until the container has started.
"""

from tests.upstream.probing import Worker


def test_liveness_waits_for_the_start():
    worker = Worker("liveness")
    assert worker.turn("web running", "Failure") == "Success"
    assert worker.turn("web running started", "Failure") == "Failure hold"
