"""TestStartupProbeSuccessThreshold (prober/worker_test.go).

One success settles a startup probe, and its worker goes on hold.
"""

from tests.upstream.probing import Worker


def test_one_success_settles_it():
    worker = Worker("startup", failureThreshold=3)
    assert worker.turn("web running") == "Success hold"
    assert worker.turn("web running", "Failure") == "Success hold"
