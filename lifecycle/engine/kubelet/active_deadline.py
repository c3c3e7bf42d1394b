"""Ending a Pod that has been active for longer than its activeDeadlineSeconds.

Mirrors pkg/kubelet/active_deadline.go: upstream asks at every tick of the sync loop; here
an alarm is set at the tick that would find the deadline passed.
"""

from lightkube.models.core_v1 import Pod, PodStatus

from lifecycle.engine.kernel.clock import Millis, millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL
from lifecycle.engine.kubelet.status.generate import Eviction
from lifecycle.engine.kubelet.status.phase import SUCCEEDED

REASON = "DeadlineExceeded"
MESSAGE = "Pod was active on the node longer than the specified deadline"
DECIDES = ("spec.activeDeadlineSeconds",)


class ActiveDeadline(Part):
    """`activeDeadlineHandler`."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.alarms: dict[str, int] = self.process.memory("active-deadlines")
        self.on("deadline.passed", self.passed)

    def watch(self, pod: Pod) -> None:
        """Set the alarm; a deadline that has come nearer replaces the one before."""
        uid = pod.metadata.uid
        deadline = self._deadline(pod)
        if deadline is None or deadline <= self.world.now:
            return
        self.forget(uid)
        wait = self.kl.work_queue.tick_at(deadline) - self.world.now
        self.alarms[uid] = self.after(wait, "deadline.passed", uid)

    def passed(self, uid: str) -> None:
        """`ShouldSync`: the next pass finds that the Pod is to be evicted."""
        self.alarms.pop(uid, None)
        self.kl.pod_manager.sync(uid)

    def should_evict(self, pod: Pod) -> Eviction | None:
        """What the status says when the time is over (`ShouldEvict`).

        A Pod that has succeeded stays so, even if its worker has not yet seen that itself.
        """
        deadline = self._deadline(pod)
        if deadline is None or self.world.now < deadline or self._status(pod).phase == SUCCEEDED:
            return None
        rule = "termination.active-deadline"
        self.world.cause = self.kl.recorder.pod(pod, NORMAL, REASON, MESSAGE, rule, DECIDES)
        return Eviction(REASON, MESSAGE)

    def forget(self, uid: str) -> None:
        if (alarm := self.alarms.pop(uid, None)) is not None:
            self.world.cancel(alarm)

    def _deadline(self, pod: Pod) -> Millis | None:
        """The moment, or None if the Pod has no deadline or has not been seen yet."""
        seconds = pod.spec.activeDeadlineSeconds
        if seconds is None:
            return None
        status = self._status(pod)
        return None if status.startTime is None else millis(status.startTime) + seconds * 1000

    def _status(self, pod: Pod) -> PodStatus:
        known = self.kl.status_manager.get_pod_status(pod.metadata.uid)
        return known or pod.status or PodStatus()
