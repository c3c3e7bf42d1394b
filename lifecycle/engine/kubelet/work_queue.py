"""When a Pod is looked at again although nothing happened to it.

Mirrors pkg/kubelet/util/queue/work_queue.go, and the delays of `completeWork` in
pkg/kubelet/pod_workers.go. The queue is looked through once a second.
"""

from typing import TYPE_CHECKING

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part

if TYPE_CHECKING:
    from lifecycle.engine.kubelet.pod_workers import Outcome

TICK_MS = 1000
RESYNC_MS = 60_000
BACKOFF_MS = 10_000
TRANSIENT_ERROR_MS = 1_000
JITTER = 0.5


class WorkQueue(Part):
    """One due time for each Pod, rounded up to the sync loop's tick."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.alarms: dict[str, int] = self.process.memory("work-queue")
        self.counts: dict[str, int] = self.process.memory("work-queue-counts")
        self.phase_ms = round(self.world.draw("sync-phase", kl.node_name) * TICK_MS)
        self.on("work-queue.due", self.due)

    def requeue(self, uid: str, transition: bool, outcome: "Outcome") -> None:
        """Queue the Pod after a pass; an earlier entry of it is replaced."""
        if (alarm := self.alarms.pop(uid, None)) is not None:
            self.world.cancel(alarm)
        moment = self.world.now + (0 if transition else self._delay(uid, outcome))
        self.alarms[uid] = self.after(self.tick_at(moment) - self.world.now, "work-queue.due", uid)

    def tick_at(self, moment: Millis) -> Millis:
        """The first tick of the sync loop at or after that moment."""
        return moment + (self.phase_ms - moment) % TICK_MS

    def forget(self, uid: str) -> None:
        self.counts.pop(uid, None)
        if (alarm := self.alarms.pop(uid, None)) is not None:
            self.world.cancel(alarm)

    def due(self, uid: str) -> None:
        del self.alarms[uid]
        self.kl.pod_manager.sync(uid)

    def _delay(self, uid: str, outcome: "Outcome") -> Millis:
        """How long until the next pass, with the jitter of ×1 to ×1.5."""
        base = RESYNC_MS
        if outcome.backoff_until is not None and self.kl.gates.requeue_at_end_of_backoff:
            base = min(max(outcome.backoff_until - self.world.now, 0), RESYNC_MS)
        elif outcome.error:
            base = TRANSIENT_ERROR_MS if outcome.network_not_ready else BACKOFF_MS
        count = self.counts[uid] = self.counts.get(uid, 0) + 1
        return round(base * (1 + JITTER * self.world.draw("requeue", uid, count)))
