"""The scheduler at work: one Pod after the other, from the queue to a node.

Whatever changes in the cluster is noted in the cache, and may give Pods that were turned
away another chance.

Mirrors pkg/scheduler/eventhandlers.go and schedule_one.go.
"""

from typing import Any

from lightkube.models.core_v1 import Node, Pod

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.binding import Binder
from lifecycle.engine.scheduler.cache import Cache
from lifecycle.engine.scheduler.filtering import Nominated, find_nodes
from lifecycle.engine.scheduler.framework import Change
from lifecycle.engine.scheduler.hints import matters, may_help, node_matters
from lifecycle.engine.scheduler.nodeinfo import new_pod_info
from lifecycle.engine.scheduler.queue import SchedulingQueue
from lifecycle.engine.scheduler.score import select_host
from lifecycle.engine.scheduler.unschedulable import Refuser

NAME = "default-scheduler"
CYCLE_MS = 2
"""One attempt after the other: so long each takes."""

WATCHED = (
    "PersistentVolume",
    "PersistentVolumeClaim",
    "StorageClass",
)


class Scheduler:
    """Gives a node to every Pod that names `default-scheduler` and has none."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._cache = Cache(world, api)
        self._queue = SchedulingQueue(world, api.version.scheduler_pops_from_backoff)
        self._binder = Binder(world, api, self._cache, self._queue)
        self._refuser = Refuser(world, api, self._cache, self._queue)
        self._nominated: Nominated = world.table("scheduler.nominated")
        self._state: dict[str, int] = world.table("scheduler.state")
        world.on("scheduler.pod", self._pod_changed)
        world.on("scheduler.node", self._node_changed)
        world.on("scheduler.changed", self._other_changed)
        world.on("scheduler.schedule_one", self._schedule_one)
        api.watch("Pod", "scheduler.pod")
        api.watch("Node", "scheduler.node")
        for kind in WATCHED:
            api.watch(kind, "scheduler.changed", kind)

    # What the watch brings

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        ended = verb == "deleted" or pod.status.phase in ("Succeeded", "Failed")
        if pod.spec.nodeName:
            self._assigned(verb, pod, old, ended)
        elif ended or pod.metadata.deletionTimestamp:
            self._forget(pod)
        elif pod.spec.schedulerName == NAME:
            self._unassigned(pod)

    def _assigned(self, verb: str, pod: Pod, old: Pod | None, ended: bool) -> None:
        self._queue.remove(pod.metadata.uid)
        self._denominate(pod.metadata.uid)
        if ended:
            if self._cache.remove(pod):
                self._help(Change("Pod", "deleted", pod, old))
            return
        known = self._cache.holds(pod)
        self._cache.place(pod, pod.spec.nodeName)
        if not known or old is None or not old.spec.nodeName:
            self._help(Change("Pod", "added", pod, old))
        elif matters(pod, old):
            self._help(Change("Pod", "modified", pod, old))

    def _unassigned(self, pod: Pod) -> None:
        waiting = self._queue.find(pod.metadata.uid)
        if waiting is None and self._cache.holds(pod):
            return
        changed = waiting is not None and matters(pod, waiting.pod)
        self._queue.add(pod)
        if changed:
            self._help(Change("Pod", "modified", pod, waiting.pod))

    def _forget(self, pod: Pod) -> None:
        if self._queue.find(pod.metadata.uid):
            self._refuser.skip_deleted(pod)
        self._queue.remove(pod.metadata.uid)
        self._denominate(pod.metadata.uid)
        self._cache.remove(pod)

    def _node_changed(self, verb: str, node: Node, old: Node | None) -> None:
        if verb == "deleted":
            self._cache.remove_node(node.metadata.name)
            return
        self._cache.set_node(node)
        if old is None or node_matters(node, old):
            self._help(Change("Node", verb, node, old))

    def _other_changed(self, kind: str, verb: str, obj: Any, old: Any) -> None:
        self._help(Change(kind, verb, obj, old))

    def _help(self, change: Change) -> None:
        """Give those another chance whom the change may help (`MoveAllToActiveOrBackoffQueue`)."""
        for waiting in self._queue.unschedulable():
            if may_help(waiting.pod, waiting.refused_by, change):
                self._queue.requeue(waiting.pod.metadata.uid)

    def _denominate(self, uid: str) -> None:
        for name, infos in list(self._nominated.items()):
            kept = tuple(info for info in infos if info.uid != uid)
            if kept != infos:
                self._nominated[name] = kept

    # One attempt

    def _schedule_one(self) -> None:
        waiting = self._queue.pop()
        if waiting is None:
            return
        pod, self._world.cause = waiting.pod, waiting.cause
        start = self._state.get("start", 0)
        found = find_nodes(pod, self._cache, self._nominated, start)
        self._state["start"] = found.start
        if found.nodes:
            node = select_host(pod, found.nodes, self._cache, self._world)
            self._cache.place(pod, node.name)
            self._binder.begin(waiting, node.name)
        else:
            nominated = self._refuser.refuse(waiting, found.diagnosis)
            if nominated:
                known = self._nominated.get(nominated, ())
                self._nominated[nominated] = (*known, new_pod_info(pod))
        if self._queue.has_next():
            self._world.after(CYCLE_MS, "scheduler.schedule_one")
