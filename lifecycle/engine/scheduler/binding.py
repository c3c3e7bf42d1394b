"""Telling the API server which node a Pod gets.

Mirrors `bindingCycle` of pkg/scheduler/schedule_one.go and the DefaultBinder plugin.
"""

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.cache import Cache
from lifecycle.engine.scheduler.queue import SchedulingQueue, Waiting

SOURCE = "default-scheduler"


class Binder:
    """Writes the binding a moment after the decision, and the event that says so."""

    def __init__(self, world: World, api: ApiServer, cache: Cache, queue: SchedulingQueue) -> None:
        self._world, self._api, self._cache, self._queue = world, api, cache, queue
        world.on("scheduler.bind", self._bind)

    def begin(self, waiting: Waiting, node: str) -> None:
        """The node is chosen; writing it takes the environment a while."""
        uid = waiting.pod.metadata.uid
        delay = self._world.delay("schedule", uid, waiting.attempts)
        self._world.after(delay, "scheduler.bind", waiting, node)

    def _bind(self, waiting: Waiting, node: str) -> None:
        meta = waiting.pod.metadata
        current = self._api.find("Pod", meta.namespace, meta.name)
        if current is None or current.metadata.uid != meta.uid:
            self._cache.remove(waiting.pod)
            return
        try:
            self._api.bind(meta.namespace, meta.name, node)
        except ApiError:
            self._cache.remove(waiting.pod)
            self._queue.failed(waiting)
            return
        self._world.cause = len(self._world.records)
        message = f"Successfully assigned {meta.namespace}/{meta.name} to {node}"
        self._api.record_event(current, "Normal", "Scheduled", message, SOURCE)
