"""Evicting Pods when the node runs out of memory, disk or processes: one after the other.

A look every ten seconds, and another as soon as an evicted Pod has gone. Nobody looks as
long as nothing can become short: rounds begin when a program takes memory, a Pod has a
volume in memory or a fault leaves little to the Pods, and end when all is well again.

Before any Pod has to go for want of disk, images that nobody uses are removed.

Mirrors `synchronize` of pkg/kubelet/eviction/eviction_manager.go.
"""

from lightkube.models.core_v1 import Node, Pod, Taint

from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.api.quantity import parse, value
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.critical import is_critical
from lifecycle.engine.kubelet.node_signals import (
    Shortage,
    Usage,
    message_of,
    ranked,
    shortages,
)
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import KILL, KillPodOptions, Update
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.kubelet.thresholds import DISK, MEMORY, PIDS, Config, Threshold, config_of
from lifecycle.engine.kubelet.volume_source import tree_of

ROUND_MS: Millis = 10_000
CLEANUP_MS: Millis = 1_000
GRACE_SECONDS = 1
LARGE_DISK = 20 << 30
"""No play fills a disk of this size, so that nobody looks after it unless a fault says so."""
IDLE_BYTES = 400 << 10
"""What a shell that does nothing uses, as recorded."""
TAINT = Taint(key="node.kubernetes.io/memory-pressure", effect="NoSchedule")
CONDITIONS = ("DiskPressure", "MemoryPressure", "PIDPressure")
MOST_PROCESSES = 32_768
"""The kernel's default (`kernel.pid_max`)."""
FAULTS = {MEMORY: "memory-pressure", DISK: "disk-pressure", PIDS: "pid-pressure"}
USUALLY_LEFT = {MEMORY: "99Mi", DISK: "0", PIDS: "0"}
"""What a fault leaves to all Pods if it doesn't say: less than the threshold."""

REASON, DISRUPTION = "Evicted", "TerminationByKubelet"
"""Of the Pod, and of its condition DisruptionTarget."""


