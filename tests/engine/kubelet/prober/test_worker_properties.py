"""Properties of a probe worker, for any sequence of results."""

from hypothesis import given
from hypothesis import strategies as st
from lightkube.models.core_v1 import Probe

from lifecycle.engine.kubelet.prober.results import FAILURE, SUCCESS
from lifecycle.engine.kubelet.prober.worker import NEW_WORKER, record_result

OUTCOMES = st.lists(st.sampled_from([SUCCESS, FAILURE, None]), max_size=40)
TYPES = st.sampled_from(["liveness", "readiness", "startup"])


@given(TYPES, OUTCOMES, st.integers(1, 4), st.integers(1, 4))
def test_property_a_verdict_takes_its_threshold_in_a_row(probe_type, outcomes, good, bad):
    probe = Probe(successThreshold=good, failureThreshold=bad)
    state, last, run = NEW_WORKER, None, 0
    for outcome in outcomes:
        step = record_result(state, probe_type, probe, outcome)
        if outcome is None:
            assert step.state == state
            assert step.verdicts == ()
            continue
        run = run + 1 if outcome == last else 1
        last = outcome
        threshold = good if outcome == SUCCESS else bad
        assert (step.verdicts == (outcome,)) == (run >= threshold)
        state = step.state
        if state.on_hold:
            return


@given(TYPES, OUTCOMES)
def test_property_a_worker_on_hold_has_spoken(probe_type, outcomes):
    state, spoken = NEW_WORKER, ()
    for outcome in outcomes:
        step = record_result(
            state, probe_type, Probe(successThreshold=1, failureThreshold=2), outcome
        )
        state, spoken = step.state, spoken + step.verdicts
    if state.on_hold:
        assert spoken
    if probe_type == "readiness":
        assert not state.on_hold
