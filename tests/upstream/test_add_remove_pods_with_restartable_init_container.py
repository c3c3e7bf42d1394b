"""TestAddRemovePodsWithRestartableInitContainer (prober_manager_test.go).

There is one worker for each probe that an app container or a sidecar declares.
"""

import pytest

from lifecycle.engine.kubelet.prober.workers import probes_of, probes_to_stop_on_termination
from tests.upstream.notation import pod

ALL = "+liveness+readiness+startup"
CASES = [
    (f"i:load i:proxy{ALL} web", []),
    (f"i:load s:proxy{ALL} web", ["proxy startup", "proxy readiness", "proxy liveness"]),
]


@pytest.mark.parametrize(["containers", "workers"], CASES)
def test_each_declared_probe_gets_a_worker(containers, workers):
    found = [f"{each.container.name} {each.probe_type}" for each in probes_of(pod(containers))]
    assert found == workers


def test_a_termination_ends_liveness_and_startup_of_app_containers():
    stopped = list(probes_to_stop_on_termination(pod(f"s:proxy{ALL} web{ALL}")))
    assert stopped == [("web", "liveness"), ("web", "startup")]
