"""TestTerminationOrderingObeysGrace
(pkg/kubelet/kuberuntime/kuberuntime_termination_order_test.go).

Nobody waits for longer than its grace period, whoever is still to stop before it.
"""

from lifecycle.conformance.judges.termination import waited_seconds
from tests.upstream.notation import pod


def test_the_grace_period_ends_the_wait():
    names = ["a", "b", "c", "web"]
    waited = waited_seconds(
        pod("s:a s:b s:c web"), dict.fromkeys(names, 2), dict.fromkeys(names, 1)
    )
    assert waited == {"a": 2, "b": 2, "c": 1, "web": 0}
