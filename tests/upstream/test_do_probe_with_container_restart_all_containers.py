"""TestDoProbeWithContainerRestartAllContainers (prober/worker_test.go).

While all containers are restarted in place every worker goes on.
"""

import pytest

from tests.upstream.probing import PROBE_TYPES, Worker

CASES = [
    ("web!Never{1=RestartAllContainers}", "web exit 1", "Running"),
    ("web trigger!Never{1=RestartAllContainers}", "web exit 1, trigger exit 1", "Running"),
    ("web trigger!Never{1=RestartAllContainers}", "web waiting", "Pending"),
]


@pytest.mark.parametrize("probe_type", PROBE_TYPES)
@pytest.mark.parametrize(["containers", "states", "phase"], CASES)
def test_a_worker_outlives_a_restart_in_place(containers, states, phase, probe_type):
    assert Worker(probe_type, containers).turn(states, phase=phase) == "Failure"
