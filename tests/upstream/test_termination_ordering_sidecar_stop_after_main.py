"""TestTerminationOrderingSidecarStopAfterMain
(pkg/kubelet/kuberuntime/kuberuntime_termination_order_test.go).

A sidecar waits for the app containers; they and ordinary init containers wait for nobody.
"""

import pytest

from lifecycle.conformance.judges.termination import waited_seconds
from lifecycle.engine.kubelet.termination_order import new_termination_ordering
from tests.upstream.notation import pod


def test_a_sidecar_waits_until_the_app_has_stopped():
    grace, stops = {"proxy": 30, "web": 0}, {"proxy": 0, "web": 1}
    assert waited_seconds(pod("s:proxy web"), grace, stops) == {"proxy": 1, "web": 0}


# Not upstream's: who waits for whom.
CASES = [
    ("s:proxy web", "proxy web", {"proxy": "web", "web": ""}),
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
