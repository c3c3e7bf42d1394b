"""TestUpdatePodStatus (prober/prober_manager_test.go).

A container without a readiness probe is ready once it has started; with one, when it says so.
"""

import pytest
from lightkube.models.core_v1 import PodStatus

from lifecycle.engine.kubelet.prober.results import FAILURE, SUCCESS, ProbeView
from lifecycle.engine.kubelet.prober.update_pod_status import update_pod_status
from tests.upstream.notation import pod, statuses

CASES = [
    ("running", ["liveness"], {}, True),
    ("running", ["readiness"], {"readiness": SUCCESS}, True),
    ("running", ["readiness"], {}, False),
    ("running", ["readiness"], {"readiness": FAILURE}, False),
    ("running", ["startup"], {}, False),
    ("running", ["startup"], {"startup": SUCCESS}, True),
    ("exit 0", ["readiness"], {"readiness": SUCCESS}, False),
]


@pytest.mark.parametrize(["state", "workers", "results", "ready"], CASES)
def test_ready_follows_the_probes(state, workers, results, ready):
    (status,) = statuses(f"web {state}")
    status.containerID = "containerd://web-1"
    view = ProbeView(
        {(probe_type, "web-1"): result for probe_type, result in results.items()},
        [("uid", "web", probe_type) for probe_type in workers],
    )
    update_pod_status(pod("web"), PodStatus(containerStatuses=[status]), view)
    assert status.ready is ready


def test_a_started_container_that_is_not_ready_is_probed_at_once():
    (status,) = statuses("web running")
    view = ProbeView({}, [("uid", "web", "readiness")])
    due = update_pod_status(pod("web"), PodStatus(containerStatuses=[status]), view)
    assert due == ("web",)
