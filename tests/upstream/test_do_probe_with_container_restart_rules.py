"""TestDoProbeWithContainerRestartRules (prober/worker_test.go).

A worker outlives its container if the container's own policy will start another.
"""

import pytest

from tests.upstream.probing import PROBE_TYPES, Worker

CASES = [
    ("web!OnFailure", "exit 1", "Failure"),
    ("web!OnFailure", "exit 0", "Failure stops"),
    ("web!Always", "exit 1", "Failure"),
    ("web!Always", "exit 0", "Failure"),
    ("web!Never", "exit 1", "Failure stops"),
    ("web!Never", "exit 0", "Failure stops"),
    ("web!Never{1=Restart}", "exit 1", "Failure"),
    ("web!Never{99=Restart}", "exit 1", "Failure stops"),
]


@pytest.mark.parametrize("probe_type", PROBE_TYPES)
@pytest.mark.parametrize(["containers", "state", "told"], CASES)
def test_a_worker_waits_for_a_restart(containers, state, told, probe_type):
    assert Worker(probe_type, containers).turn(f"web {state}") == told
