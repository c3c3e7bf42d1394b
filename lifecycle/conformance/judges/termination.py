"""Cases of the termination order of sidecars and of the arithmetic of grace periods."""

from fractions import Fraction

from lightkube.models.core_v1 import Pod

from lifecycle.conformance.objects import pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.kubelet.grace import set_termination_grace_period, stop_grace_seconds
from lifecycle.engine.kubelet.termination_order import new_termination_ordering


def judge_order(case: Case) -> Answer:
    """Every container takes its time to stop once it is its turn, or its grace is over."""
    pod = pod_of(case["pod"])
    names = list(case["gracePeriodLeft"])
    ordering = new_termination_ordering(pod, names)
    ended: dict[str, Fraction] = {}
    waited: dict[str, int] = {}
    while len(ended) < len(names):
        for name in names:
            waits_for = ordering.waits_for(name, ()) if ordering is not None else ()
            if name in ended or any(each not in ended for each in waits_for):
                continue
            turn = max((ended[each] for each in waits_for), default=Fraction(0))
            turn = min(turn, Fraction(case["gracePeriodLeft"][name]))
            waited[name] = int(turn)
            ended[name] = turn + Fraction(str(case["stopSeconds"][name]))
    return Answer(case["expect"]["waitSeconds"], waited)


def judge_grace(case: Case) -> Answer:
    pod = pod_of(case["pod"])
    grace = set_termination_grace_period(pod, _only(pod), case["killReason"])
    return Answer(case["expect"], {"gracePeriodSeconds": stop_grace_seconds(grace)})


def _only(pod: Pod):
    (container,) = pod.spec.containers
    return container
