"""TestDoProbe (prober/worker_test.go).

A worker runs its probe only for a container that runs and that is its to probe.
"""

import pytest

from tests.upstream.probing import PROBE_TYPES, Worker

CASES = [
    # status, phase, deleted: what liveness, readiness and startup do
    (None, "Running", False, "none", "none", "none"),
    ("web running", "Failed", False, "none stops", "none stops", "none stops"),
    ("web running", "Running", True, "Success stops", "Success 1", "Success stops"),
    ("other running", "Running", False, "none", "none", "none"),
    ("web nothing", "Running", False, "Failure", "Failure", "Failure"),
    ("web exit 0", "Running", False, "Failure stops", "Failure stops", "Failure stops"),
    ("web running", "Running", False, "Success 1", "Success 1", "Success hold"),
]


@pytest.mark.parametrize("probe_type", PROBE_TYPES)
@pytest.mark.parametrize(["states", "phase", "deleted", *PROBE_TYPES], CASES)
def test_a_turn_comes_to_this(states, phase, deleted, liveness, readiness, startup, probe_type):
    expected = {"liveness": liveness, "readiness": readiness, "startup": startup}[probe_type]
    if probe_type != "startup" and states:
        states += " started"
    worker = Worker(probe_type, deleted=deleted)
    assert worker.turn(states, phase=phase) == expected


@pytest.mark.parametrize("probe_type", PROBE_TYPES)
def test_a_negative_delay_is_no_delay(probe_type):
    worker = Worker(probe_type, initialDelaySeconds=-100)
    states = "web running" if probe_type == "startup" else "web running started"
    assert worker.turn(states).startswith("Success")
