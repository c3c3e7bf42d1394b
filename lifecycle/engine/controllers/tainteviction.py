"""A taint with effect NoExecute drives Pods off a node, at once or when they tolerate it no more.

Mirrors pkg/controller/tainteviction/taint_eviction.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Node, Pod, Taint

from lifecycle.engine.api.tolerations import tolerates
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.disruption import as_target
from lifecycle.engine.controllers.pods import is_terminal
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

REASON = "TaintManagerEviction"
MESSAGE = "Taint manager: deleting due to NoExecute taint"


class TaintEvictionController:
    """Keeps a timer for every Pod that has to go."""

    name = "tainteviction"

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._source = api.version.taint_controller
        self._timers: dict[str, tuple[Millis, Millis, int]] = world.table("tainteviction.timers")
        world.on("tainteviction.node", self._node_changed)
        world.on("tainteviction.pod", self._pod_changed)
        world.on("tainteviction.evict", self._evict)
        api.watch("Node", "tainteviction.node")
        api.watch("Pod", "tainteviction.pod")

    def _node_changed(self, verb: str, node: Node, old: Node | None) -> None:
        before = _driving(old) if old is not None else []
        taints = _driving(node) if verb != "deleted" else []
        if taints == before:
            return
        for pod in self._api.list("Pod"):
            if pod.spec.nodeName == node.metadata.name:
                self._judge(pod, taints)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        if verb == "deleted" or is_terminal(pod):
            self._cancel(pod.metadata.uid)
            return
        same = old is not None and old.spec.nodeName == pod.spec.nodeName
        if not pod.spec.nodeName or (same and old.spec.tolerations == pod.spec.tolerations):
            return
        node = self._api.find("Node", "", pod.spec.nodeName)
        taints = _driving(node) if node is not None else []
        if taints or pod.metadata.uid in self._timers:
            self._judge(pod, taints)

    def _judge(self, pod: Pod, taints: list[Taint]) -> None:
        """Set, move or cancel the Pod's timer (`processPodOnNode`)."""
        uid = pod.metadata.uid
        seconds = stay_seconds(pod, taints)
        if seconds is None:
            if self._cancel(uid):
                meta = pod.metadata
                message = f"Cancelling deletion of Pod {meta.namespace}/{meta.name}"
                self._api.record_event(pod, "Normal", REASON, message, self._source)
            return
        since = self._timers[uid][0] if uid in self._timers else self._world.now
        due = since + round(seconds * 1000)
        self._cancel(uid)
        wait = max(due - self._world.now, 0)
        key = (pod.metadata.namespace, pod.metadata.name, uid)
        self._timers[uid] = (since, due, self._world.after(wait, "tainteviction.evict", *key))

    def _cancel(self, uid: str) -> bool:
        timer = self._timers.pop(uid, None)
        if timer is not None:
            self._world.cancel(timer[2])
        return timer is not None

    def _evict(self, namespace: str, name: str, uid: str) -> None:
        self._timers.pop(uid, None)
        pod = self._api.find("Pod", namespace, name)
        if pod is None or pod.metadata.uid != uid or pod.metadata.deletionTimestamp:
            return
        why = {"rule": "taint.NoExecute", "fields": ("spec.tolerations",)}
        message = f"Marking for deletion Pod {namespace}/{name}"
        self._api.record_event(pod, "Normal", REASON, message, self._source, **why)
        if self._api.version.disruption_condition:
            marked = as_target(pod, "DeletionByTaintManager", MESSAGE, self._world.now)
            self._api.update(marked, subresource="status", **why)
        self._api.delete("Pod", namespace, name, uid=uid, **why)


def stay_seconds(pod: Pod, taints: Iterable[Taint]) -> float | None:
    """How long the Pod may stay with these taints; None for as long as it likes."""
    least: float | None = None
    for taint in taints:
        covering = [t for t in pod.spec.tolerations or () if tolerates(t, taint)]
        if not covering:
            return 0
        limits = [t.tolerationSeconds for t in covering if t.tolerationSeconds is not None]
        if limits:
            seconds = max(min(limits), 0)
            least = seconds if least is None else min(least, seconds)
    return least


def _driving(node: Node) -> list[Taint]:
    """The taints that drive Pods away."""
    return [taint for taint in node.spec.taints or () if taint.effect == "NoExecute"]
