"""The differences that we know of and accept, each with its reason.

An entry excuses a case only while it differs; one that excuses nothing is worth removing.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple

from lifecycle.sentence import Sentence


class Gap(NamedTuple):
    """Which cases differ, by file and by a pattern of ids, and why."""

    file: str
    ids: str
    reason: str


GAPS = (
    Gap(
        "actions.json",
        "TestComputePodActionsForPodResize/*",
        Sentence(
            "The resources in force went to the test's fake runtime; the file does not hold them."
        ),
    ),
    Gap(
        "actions.json",
        "TestComputePodActionsWithInitContainers/*",
        Sentence("The feature gate that the test turns off for this case is not in the file."),
    ),
    *(
        Gap(
            "validation.json",
            f"TestValidatePodStatusUpdate/{number}",
            Sentence("Run without ClearingNominatedNodeNameAfterBinding, which 1.36 has on."),
        )
        for number in (5, 7, 8)
    ),
    Gap(
        "validation.json",
        "TestValidatePodStatusUpdate/59",
        Sentence(
            "Its empty imageVolumeStatus was dropped from the file: the Pod is the same as in 58."
        ),
    ),
    Gap(
        "validation.json",
        "TestValidatePodResize/48",
        Sentence("Run with the gate for resizing plain init containers off; 1.36 has it on."),
    ),
    Gap(
        "validation.json",
        "TestValidatePodResize/50",
        Sentence("Its empty status resources, the point of the case, were dropped from the file."),
    ),
    *(
        Gap(
            "api-answers.json",
            name,
            Sentence("podviz takes no requests by HTTP: nothing to ask."),
        )
        for name in (
            "bad field selector",
            "watch from an old resourceVersion",
            "unknown resource",
            "bad patch content type",
            "bad token",
        )
    ),
    *(
        Gap("constants.json", name, reason)
        for name, reason in (
            (
                "TestGCOrphaned/10",
                Sentence("A cache that never knew the node: here all see the API as it is."),
            ),
            (
                "node-startup-grace-period",
                Sentence("The nodes of a session have begun to report before it."),
            ),
            (
                "node-monitor-period",
                Sentence("Nodes are judged when their lease runs out, not in rounds."),
            ),
            ("crashLoopBackOff.reduced", Sentence("An alpha gate that is off by default.")),
            (
                "crashLoopBackOff.startPoint",
                Sentence("A rule in prose; computePodActions' cases ask it."),
            ),
        )
    ),
    Gap(
        "api-answers.json",
        "create in missing namespace",
        Sentence(
            "On purpose: a namespace that a manifest names is made, so that what is pasted plays."
        ),
    ),
)


def reason_for(file: str, case_id: str) -> str:
    """Why a difference in this case is accepted, or an empty text."""
    for gap in GAPS:
        if gap.file == file and fnmatchcase(case_id, gap.ids):
            return gap.reason
    return ""
