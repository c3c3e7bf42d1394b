"""How late things can come: what chance and the kubelet's own rhythm add to what is reckoned.

Mirrors pkg/kubelet/util/queue/work_queue.go (a pass comes late by up to half of what it
waited for), pkg/kubelet/pleg/generic.go (a relist each second) and the loops of
pkg/kubelet/kubelet.go.
"""

from lightkube.models.core_v1 import Container, PodSpec, Probe

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kubelet.grace import MINIMUM_GRACE_PERIOD_SECONDS
from lifecycle.engine.kubelet.pleg import GRID_MS
from lifecycle.engine.kubelet.work_queue import JITTER, RESYNC_MS, TICK_MS

PASS_MS = 2 * GRID_MS
"""Until a change in the runtime was seen, and the worker's cache is newer than its last pass."""
WATCH_MS = DELAYS["watch"].most
START_MS = DELAYS["create-container"].most + DELAYS["start-container"].most
REMOVE_MS = DELAYS["stop-sandbox"].most + DELAYS["unmount"].most
MINIMUM_MS = MINIMUM_GRACE_PERIOD_SECONDS * 1000


def requeued(wait_ms: Millis) -> Millis:
    """How much later than a wait of so long its pass can come."""
    return round(JITTER * min(wait_ms, RESYNC_MS)) + TICK_MS


def starting(container: Container) -> Millis:
    """How long making and starting a container takes at most."""
    pull = DELAYS["pull"].most if container.imagePullPolicy == "Always" else 0
    return pull + START_MS


def stopping(grace_ms: Millis) -> Millis:
    """How long a container that is stopped can live: whole seconds, and never less than two."""
    return grace_ms + MINIMUM_MS + 1000


def grace_of(spec: PodSpec, probe: Probe) -> int:
    """The seconds that a container has which a probe stops."""
    grace = probe.terminationGracePeriodSeconds
    return (spec.terminationGracePeriodSeconds or 0) if grace is None else grace


def probing(probe: Probe) -> Millis:
    """How long one run of a probe can take."""
    return (probe.timeoutSeconds or 1) * 1000 + DELAYS["exec"].most
