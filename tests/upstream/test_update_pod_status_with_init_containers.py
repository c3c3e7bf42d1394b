"""TestUpdatePodStatusWithInitContainers (prober/prober_manager_test.go).

An ordinary init container is ready when it has ended well, a sidecar when it has started.
"""

import pytest
from lightkube.models.core_v1 import PodStatus

from lifecycle.engine.kubelet.prober.results import SUCCESS, ProbeView
from lifecycle.engine.kubelet.prober.update_pod_status import update_pod_status
from tests.upstream.notation import pod, statuses

CASES = [
    ("i:load", "running", None, False, False),
    ("i:load", "running", SUCCESS, True, False),
    ("i:load", "exit 0", None, False, True),
    ("s:load", "running", None, False, False),
    ("s:load", "running", SUCCESS, True, True),
    ("s:load", "exit 0", None, False, False),
]


@pytest.mark.parametrize(["containers", "state", "startup", "started", "ready"], CASES)
def test_started_and_ready_of_init_containers(containers, state, startup, started, ready):
    (status,) = statuses(f"load {state}")
    status.containerID = "containerd://load-1"
    results = {("startup", "load-1"): startup} if startup else {}
    view = ProbeView(results, [("uid", "load", "startup")])
    update_pod_status(pod(f"{containers} web"), PodStatus(initContainerStatuses=[status]), view)
    assert (status.started, status.ready) == (started, ready)
