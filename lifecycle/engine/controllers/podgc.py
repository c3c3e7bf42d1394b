"""Removes Pods that nobody will ever finish: of deleted nodes, of nodes out of service.

It looks every 20 s. A node that is gone is given 40 s to come back. Pods that have ended
are only collected when there are more than 12,500 of them, which no scene reaches.

Mirrors pkg/controller/podgc/gc_controller.go (`gcOrphaned`, `gcTerminating`,
`gcUnscheduledTerminating`).
"""

from lightkube.models.core_v1 import Node, Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.disruption import as_target
from lifecycle.engine.controllers.pods import is_terminal
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

ROUND_MS: Millis = 20_000
QUARANTINE_MS: Millis = 40_000
OUT_OF_SERVICE = "node.kubernetes.io/out-of-service"


class PodGarbageCollector:
    """Makes a round when there is something to find."""

    name = "podgc"

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._missing: dict[str, Millis] = world.table("podgc.missing")
        self._planned: dict[str, Millis] = world.table("podgc.planned")
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
        name = pod.spec.nodeName
        deleting = pod.metadata.deletionTimestamp is not None
        if verb == "deleted" or not (deleting or (verb == "added" and name)):
            return
        node = self._api.find("Node", "", name or "")
        if node is None or (deleting and _out_of_service(node)):
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

    def _orphan(self, pod: Pod, node: str) -> None:
        """The Pod's node is gone: wait, then remove it (`gcOrphaned`)."""
        since = self._missing.setdefault(node, self._world.now)
        left = since + QUARANTINE_MS - self._world.now
        if left > 0:
            self._plan(left)
            return
        if self._api.version.disruption_condition:
            message = "PodGC: node no longer exists"
            pod = as_target(pod, "DeletionByPodGC", message, self._world.now)
        self._remove(pod)

    def _remove(self, pod: Pod) -> None:
        """Failed, unless it has ended, and gone (`markFailedAndDeletePod`)."""
        if self._api.version.podgc_marks_failed:
            if not is_terminal(pod):
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
