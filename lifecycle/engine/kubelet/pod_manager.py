"""The Pods of this node as the API has them, and what their changes lead to.

A change in the API, an event of the runtime that a relist has found, the clock: each ends
in a wish for the Pod's worker.

Mirrors pkg/kubelet/pod/pod_manager.go and the handlers of `syncLoopIteration` in
pkg/kubelet/kubelet.go.
"""

from lightkube.models.core_v1 import Pod, PodStatus

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.pod import is_mirror, is_terminal
from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.cri.status import EXITED
from lifecycle.engine.kubelet.admission import Postponed
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pleg import DIED, REMOVED, PodLifecycleEvent
from lifecycle.engine.kubelet.pod_workers import CREATE, KILL, SYNC, UPDATE, Update
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.kubelet.status.conditions import READY, generate_pod_ready_condition


class PodManager(Part):
    """Every Pod that is bound to this node."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pods: dict[str, Pod] = self.process.memory("pods")
        self.on("retry-resizes", self.kl.allocation.retry)

    # What the API says

    def changed(self, verb: str, pod: Pod) -> None:
        """`HandlePodAdditions`, `HandlePodUpdates`, `HandlePodReconcile`, `HandlePodRemoves`."""
        if is_mirror(pod):
            self.kl.mirror_pods.changed(verb, pod)
            return
        uid = pod.metadata.uid
        known = self.pods.get(uid)
        if verb == "deleted":
            self._remove(pod)
            return
        self.pods[uid] = pod
        if known is None:
            self._add(pod)
        elif uid in self.kl.preemption.waiting:
            return
        elif _differs(known, pod):
            self.kl.allocation.pod_updated(known, pod)
            self.kl.active_deadline.watch(pod)
            self._wish(UPDATE, pod)
        elif self._readiness_gate_moved(pod):
            self._wish(SYNC, pod)

    def _add(self, pod: Pod) -> None:
        if pod.metadata.deletionTimestamp is None and not _has_ended(pod):
            answer = self.kl.admission.can_admit(pod)
            if isinstance(answer, Postponed):
                self.kl.preemption.make_room(pod, answer.victims)
                return
            if answer is not None:
                self._reject(pod, *answer)
                return
            self.kl.admission.admitted(pod)
        self._take(pod)

    def room_was_made(self, uid: str) -> None:
        """Those who had to go for the critical Pod have ended."""
        pod = self.pods.get(uid)
        if pod is None:
            return
        if pod.metadata.deletionTimestamp is None:
            self.kl.admission.admitted(pod)
        self._take(pod)

    def _take(self, pod: Pod) -> None:
        self.kl.eviction.watch(pod)
        self.kl.node_pressure.watch(pod)
        if not self.kl.gates.worker_adds_probes:
            self.kl.prober.add_pod(pod)
        self._wish(CREATE, pod)

    def _reject(self, pod: Pod, reason: str, message: str) -> None:
        """`rejectPod`: the Pod has failed before anything was done for it."""
        self.kl.recorder.pod(pod, WARNING, reason, message)
        status = PodStatus(
            phase="Failed",
            reason=reason,
            message=self.kl.texts.rejected.format(message=message),
            qosClass=get_pod_qos(pod),
        )
        self.kl.status_manager.set_pod_status(pod, status)

    def _remove(self, pod: Pod) -> None:
        """The object is gone: kill what may still run, or forget what has ended."""
        uid = pod.metadata.uid
        known = self.pods.pop(uid, None)
        if known is None:
            return
        self.kl.active_deadline.forget(uid)
        self.kl.preemption.forget(uid)
        if self.kl.pod_workers.is_known(uid) and not self.kl.pod_workers.is_finished(uid):
            self.kl.pod_workers.update_pod(Update(KILL, pod, self.world.cause))
        else:
            self._forget(uid)

    def resources_freed(self, uid: str) -> None:
        """A Pod's containers are gone: a resize that waits may be granted."""
        self.kl.admission.freed(uid)
        self.kl.node_shutdown.pod_ended(uid)
        self.kl.preemption.pod_ended(uid)
        self.soon("retry-resizes")

    def finished(self, uid: str) -> None:
        """The worker is done; of a Pod that is gone from the API nothing is kept."""
        self.kl.work_queue.forget(uid)
        self.kl.reason_cache.forget(uid)
        if uid not in self.pods:
            self._forget(uid)

    def _forget(self, uid: str) -> None:
        self.kl.pod_workers.forget(uid)
        self.kl.status_manager.forget(uid)
        self.kl.allocation.forget(uid)
        self.kl.sync_pod.forget(uid)
        self.kl.prober.forget(uid)
        self.kl.eviction.forget(uid)
        self.kl.housekeeping.forget(uid)
        self.kl.crash_backoff.forget(uid)
        self.kl.image_manager.forget(uid)
        self.kl.admission.freed(uid)
        self.kl.preemption.pod_ended(uid)
        self.kl.work_queue.forget(uid)
        self.kl.kubelet_pods.forget(uid)
        self.kl.runtime.remove_pod(uid)
        self.kl.mirror_pods.static_pod_ended()

    def _readiness_gate_moved(self, pod: Pod) -> bool:
        """`NeedToReconcilePodReadiness`: somebody set the condition of a readiness gate."""
        if not pod.spec.readinessGates or pod.status is None:
            return False
        status = pod.status
        statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
        ready = generate_pod_ready_condition(pod, status.conditions, statuses, status.phase)
        shown = get_condition(status, READY)
        return shown is not None and (shown.status, shown.reason) != (ready.status, ready.reason)

    # What the runtime and the clock say

    def pleg_events(self, uid: str, events: list[PodLifecycleEvent]) -> None:
        """The PLEG case of `syncLoopIteration`, for all that one relist has found.

        They come so close together that the worker finds them as one wish.
        """
        worthy = [event for event in events if event.type != REMOVED]
        for _ in worthy[:1] if self.kl.gates.wishes_merge_until_taken else worthy:
            self.sync(uid)
        for event in events:
            if event.type == DIED:
                self._clean_up_containers(uid, event.id)

    def sync(self, uid: str) -> None:
        """`HandlePodSyncs`: look at the Pod again."""
        pod = self.pods.get(uid)
        if pod is not None:
            self._wish(SYNC, pod)

    def _clean_up_containers(self, uid: str, exited_id: str) -> None:
        """Of each container's dead instances only the newest is kept."""
        containers = self.kl.pleg.get(uid).containers
        name = next((c.name for c in containers if c.id == exited_id), None)
        if name is None:
            return
        dead = [c.id for c in containers if c.name == name and c.state == EXITED]
        kept = 0 if self.kl.pod_workers.should_pod_content_be_removed(uid) else 1
        for container_id in dead[kept:]:
            self.kl.runtime.remove_container(container_id)
            self.kl.pleg.notice(uid)

    def _wish(self, kind: str, pod: Pod) -> None:
        if self.kl.housekeeping.takes(pod):
            return
        self.kl.pod_workers.update_pod(Update(kind, pod, self.world.cause))


def _has_ended(pod: Pod) -> bool:
    return pod.status is not None and is_terminal(pod.status.phase)


def _differs(known: Pod, pod: Pod) -> bool:
    """Whether more than the status has changed (`podsDifferSemantically`)."""
    before, now = known.metadata, pod.metadata
    return (
        before.deletionTimestamp != now.deletionTimestamp
        or before.deletionGracePeriodSeconds != now.deletionGracePeriodSeconds
        or before.labels != now.labels
        or before.annotations != now.annotations
        or (known.spec is not pod.spec and known.spec != pod.spec)
    )
