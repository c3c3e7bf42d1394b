"""TestPrintPod (pkg/printers/internalversion/printers_test.go).

READY, STATUS and RESTARTS sum up the statuses of all containers.
"""

import pytest

from tests.upstream.printing import row

DAY = 86400
ENDED = "exit 0 Completed"
CASES = [
    ("running ready x3, nothing x3", {"phase": "podPhase"}, ("1/2", "podPhase", "6")),
    ("running ready x3, waiting Reason x3", {}, ("1/2", "Reason", "6")),
    ("waiting First x3, exit 0 Second x3", {}, ("0/2", "First", "6")),
    ("running ready x3, nothing ready x3", {"phase": "podPhase"}, ("1/2", "podPhase", "6")),
    ("running ready x3, nothing ready x3", {"reason": "podReason"}, ("1/2", "podReason", "6")),
    (f"{ENDED} ready x3, running ready x3", {}, ("1/2", "NotReady", "6")),
    (f"{ENDED} ready x3, running ready x3", {"Ready": "True"}, ("1/2", "Running", "6")),
    ("running ready x3 @432000", {}, ("1/1", "Running", "3 (5d ago)")),
    ("running ready, running ready x3 @864000", {}, ("2/2", "Running", "3 (10d ago)")),
    (
        f"running ready x6 @{5 * DAY}, running ready x3 @{20 * DAY}",
        {},
        ("2/2", "Running", "9 (5d ago)"),
    ),
    (
        "unseen, unseen",
        {"phase": "podPhase", "PodScheduled": "False SchedulingGated"},
        ("0/2", "SchedulingGated", "0"),
    ),
    (ENDED, {"phase": "Succeeded"}, ("0/1", "Completed", "0")),
    ("exit 1 Error", {"phase": "Failed"}, ("0/1", "Error", "0")),
    (ENDED, {"phase": "Succeeded", "deleted": True}, ("0/1", "Completed", "0")),
    ("running", {"deleted": True}, ("0/1", "Terminating", "0")),
    ("unseen", {"phase": "Pending", "deleted": True}, ("0/1", "Terminating", "0")),
    ("exit 1 Crash, running ready", {"phase": "Failed"}, ("1/2", "Crash", "0")),
    ("running ready, exit 1 Crash", {"phase": "Failed"}, ("1/2", "Crash", "0")),
    (
        "running ready, exit 1 Crash ready, exit 0 ready",
        {"phase": "Failed"},
        ("1/3", "Crash", "0"),
    ),
    ("running, exit 1 Crash, exit 0", {"phase": "Failed"}, ("0/3", "Crash", "0")),
]
INIT_CASES = [
    ("waiting", {"init": "running x3 @10"}, ("0/1", "Init:0/1", "3 (10s ago)")),
    ("waiting", {"init": "running x3 @10, waiting"}, ("0/1", "Init:0/2", "3 (10s ago)")),
    ("waiting", {"init": "exit 0, running x3 @10"}, ("0/1", "Init:1/2", "3 (10s ago)")),
    ("waiting", {"init": "exit 0 x2 @120, running x3 @10"}, ("0/1", "Init:1/2", "5 (10s ago)")),
    ("running x4 @20", {"init": "exit 0 x2 @120"}, ("0/1", "Running", "4 (20s ago)")),
]
OWN_CASES = [
    ("running", {"deleted": True, "reason": "NodeLost"}, ("0/1", "Unknown", "0")),
    (f"{ENDED}, exit 1 Crash, running", {}, ("0/3", "Crash", "0")),
    ("exit 7", {}, ("0/1", "ExitCode:7", "0")),
    ("waiting", {"init": "waiting PodInitializing"}, ("0/1", "Init:0/1", "0")),
    ("waiting", {"init": "waiting CrashLoopBackOff"}, ("0/1", "Init:CrashLoopBackOff", "0")),
    ("waiting", {"init": "exit 3"}, ("0/1", "Init:ExitCode:3", "0")),
    ("waiting", {"init": "exit 1 Error"}, ("0/1", "Init:Error", "0")),
]


@pytest.mark.parametrize(["apps", "how", "expected"], [*CASES, *INIT_CASES, *OWN_CASES])
def test_a_row_sums_up_the_statuses(apps, how, expected):
    assert row(apps, **how) == expected
