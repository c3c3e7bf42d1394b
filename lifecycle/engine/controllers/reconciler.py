"""What all controllers are: a queue of names, and a function that sets one thing right.

A controller never acts on what an event said. The event only queues the name of the object
concerned; a moment later the object is compared with the world as it is then, so that many
events cost one look.

A controller waits for the answer to each of its writes, so that the next look at an object
begins when those of the last one are done; in between others have their turn.

Mirrors client-go/util/workqueue and the `syncHandler` of pkg/controller.
"""

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import ObjectChanged

SOON_MS = 3
"""From an event to the look at its object: what comes meanwhile is seen in the same look."""

WRITE_MS = 5
"""From a write to its answer, as recorded in a quiet cluster (4 to 6 ms); so long it takes."""

PODS_PER_MS = 40
"""Looking at so many Pods takes a millisecond more."""

FIRST_RETRY_MS, LAST_RETRY_MS = 5, 1_000_000


class Reconciler:
    """A controller: `sync` is called with a namespace and a name, never twice at once."""

    name = ""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._queued: dict[tuple[str, str], tuple[Millis, int]] = world.table(f"{self.name}.queue")
        self._failures: dict[tuple[str, str], int] = world.table(f"{self.name}.failures")
        self._busy: dict[tuple[str, str], Millis] = world.table(f"{self.name}.busy")
        self._sizes: dict[tuple[str, str], int] = world.table(f"{self.name}.sizes")
        world.on(f"{self.name}.sync", self._ring)

    def sync(self, namespace: str, name: str) -> None:
        """Compare the object with the world, and do what is missing."""
        raise NotImplementedError

    def soon(self, namespace: str, name: str, pods: int | None = None) -> Millis:
        """How long a look takes that has so many Pods to see, or as many as the last."""
        if pods is not None:
            self._sizes[namespace, name] = pods
        return SOON_MS + self._sizes.get((namespace, name), 0) // PODS_PER_MS

    def enqueue(self, namespace: str, name: str, delay_ms: Millis | None = None) -> None:
        """Look at the object after the delay, or sooner if that is planned already."""
        if delay_ms is None:
            delay_ms = self.soon(namespace, name)
        key = (namespace, name)
        due = max(self._world.now + delay_ms, self._busy.get(key, 0))
        planned = self._queued.get(key)
        if planned is not None:
            if planned[0] <= due:
                return
            self._world.cancel(planned[1])
        alarm = self._world.at(due, f"{self.name}.sync", key)
        self._queued[key] = (due, alarm)

    def _ring(self, namespace: str, name: str) -> None:
        key = (namespace, name)
        del self._queued[key]
        began = len(self._world.records)
        try:
            self.sync(namespace, name)
            self._wait_for_answers(key, began)
        except ApiError:
            failures = self._failures.get(key, 0)
            self._failures[key] = failures + 1
            wait = min(FIRST_RETRY_MS << min(failures, 20), LAST_RETRY_MS)
            self.enqueue(namespace, name, wait)
        else:
            self._failures.pop(key, None)

    def _wait_for_answers(self, key: tuple[str, str], began: int) -> None:
        """The look is over when all its writes are answered; Events nobody waits for.

        Pods are written in batches, each twice as large as the one before (`slowStartBatch`).
        """
        written = [
            record.kind
            for record in self._world.records[began:]
            if isinstance(record, ObjectChanged) and record.kind != "Event"
        ]
        pods = written.count("Pod")
        if written:
            turns = len(written) - pods + pods.bit_length()
            self._busy[key] = self._world.now + turns * WRITE_MS
        else:
            self._busy.pop(key, None)
