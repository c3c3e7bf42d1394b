"""TestTerminationOrdering… (kuberuntime_termination_order_test.go).

Sidecars wait for the app containers and for the sidecars after them; nobody else waits.
"""

import pytest

from lifecycle.engine.kubelet.termination_order import new_termination_ordering
from tests.upstream.notation import pod

CASES = [
    ("s:proxy web", "proxy web", {"proxy": "web", "web": ""}),
    (
        "s:a s:b s:c web",
        "a b c web",
        {"a": "web c b", "b": "web c", "c": "web", "web": ""},
    ),
    ("i:load s:proxy web", "load proxy web", {"load": "", "proxy": "web"}),
    ("s:a s:b web log", "a web", {"a": "web", "b": "web"}),
]


@pytest.mark.parametrize(["containers", "running", "waits_for"], CASES)
def test_a_sidecar_waits_for_what_started_after_it(containers, running, waits_for):
    ordering = new_termination_ordering(pod(containers), running.split())
    for name, others in waits_for.items():
        assert ordering.waits_for(name, ()) == tuple(others.split())


def test_without_sidecars_there_is_no_order():
    assert new_termination_ordering(pod("i:load web log"), ["web", "log"]) is None


def test_it_is_a_sidecars_turn_when_all_before_it_have_ended():
    ordering = new_termination_ordering(pod("s:a s:b web"), ["a", "b", "web"])
    assert not ordering.is_turn_of("a", ["web"])
    assert ordering.is_turn_of("b", ["web"])
    assert ordering.is_turn_of("a", ["web", "b"])
