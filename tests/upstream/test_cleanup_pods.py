"""TestCleanupPods (pkg/kubelet/prober/prober_manager_test.go).

There is one worker for each probe that is declared, and none of a Pod that is gone.
"""

from lifecycle.engine.kubelet.prober.workers import probes_of
from tests.engine.played import Played, pod_of
from tests.upstream.notation import pod

PROBE = {"exec": {"command": ["true"]}, "periodSeconds": 1}


def test_each_declared_probe_gets_a_worker():
    found = probes_of(pod("web+readiness log+liveness db+startup"))
    workers = [f"{each.container.name} {each.probe_type}" for each in found]
    assert workers == ["web readiness", "log liveness", "db startup"]


def test_the_workers_of_a_pod_that_is_gone_stop():
    def probed(name):
        box = {"name": "box", "command": ["sleep", "3600"], "readinessProbe": PROBE}
        return pod_of(box, name=name, terminationGracePeriodSeconds=2)

    played = Played(probed("gone"), probed("kept"), do=[(20, "kubectl delete pod gone")], until=60)
    assert played.pod("gone") is None
    workers = [
        kept
        for name, table in played.cluster.snapshot().tables.items()
        if name.endswith("/probe-workers")
        for kept in table
    ]
    assert workers == [(played.pod("kept").metadata.uid, "box", "readiness")]
