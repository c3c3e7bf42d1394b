"""TestConvertToAPIContainerStatuses (kubelet_pods_test.go).

What the runtime has forgotten is inferred from the status that was published before.
"""

import pytest

from lifecycle.engine.kubelet.status.convert import convert_to_api_container_statuses
from tests.upstream.notation import pod, runtime, said, statuses

LOST = "waiting because ContainerCreating"
GONE = "after exit 137 because ContainerStatusUnknown"
CASES = [
    # what ran and is gone: for a deleted Pod, and for one that goes on
    ("web running", "", True, False, f"web {LOST} {GONE}"),
    ("web running", "", False, False, f"web {LOST} x1 {GONE}"),
    # counts never fall
    ("web exit -1 x5", "", False, False, "web exit -1 x5"),
    ("web exit -1 x5", "web running", False, False, "web running x6 after exit -1"),
    # a restart of all in place: one ends, all are killed, removed, and run again
    (
        "web running, log running",
        "web running, log exit 42",
        False,
        True,
        "log exit 42, web running",
    ),
    (
        "web running, log running",
        "web exit 137, log exit 42",
        False,
        True,
        "log exit 42, web exit 137",
    ),
    ("web exit 137, log exit 42", "", False, True, "log reset x1, web reset x1"),
    ("web running, log exit 42", "", False, True, "log reset x1, web reset x1"),
    ("web reset x1, log exit 42", "web running", False, True, "log reset x1, web running x1"),
    ("web running x1, log exit 42", "web exit 0", False, True, "log reset x1, web exit 0 x1"),
    ("web running x1, log exit 42", "web exit 1", False, True, "log reset x1, web exit 1 x1"),
]


@pytest.mark.parametrize(["before", "seen", "deleted", "restarting", "after"], CASES)
def test_a_status_remembers_what_the_runtime_forgets(before, seen, deleted, restarting, after):
    names = [status.name for status in statuses(before)]
    made = pod(" ".join(names), deleted=deleted)
    got = convert_to_api_container_statuses(
        made, runtime(seen), statuses(before), made.spec.containers, False, False, restarting
    )
    assert said(got) == after


@pytest.mark.parametrize(
    ["containers", "state"],
    [
        ("i:load web", "load exit 0 because Completed"),
        ("s:load web", "load waiting because PodInitializing"),
    ],
)
def test_an_init_container_without_a_record_has_done_its_work(containers, state):
    made = pod(containers)
    got = convert_to_api_container_statuses(
        made, runtime("web running"), [], made.spec.initContainers, True, True, False
    )
    assert said(got) == state
