"""TestTerminationOrderingSidecarsInReverseOrder
(pkg/kubelet/kuberuntime/kuberuntime_termination_order_test.go).

The sidecar that started last stops first, and so on. Waits count in whole seconds.
"""

from lifecycle.conformance.judges.termination import waited_seconds
from lifecycle.engine.kubelet.termination_order import new_termination_ordering
from tests.upstream.notation import pod


def test_each_sidecar_waits_for_those_after_it():
    grace, stops = dict.fromkeys(["a", "b", "c", "web"], 30), dict.fromkeys("abc", 1.25)
    waited = waited_seconds(pod("s:a s:b s:c web"), grace, {**stops, "web": 1.25})
    assert waited == {"a": 3, "b": 2, "c": 1, "web": 0}


def test_it_is_a_sidecars_turn_when_all_before_it_have_ended():
    ordering = new_termination_ordering(pod("s:a s:b web"), ["a", "b", "web"])
    assert not ordering.is_turn_of("a", ["web"])
    assert ordering.is_turn_of("b", ["web"])
    assert ordering.is_turn_of("a", ["web", "b"])