class NodePressure(Part):
    """`managerImpl`: when which pressure was seen last, and who is being evicted."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.seen_ms: dict[str, Millis] = self.process.memory("pressure-seen")
        self.first_ms: dict[Threshold, Millis] = self.process.memory("pressure-first")
        self.met: dict[Threshold, bool] = self.process.memory("pressure-met")
        self.rounds: dict[str, int] = self.process.memory("pressure-rounds")
        self.evicting: dict[str, Millis] = self.process.memory("pressure-evicting")
        self.phase_ms = round(self.world.draw("pressure-phase", kl.node_name) * ROUND_MS)
        self.on("pressure.look", self.look)
        self.on("pressure.wake", self.wake)

    def is_under(self, condition: str) -> bool:
        """Whether the pressure was seen within the transition period."""
        seen = self.seen_ms.get(condition)
        return seen is not None and self.world.now - seen < self._config().transition_ms

    def _config(self) -> Config:
        return config_of(self.kl.api.find("Node", "", self.kl.node_name))

    def admits(self, pod: Pod) -> str:
        """Why the Pod is turned away, or nothing (`Admit`)."""
        under = [kind for kind in CONDITIONS if self.is_under(kind)]
        if not under or is_critical(pod):
            return ""
        if under == ["MemoryPressure"] and (
            get_pod_qos(pod) != "BestEffort" or _tolerates_pressure(pod)
        ):
            return ""
        return f"The node had condition: [{' '.join(under)}]. "

    # Rounds

    def begin(self) -> None:
        """The kubelet comes up: something may be short already, when it knows its Pods."""
        self.after(CLEANUP_MS, "pressure.wake")

    def memory_taken(self) -> None:
        """A program is about to hold more memory than before."""
        self.soon("pressure.wake")

    def watch(self, pod: Pod) -> None:
        """A Pod comes that may take too much by writing files."""
        if self._may_fill(pod):
            self._begin_rounds()

    def wake(self) -> None:
        """Somebody has taken memory or disk: begin to look, unless nothing is short."""
        if self._is_worth_looking():
            self._begin_rounds()

    def _begin_rounds(self) -> None:
        if not self.rounds:
            self._look_after(ROUND_MS - (self.world.now - self.phase_ms) % ROUND_MS)

    def look(self) -> None:
        """`synchronize`: one Pod at most is evicted."""
        self.rounds.clear()
        if self._waits_for_cleanup():
            self._look_after(CLEANUP_MS)
            return
        usages = [self._usage(pod) for pod in self._active_pods()]
        found = self._observe(usages)
        due = [each for each in found if self._is_due(each.threshold)]
        self._remember(due)
        self.kl.node_status.changed()
        if due and self._reclaim(due[0], usages):
            self._look_after(CLEANUP_MS)
        elif found or self.seen_ms or self._is_worth_looking():
            self._look_after(ROUND_MS)

    def _observe(self, usages: list[Usage]) -> list[Shortage]:
        """What is short now, or was and has not been brought back far enough."""
        thresholds = self._config().thresholds

        def left(resource: str) -> tuple[int, int]:
            return self._left(resource, usages)

        found = {each.threshold: each for each in shortages(left, thresholds)}
        for each in shortages(left, tuple(self.met), reclaim=True):
            found.setdefault(each.threshold, each)
        now = self.world.now
        first = {threshold: self.first_ms.get(threshold, now) for threshold in found}
        self.first_ms.clear()
        self.first_ms.update(first)
        for threshold in found:
            self.seen_ms[threshold.condition] = now
        for condition in [kind for kind in self.seen_ms if not self.is_under(kind)]:
            del self.seen_ms[condition]
        return [found[each] for each in thresholds if each in found]

    def _is_due(self, threshold: Threshold) -> bool:
        """Whether it has been met for as long as it may be (`thresholdsMetGracePeriod`)."""
        return self.world.now - self.first_ms[threshold] >= threshold.grace_ms

    def _remember(self, due: list[Shortage]) -> None:
        self.met.clear()
        self.met.update((each.threshold, True) for each in due)

    def _look_after(self, delay: Millis) -> None:
        self.rounds["next"] = self.after(delay, "pressure.look")

    def _is_worth_looking(self) -> bool:
        """Whether something is short, or may become so without anybody being told."""
        pods = self._active_pods()
        if self.kl.runtime.is_leaking() or any(self._may_fill(pod) for pod in pods):
            return True
        usages = [self._usage(pod) for pod in pods]
        thresholds = self._config().thresholds
        if any(each.resource == PIDS for each in thresholds):
            return True
        return bool(shortages(lambda resource: self._left(resource, usages), thresholds))

    def _may_fill(self, pod: Pod) -> bool:
        """Whether the Pod writes into memory, or to a disk that is small."""
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is None or node.status is None:
            return False
        return _amount(node, DISK, "capacity") < LARGE_DISK or _has_memory_volume(pod)

    def _waits_for_cleanup(self) -> bool:
        """Whether an evicted Pod still runs; nobody waits longer than 30 s for it."""
        for uid, since in list(self.evicting.items()):
            runs = self.kl.pod_workers.could_have_running_containers(uid)
            if not runs or self.world.now - since >= 3 * ROUND_MS:
                del self.evicting[uid]
        return bool(self.evicting)

    # Evicting

    def _reclaim(self, shortage: Shortage, usages: list[Usage]) -> bool:
        """Evict the first that may be, unless that can be spared; whether one was."""
        resource = shortage.threshold.resource
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is not None:
            said = f"Attempting to reclaim {resource}"
            self.kl.api.record_event(node, WARNING, "EvictionThresholdMet", said, "kubelet")
        if resource == DISK and self._reclaim_images(usages):
            return False
        for usage in ranked(usages, resource):
            if not is_critical(usage.pod):
                said = message_of(usage, shortage, self.kl.texts)
                self._evict(usage, said, self._grace_seconds(shortage.threshold, usage.pod))
                return True
        return False

    def _reclaim_images(self, usages: list[Usage]) -> bool:
        """Remove images that no container uses (`reclaimNodeLevelResources`); is that enough?"""
        self.kl.runtime.remove_unused_images()
        thresholds = self._config().thresholds
        left = shortages(lambda each: self._left(each, usages), thresholds, reclaim=True)
        return not left

    def _grace_seconds(self, threshold: Threshold, pod: Pod) -> int:
        """A Pod has to be quick, unless the threshold is a soft one."""
        if threshold.is_hard:
            return GRACE_SECONDS
        own = pod.spec.terminationGracePeriodSeconds
        most = self._config().max_grace_seconds
        return most if own is None else min(most, own)

    def _evict(self, usage: Usage, message: str, grace_seconds: int) -> None:
        pod = usage.pod
        fields = ("spec.containers[0].resources.requests",)
        said = self.kl.recorder.pod(pod, WARNING, REASON, message, "eviction.pressure", fields)
        self.world.cause = said  # Of all that comes of it, until the pressure is over.
        disruption = DISRUPTION if self.kl.api.version.disruption_condition else ""
        kill = KillPodOptions(
            REASON, message, evict=True, grace_override=grace_seconds, disruption=disruption
        )
        self.evicting[pod.metadata.uid] = self.world.now
        self.kl.pod_workers.update_pod(Update(KILL, pod, said, kill))

    # Observing

    def _active_pods(self) -> list[Pod]:
        """The Pods that have not ended and are not ending (`GetActivePods`)."""
        workers = self.kl.pod_workers
        return [
            pod
            for uid, pod in self.kl.pod_manager.pods.items()
            if workers.is_known(uid) and not workers.is_terminating(uid)
        ]

    def _left(self, resource: str, usages: list[Usage]) -> tuple[int, int]:
        """What is left of the node's memory or disk, and how much there is in all.

        What is not allocatable is used by the system; a fault says how much there is for Pods.
        """
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is None or node.status is None:
            return 1, 0
        given = self._left_by_fault(resource)
        there = _amount(node, resource, "allocatable") if given is None else given
        used = sum(usage.of(resource) for usage in usages)
        if resource == DISK:
            used += self.kl.runtime.images.pulled_bytes()
        return max(there - used, 0), _amount(node, resource, "capacity")

    def _left_by_fault(self, resource: str) -> int | None:
        """What others leave to all Pods of the node, if a fault says so."""
        left = self.kl.network.faults.left_of(self.kl.node_name, FAULTS[resource])
        return None if left is None else value(parse(left or USUALLY_LEFT[resource]))

    def _usage(self, pod: Pod) -> Usage:
        uid, runtime = pod.metadata.uid, self.kl.runtime
        containers = tuple(
            (name, IDLE_BYTES + taken, disk)
            for name, taken, disk in runtime.usage_of_containers(uid)
        )
        volumes = {MEMORY: 0, DISK: 0}
        for volume in pod.spec.volumes or ():
            if volume.emptyDir is not None:
                kind = MEMORY if volume.emptyDir.medium == "Memory" else DISK
                volumes[kind] += runtime.files.usage(tree_of(pod, volume, self.kl.node_name))
        memory = sum(taken for _, taken, _ in containers) + volumes[MEMORY]
        disk = sum(written for _, _, written in containers) + volumes[DISK]
        return Usage(pod, memory, disk, containers, runtime.processes_of(uid))


def _tolerates_pressure(pod: Pod) -> bool:
    return untolerated((TAINT,), pod.spec.tolerations or (), ("NoSchedule",)) is None


def _amount(node: Node, resource: str, of: str) -> int:
    if resource == PIDS:
        return MOST_PROCESSES
    return value(parse((getattr(node.status, of) or {}).get(resource, "0")))


def _has_memory_volume(pod: Pod) -> bool:
    return any(
        volume.emptyDir is not None and volume.emptyDir.medium == "Memory"
        for volume in pod.spec.volumes or ()
    )
