"""The differences that we know of and accept, each with its reason.

An entry excuses a case only while it differs; one that excuses nothing is worth removing.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple


class Gap(NamedTuple):
    """Which cases differ, by file and by a pattern of ids, and why."""

    file: str
    ids: str
    reason: str


GAPS = (
    Gap(
        "actions.json",
        "TestComputePodActionsForPodResize/*",
        "The test hands the resources in force to the runtime's fake; the file does not hold them.",
    ),
    Gap(
        "actions.json",
        "TestComputePodActionsWithInitContainers/*",
        "The feature gate that the test turns off for this case is not in the file.",
    ),
)


def reason_for(file: str, case_id: str) -> str:
    """Why a difference in this case is accepted, or an empty text."""
    for gap in GAPS:
        if gap.file == file and fnmatchcase(case_id, gap.ids):
            return gap.reason
    return ""
