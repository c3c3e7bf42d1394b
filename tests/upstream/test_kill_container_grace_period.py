"""TestKillContainerGracePeriod (kuberuntime_container_test.go).

A failed probe may bring its own grace period; else the Pod's counts, and 2 seconds at least.
"""

import pytest

from lifecycle.engine.kubelet.grace import set_termination_grace_period, stop_grace_seconds
from tests.upstream.notation import pod

CASES = [
    (None, None, None, "Unknown", 2),
    (60, None, None, "Unknown", 60),
    (60, 10, None, "LivenessProbe", 10),
    (60, None, 10, "StartupProbe", 10),
    (10, None, 60, "StartupProbe", 60),
    (10, 60, None, "LivenessProbe", 60),
    (60, 10, None, "Unknown", 60),
    (60, None, 10, "Unknown", 60),
    (60, 30, 10, "Unknown", 60),
    (60, 30, 10, "StartupProbe", 10),
    (60, 30, 10, "LivenessProbe", 30),
]


@pytest.mark.parametrize(["pods", "liveness", "startup", "reason", "seconds"], CASES)
def test_a_container_gets_this_much_time(pods, liveness, startup, reason, seconds):
    made = pod("web+liveness+startup")
    made.spec.terminationGracePeriodSeconds = pods
    (container,) = made.spec.containers
    container.livenessProbe.terminationGracePeriodSeconds = liveness
    container.startupProbe.terminationGracePeriodSeconds = startup
    grace = set_termination_grace_period(made, container, reason)
    assert stop_grace_seconds(grace) == seconds
