"""TestDoProbe_TerminatedContainerWithRestartPolicyNever (prober/worker_test.go).

The worker of a container that will not run again ends.
"""

from tests.upstream.probing import Worker


def test_the_worker_of_an_app_container_stops():
    assert Worker("startup").turn("web exit 0 started") == "Failure stops"
