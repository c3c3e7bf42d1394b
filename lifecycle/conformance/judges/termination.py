"""Cases of the termination order of sidecars and of the arithmetic of grace periods."""

from collections.abc import Mapping

from lightkube.models.core_v1 import Container, Pod

from lifecycle.conformance.objects import pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubelet.grace import set_termination_grace_period, stop_grace_seconds
from lifecycle.engine.kubelet.kuberuntime.termination_turns import Key, TerminationTurns
from lifecycle.engine.kubelet.part import Process
from lifecycle.engine.kubelet.termination_order import new_termination_ordering

Seconds = int | float


class _Kills:
    """What the turns know of a kubelet: its world, and the kills that wait for their turn."""

    def __init__(self, stop_seconds: Mapping[str, Seconds]) -> None:
        self.world = World(1)
        self.process = Process(self.world, "node")
        self.kill_container = self
        self.turns = TerminationTurns(self)
        self.world.on("stopped", self.turns.container_terminated)
        self.stop_seconds = stop_seconds
        self.waited: dict[str, int] = {}

    def turn_has_come(self, key: Key) -> None:
        uid, name = key
        self.waited[name] = self.world.now // 1000
        self.world.after(round(self.stop_seconds[name] * 1000), "stopped", uid, name)


def waited_seconds(
    pod: Pod, grace_seconds: Mapping[str, int], stop_seconds: Mapping[str, Seconds]
) -> dict[str, int]:
    """For how many whole seconds each container waits, if each takes so long to stop."""
    ordering = new_termination_ordering(pod, grace_seconds)
    if ordering is None:
        return dict.fromkeys(grace_seconds, 0)
    kills = _Kills(stop_seconds)
    kills.turns.begin("uid", ordering)
    for name, seconds in grace_seconds.items():
        kills.turns.wait_for_turn(("uid", name), name, seconds)
    kills.world.advance(1000 * round(sum(stop_seconds.values()) + sum(grace_seconds.values())))
    return {name: kills.waited[name] for name in grace_seconds}


def judge_order(case: Case) -> Answer:
    """Every container takes its time to stop once it is its turn, or its grace is over."""
    waited = waited_seconds(pod_of(case["pod"]), case["gracePeriodLeft"], case["stopSeconds"])
    return Answer(case["expect"]["waitSeconds"], waited)


def judge_grace(case: Case) -> Answer:
    pod = pod_of(case["pod"])
    grace = set_termination_grace_period(pod, _only(pod), case["killReason"])
    return Answer(case["expect"], {"gracePeriodSeconds": stop_grace_seconds(grace)})


def _only(pod: Pod) -> Container:
    (container,) = pod.spec.containers
    return container
