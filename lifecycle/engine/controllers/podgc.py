"""Removes Pods that nobody will ever finish: of deleted nodes, of nodes out of service.

It looks every 20 s. A node that is gone is given 40 s to come back. Pods that have ended
are only collected when there are more than 12,500 of them: evicted ones first, then the oldest.

Mirrors pkg/controller/podgc/gc_controller.go (`gcTerminated`, `gcTerminating`, `gcOrphaned`,
`gcUnscheduledTerminating`).
"""

from lightkube.models.core_v1 import Node, Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.disruption import as_target
from lifecycle.engine.controllers.pods import is_terminal
from lifecycle.engine.kernel.clock import Millis, millis
from lifecycle.engine.kernel.world import World

ROUND_MS: Millis = 20_000
QUARANTINE_MS: Millis = 40_000
TERMINATED_POD_THRESHOLD = 12_500
"""How many Pods that have ended may stay (`--terminated-pod-gc-threshold`); 0 is all of them."""

OUT_OF_SERVICE = "node.kubernetes.io/out-of-service"


class PodGarbageCollector:
    """Makes a round when there is something to find."""

    name = "podgc"

    def __init__(
        self, world: World, api: ApiServer, threshold: int = TERMINATED_POD_THRESHOLD
    ) -> None:
        self._world, self._api, self._threshold = world, api, threshold
        self._missing: dict[str, Millis] = world.table("podgc.missing")
        self._planned: dict[str, Millis] = world.table("podgc.planned")
        self._ended: dict[str, int] = world.table("podgc.ended")
        self._phase_ms = round(world.draw("podgc-phase") * ROUND_MS)
        world.on("podgc.node", self._node_changed)
        world.on("podgc.pod", self._pod_changed)
        world.on("podgc.round", self._round)
        api.watch("Node", "podgc.node")
        api.watch("Pod", "podgc.pod")

    def _node_changed(self, verb: str, node: Node, old: Node | None) -> None:
        if verb == "deleted" or _out_of_service(node):
            self._plan(0)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        self._count(verb != "deleted" and is_terminal(pod), old is not None and is_terminal(old))
        name = pod.spec.nodeName
        deleting = pod.metadata.deletionTimestamp is not None
        if verb == "deleted" or not (deleting or (verb == "added" and name)):
            return
        node = self._api.find("Node", "", name or "")
        if node is None or (deleting and _out_of_service(node)):
            self._plan(0)

    def _count(self, has_ended: bool, had_ended: bool) -> None:
        """Keep count of Pods that have ended, and make a round when they are too many."""
        if has_ended == had_ended:
            return
        count = self._ended["pods"] = self._ended.get("pods", 0) + (1 if has_ended else -1)
        if has_ended and 0 < self._threshold < count:
            self._plan(0)

    def _plan(self, wait_ms: Millis) -> None:
        """Make the first round that comes after the wait."""
        rounds = (self._world.now + wait_ms - self._phase_ms) // ROUND_MS + 1
        due = rounds * ROUND_MS + self._phase_ms
        planned = self._planned.get("round")
        if planned is None or planned > due or planned < self._world.now:
            self._planned["round"] = due
            self._world.after(due - self._world.now, "podgc.round")

    def _round(self) -> None:
        self._planned.pop("round", None)
        for pod in self._surplus():
            self._remove(pod)
        nodes = {node.metadata.name: node for node in self._api.list("Node")}
        for pod in self._api.list("Pod"):
            name = pod.spec.nodeName
            if not name:
                if pod.metadata.deletionTimestamp is not None:
                    self._remove(pod)
            elif name not in nodes:
                self._orphan(pod, name)
            elif pod.metadata.deletionTimestamp is not None and self._is_lost(nodes[name]):
                self._remove(pod)
        for name in [name for name in self._missing if name in nodes]:
            del self._missing[name]

    def _surplus(self) -> list[Pod]:
        """Of Pods that have ended those over the threshold, as they go (`gcTerminated`)."""
        ended = list(filter(is_terminal, self._api.list("Pod")))
        if not 0 < self._threshold < len(ended):
            return []
        return sorted(ended, key=_evicted_and_oldest_first)[: -self._threshold]

    def _orphan(self, pod: Pod, node: str) -> None:
        """The Pod's node is gone: wait, then remove it (`gcOrphaned`)."""
        since = self._missing.setdefault(node, self._world.now)
        left = since + QUARANTINE_MS - self._world.now
        if left > 0:
            self._plan(left)
            return
        self._remove(pod, "PodGC: node no longer exists")

    def _remove(self, pod: Pod, disruption: str = "") -> None:
        """Failed, unless it has ended, and gone (`markFailedAndDeletePodWithCondition`)."""
        version = self._api.version
        if version.podgc_marks_failed and not is_terminal(pod):
            if disruption and version.disruption_condition:
                pod = as_target(pod, "DeletionByPodGC", disruption, self._world.now)
            pod = replace(pod, status=replace(pod.status, phase="Failed"))
            self._api.update(pod, subresource="status", rule="podgc")
        meta = pod.metadata
        self._api.delete(
            "Pod", meta.namespace, meta.name, grace_seconds=0, uid=meta.uid, rule="podgc"
        )

    def _is_lost(self, node: Node) -> bool:
        ready = get_condition(node.status, "Ready")
        known = self._api.version.out_of_service_taint and _out_of_service(node)
        return known and (ready is None or ready.status != "True")


def _out_of_service(node: Node) -> bool:
    return any(taint.key == OUT_OF_SERVICE for taint in node.spec.taints or ())


def _evicted_and_oldest_first(pod: Pod) -> tuple[bool, Millis, str]:
    """Evicted Pods go before those whose controller looks at them."""
    evicted = pod.status.phase == "Failed" and pod.status.reason == "Evicted"
    return not evicted, millis(pod.metadata.creationTimestamp), pod.metadata.name
