"""Cases of getPhase."""

from lifecycle.conformance.objects import pod_of, statuses_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.kubelet.status.phase import get_phase


def judge(case: Case) -> Answer:
    phase = get_phase(
        pod_of(case["pod"]),
        statuses_of(case["statuses"]) or [],
        case["podIsTerminal"],
        case["podHasInitialized"],
    )
    return Answer(case["expect"], {"phase": phase})
