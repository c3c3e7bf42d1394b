"""TestChangeContainerStatusOnKubeletRestart (prober/worker_test.go).

A container that has outlived a restart of the kubelet is not judged anew.
"""

import pytest

from tests.upstream.probing import Worker, without

GATE = without("change_container_status_on_kubelet_restart")
FIRST = {"readiness": "Failure", "liveness": "Success", "startup": "UNKNOWN"}
MINUTES_OLD, MINUTES_AHEAD = 300, -300


@pytest.mark.parametrize("age_seconds", [MINUTES_OLD, MINUTES_AHEAD])
@pytest.mark.parametrize(["probe_type", "told"], FIRST.items())
def test_with_the_gate_every_container_is_judged_anew(probe_type, told, age_seconds):
    worker = Worker(probe_type, gates=GATE, initialDelaySeconds=1000)
    assert worker.turn("web running started", age_seconds=age_seconds) == told


@pytest.mark.parametrize(["probe_type", "told"], FIRST.items())
def test_a_younger_container_is_judged_anew(probe_type, told):
    worker = Worker(probe_type, initialDelaySeconds=1000)
    assert worker.turn("web running started", age_seconds=MINUTES_AHEAD) == told


@pytest.mark.parametrize("probe_type", FIRST)
def test_a_container_older_than_the_kubelet_is_left_alone(probe_type):
    worker = Worker(probe_type, initialDelaySeconds=1000)
    assert worker.turn("web running started", age_seconds=MINUTES_OLD) == "none"


@pytest.mark.parametrize(
    ["probe_type", "told"],
    [("startup", "Success"), ("liveness", "none"), ("readiness", "none")],
)
def test_a_sidecar_that_had_started_stays_started(probe_type, told):
    worker = Worker(probe_type, "s:web app", initialDelaySeconds=1000)
    assert worker.turn("web running started", age_seconds=MINUTES_OLD) == told
