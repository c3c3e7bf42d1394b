"""Making room for a critical Pod that doesn't fit: others of this node have to go.

The scheduler knows nothing of it. A static Pod, or one that names its node, comes to a kubelet
without having been scheduled; if it is critical and lacks nothing but resources, the kubelet ends
as few Pods as it can, BestEffort before Burstable before Guaranteed, and then admits it.

Mirrors pkg/kubelet/preemption/preemption.go. Simplified: the real kubelet handles nothing else
while it waits for a victim's end; here only the critical Pod waits.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.api.quantity import milli_value, value
from lifecycle.engine.api.resources import pod_requests
from lifecycle.engine.kubelet.critical import preemptable
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import KILL, KillPodOptions, Update
from lifecycle.engine.kubelet.recorder import WARNING

REASON = "Preempting"
MESSAGE = "Preempted in order to admit critical pod"
DISRUPTION = "TerminationByKubelet"
DISRUPTION_MESSAGE = "Pod was preempted by Kubelet to accommodate a critical pod."


class Missing(NamedTuple):
    """How much of a resource is missing: millis of cpu, else whole units."""

    resource: str
    quantity: int


Requirements = Sequence[Missing]


class NothingToReclaim(Exception):
    """No set of Pods that may be ended has what is missing."""

    def __init__(self, requirements: Requirements) -> None:
        listed = "".join(f"(res: {each.resource}, q: {each.quantity}), " for each in requirements)
        super().__init__(f"no set of running pods found to reclaim resources: [{listed}]")


class Waiting(msgspec.Struct, frozen=True):
    """A critical Pod, and the Pods that are still to end for it, in their turn."""

    uid: str
    victims: tuple[str, ...]


class Preemption(Part):
    """`CriticalPodAdmissionHandler`: ends the victims one after the other."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.waiting: dict[str, Waiting] = self.process.memory("preemption")

    def make_room(self, pod: Pod, victims: Iterable[Pod]) -> None:
        """End the victims, then have the Pod admitted (`evictPodsToFreeRequests`)."""
        uid = pod.metadata.uid
        self.waiting[uid] = Waiting(uid, tuple(victim.metadata.uid for victim in victims))
        self._go_on(uid)

    def pod_ended(self, uid: str) -> None:
        """A Pod's containers are gone: whoever waited for that goes on."""
        for waiting in list(self.waiting.values()):
            if waiting.victims[:1] == (uid,):
                self.waiting[waiting.uid] = Waiting(waiting.uid, waiting.victims[1:])
                self._go_on(waiting.uid)

    def forget(self, uid: str) -> None:
        self.waiting.pop(uid, None)

    def _go_on(self, uid: str) -> None:
        waiting = self.waiting[uid]
        for victim in waiting.victims:
            pod = self.kl.pod_manager.pods.get(victim)
            if pod is not None and self.kl.pod_workers.could_have_running_containers(victim):
                self._end(pod)
                return
            waiting = self.waiting[uid] = Waiting(uid, waiting.victims[1:])
        del self.waiting[uid]
        self.kl.pod_manager.room_was_made(uid)

    def _end(self, victim: Pod) -> None:
        """With the Pod's own grace period."""
        self.kl.recorder.pod(victim, WARNING, REASON, MESSAGE)
        disruption = DISRUPTION if self.kl.api.version.disruption_condition else ""
        kill = KillPodOptions(
            REASON,
            MESSAGE,
            evict=True,
            disruption=disruption,
            disruption_message=DISRUPTION_MESSAGE,
        )
        self.kl.pod_workers.update_pod(Update(KILL, victim, self.world.cause, kill))


def pods_to_preempt(preemptor: Pod, pods: Iterable[Pod], requirements: Requirements) -> list[Pod]:
    """The Pods whose requests make up for what is missing (`getPodsToPreempt`).

    NothingToReclaim if there are none. A Guaranteed Pod goes only if all others weren't enough.
    """
    by_class: dict[str, list[Pod]] = {"BestEffort": [], "Burstable": [], "Guaranteed": []}
    for pod in pods:
        if preemptable(preemptor, pod):
            by_class[get_pod_qos(pod)].append(pod)
    best_effort, burstable, guaranteed = by_class.values()
    if left := subtract(requirements, [*best_effort, *burstable, *guaranteed]):
        raise NothingToReclaim(left)
    still = subtract(requirements, [*best_effort, *burstable])
    from_guaranteed = _nearest(guaranteed, still)
    still = subtract(requirements, [*best_effort, *from_guaranteed])
    from_burstable = _nearest(burstable, still)
    still = subtract(requirements, [*from_burstable, *from_guaranteed])
    return [*_nearest(best_effort, still), *from_burstable, *from_guaranteed]


def _nearest(pods: Sequence[Pod], requirements: Requirements) -> list[Pod]:
    """One after the other that fills most of what is missing (`getPodsToPreemptByDistance`)."""
    left, chosen = list(pods), []
    while requirements:
        if not left:
            raise NothingToReclaim(requirements)
        best, shortest = 0, float(len(requirements) + 1)
        for n, pod in enumerate(left):
            away = distance(requirements, pod)
            if away < shortest or (away == shortest and _asks_less(pod, left[best])):
                best, shortest = n, away
        requirements = subtract(requirements, [left[best]])
        chosen.append(left[best])
        left[best] = left[-1]
        left.pop()
    return chosen


def distance(requirements: Requirements, pod: Pod) -> float:
    """How much of the requirements the Pod leaves open; each weighs the same, at most 1."""
    away = 0.0
    for each in requirements:
        remaining = each.quantity - requested(pod, each.resource)
        if remaining > 0:
            away += (remaining / each.quantity) ** 2
    return away


def subtract(requirements: Requirements, pods: Iterable[Pod]) -> Requirements:
    """What is still missing without these Pods."""
    pods = list(pods)
    left = [
        Missing(name, quantity - sum(requested(pod, name) for pod in pods))
        for name, quantity in requirements
    ]
    return [each for each in left if each.quantity > 0]


def requested(pod: Pod, resource: str) -> int:
    """What it asks for of one resource (`GetResourceRequest`)."""
    if resource == "pods":
        return 1
    found = pod_requests(pod).get(resource)
    if found is None:
        return 0
    return milli_value(found) if resource == "cpu" else value(found)


def _asks_less(one: Pod, other: Pod) -> bool:
    """Of memory, or as much memory and less or as much cpu (`smallerResourceRequest`)."""
    return [requested(one, name) for name in ("memory", "cpu")] <= [
        requested(other, name) for name in ("memory", "cpu")
    ]
