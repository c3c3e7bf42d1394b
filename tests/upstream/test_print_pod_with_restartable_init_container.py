"""TestPrintPodWithRestartableInitContainer (pkg/printers/internalversion/printers_test.go).

Sidecars count in READY, and their restarts still count when the Pod is initialized.
"""

import pytest
from lightkube.models.core_v1 import PodStatus

from lifecycle.engine.apiserver.printers.pod import print_pod
from tests.upstream.notation import pod, statuses
from tests.upstream.printing import row

CASES = [
    ("waiting", "running x3 @10, waiting", "Pending", "False", ("0/3", "Init:0/2", "3 (10s ago)")),
    (
        "waiting",
        "running started x3 @10, running",
        "Pending",
        "False",
        ("0/3", "Init:1/2", "3 (10s ago)"),
    ),
    (
        "running ready x4 @20",
        "running started x3 @10, running started",
        "Running",
        "True",
        ("1/3", "Running", "7 (10s ago)"),
    ),
    (
        "exit 0 Completed x4 @20",
        "exit 137 Error x3 @10, exit 137 Error",
        "Succeeded",
        "True",
        ("0/3", "Completed", "7 (10s ago)"),
    ),
    # Not upstream's: everything is as it should be.
    ("running ready", "running started ready", "Running", "True", ("2/2", "Running", "0")),
]


@pytest.mark.parametrize(["apps", "sidecars", "phase", "initialized", "expected"], CASES)
def test_sidecars_count_beside_the_containers(apps, sidecars, phase, initialized, expected):
    assert row(apps, sidecars=sidecars, phase=phase, Initialized=initialized) == expected


def test_statuses_of_containers_that_the_spec_does_not_have_are_passed_over():
    made = pod("i:load s:proxy web")
    made.status = PodStatus(
        phase="Running",
        initContainerStatuses=statuses("other nothing, load nothing, proxy nothing"),
        containerStatuses=statuses("another nothing, web nothing"),
    )
    cells = print_pod(made, 0)
    assert (cells.ready, cells.status, cells.restarts) == ("0/2", "Init:0/2", "0")
