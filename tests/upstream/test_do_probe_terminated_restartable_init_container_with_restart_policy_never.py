"""TestDoProbe_TerminatedRestartableInitContainerWithRestartPolicyNever (prober/worker_test.go).

A sidecar is restarted under every policy, so its worker waits for the next one.
"""

from tests.upstream.probing import Worker


def test_the_worker_of_a_sidecar_goes_on():
    assert Worker("startup", "s:web app").turn("web exit 0") == "Failure"
