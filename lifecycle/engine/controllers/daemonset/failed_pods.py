"""How long a DaemonSet waits before it replaces a Pod that has failed on a node.

The kubelet may turn away what the controller makes, again and again; each time the wait
doubles, from a second to a quarter of an hour.

Mirrors `failedPodsBackoff` of pkg/controller/daemon/daemon_controller.go.
"""

from lightkube.models.apps_v1 import DaemonSet
from msgspec import Struct

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

FIRST_MS, LONGEST_MS = 1_000, 900_000


class Wait(Struct, frozen=True):
    """How long, and since when."""

    length_ms: Millis
    since_ms: Millis


class FailedPods:
    """One wait for each set and node."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waits: dict[str, Wait] = world.table("daemonset-failed-pods")

    def left(self, found: DaemonSet, node: str) -> Millis:
        """How long the set has still to wait on that node; 0 when a Pod may be replaced."""
        wait = self._waits.get(_key(found, node))
        if wait is None or self._is_over(wait):
            return 0
        return max(wait.since_ms + wait.length_ms - self._world.now, 0)

    def count(self, found: DaemonSet, node: str) -> None:
        """A Pod is replaced: the next one's successor has to wait longer."""
        key = _key(found, node)
        wait = self._waits.get(key)
        again = wait is not None and not self._is_over(wait)
        length = min(wait.length_ms * 2, LONGEST_MS) if again else FIRST_MS
        self._waits[key] = Wait(length, self._world.now)

    def _is_over(self, wait: Wait) -> bool:
        """Whether all has gone well for so long that the wait begins anew."""
        return self._world.now - wait.since_ms > 2 * LONGEST_MS


def _key(found: DaemonSet, node: str) -> str:
    observed = found.status.observedGeneration if found.status else None
    return f"{found.metadata.uid}/{observed or 0}/{node}"
