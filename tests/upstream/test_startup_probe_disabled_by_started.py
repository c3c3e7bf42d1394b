"""TestStartupProbeDisabledByStarted (prober/worker_test.go).

A startup probe is silent once the container has started.
"""

from tests.upstream.probing import Worker


def test_a_startup_probe_ends_with_the_start():
    worker = Worker("startup", failureThreshold=2)
    assert worker.turn("web running", "Failure") == "UNKNOWN 1"
    assert worker.turn("web running") == "Success hold"
    assert worker.turn("web running started", "Failure") == "Success hold"
