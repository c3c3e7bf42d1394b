"""What the API is told of each Pod, and when the kubelet lets a Pod go.

The kubelet's own view is kept here; it is written to the API at once when it changes. A
terminal phase is withheld while containers may still run.

Mirrors pkg/kubelet/status/status_manager.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod, PodStatus

from lifecycle.engine.api.pod import is_mirror, is_terminal, kubelet_uid
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.published_status import (
    given_up_status,
    merge_pod_status,
    set_container_readiness,
    set_container_startup,
    terminate_pod_status,
    updated_status,
)
from lifecycle.engine.kubelet.status.transitions import check_container_state_transition


class VersionedStatus(msgspec.Struct, frozen=True, gc=False):
    """The newest status of a Pod; `finished` when its worker is done with it."""

    namespace: str
    name: str
    status: PodStatus
    finished: bool = False


class StatusManager(Part):
    """`manager`: one status for each Pod."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.statuses: dict[str, VersionedStatus] = self.process.memory("statuses")
        self.statuses_given_up: dict[str, bool] = self.process.memory("statuses-given-up")
        self.patching: dict[str, int] = self.process.memory("status-patches")
        self.on("status.sync", self.sync_pod)

    def get_pod_status(self, uid: str) -> PodStatus | None:
        versioned = self.statuses.get(uid)
        return versioned.status if versioned else None

    def set_pod_status(self, pod: Pod, status: PodStatus) -> None:
        """Keep the status, and write it if it is another one than before."""
        self._put(pod, status)

    def set_container_readiness(self, pod: Pod, container_id: str, ready: bool) -> None:
        """What a readiness probe found; conditions follow."""
        if (old := self.get_pod_status(pod.metadata.uid)) is not None:
            self._put(pod, set_container_readiness(pod, old, container_id, ready, self.kl.gates))

    def set_container_startup(self, pod: Pod, container_id: str, started: bool) -> None:
        """What a startup probe found."""
        if (old := self.get_pod_status(pod.metadata.uid)) is not None:
            self._put(pod, set_container_startup(old, container_id, started))

    def terminate_pod(self, pod: Pod) -> None:
        """The worker is done: whatever is not known to have ended is said to have ended.

        Before 1.27 nothing was said, and the Pod was let go at a later round of the manager.
        """
        old = self.get_pod_status(pod.metadata.uid) or pod.status
        if self.kl.gates.terminal_phase_by_worker:
            self._put(pod, terminate_pod_status(pod, old), finished=True)
        else:
            self._put(pod, old, finished=True)

    def give_up(self, pod: Pod) -> None:
        """`TerminatePod` before 1.22: what ran is unknown, and nothing is said of it later."""
        self._put(pod, given_up_status(self.get_pod_status(pod.metadata.uid) or pod.status))
        self.statuses_given_up[pod.metadata.uid] = True

    def forget(self, uid: str) -> None:
        self.statuses.pop(uid, None)
        self.statuses_given_up.pop(uid, None)
        self.patching.pop(uid, None)

    def _put(self, pod: Pod, status: PodStatus, finished: bool = False) -> None:
        uid = pod.metadata.uid
        versioned = self.statuses.get(uid)
        old = versioned.status if versioned else self.kl.mirror_pods.status_of(pod)
        status = updated_status(pod, old, status, self.world.now)
        if old is not None and not finished:
            refused = check_container_state_transition(old, status, pod.spec, self.kl.gates)
            if refused or self._is_over(uid, old):
                return
        finished = finished or (versioned is not None and versioned.finished)
        if versioned and status == versioned.status and finished == versioned.finished:
            return
        self.statuses[uid] = VersionedStatus(
            pod.metadata.namespace, pod.metadata.name, status, finished
        )
        if uid in self.patching:
            return
        if finished and not self.kl.gates.terminal_phase_by_worker:
            self.patching[uid] = self.after(self.kl.gates.let_go_after_ms, "status.sync", uid)
        else:
            self.patching[uid] = self.soon("status.sync", uid)

    def _is_over(self, uid: str, old: PodStatus) -> bool:
        if self.kl.gates.status_changes_after_the_end:
            return False
        return is_terminal(old.phase) or uid in self.statuses_given_up

    def sync_pod(self, uid: str) -> None:
        """`syncPod`: patch what changed, and delete a Pod that is over and wished away."""
        self.patching.pop(uid, None)
        versioned = self.statuses.get(uid)
        if versioned is None:
            return
        pod = self.kl.api.find("Pod", versioned.namespace, versioned.name)
        if pod is None or kubelet_uid(pod) != uid:
            return
        may_run = (
            self.kl.gates.terminal_phase_by_worker
            and self.kl.pod_workers.could_have_running_containers(uid)
        )
        status = _not_revived(pod, versioned.status, pod.status)
        merged = merge_pod_status(pod, pod.status, status, may_run)
        if merged != pod.status:
            pod = self.kl.api.patch(
                "Pod",
                versioned.namespace,
                versioned.name,
                lambda current: msgspec.structs.replace(current, status=merged),
                subresource="status",
                rule="status.publish",
            )
        if self._can_be_deleted(pod, versioned):
            self.kl.api.delete(
                "Pod",
                versioned.namespace,
                versioned.name,
                grace_seconds=0,
                uid=uid,
                rule="termination.delete-when-finished",
            )

    def _can_be_deleted(self, pod: Pod, versioned: VersionedStatus) -> bool:
        """`canBeDeleted`: wished away, at its end, and nothing is left to do for it."""
        if pod.metadata.deletionTimestamp is None or is_mirror(pod) or not versioned.finished:
            return False
        return is_terminal(pod.status.phase) or not self.kl.gates.terminal_phase_by_worker


def _not_revived(pod: Pod, status: PodStatus, shown: PodStatus) -> PodStatus:
    """A Pod that somebody else has called failed stays so, even if this is yet to be heard of.

    Upstream's manager knows no such guard: a pass that was under way could write over it. A
    static Pod is begun anew by the next kubelet, and its mirror follows it.
    """
    if is_mirror(pod) or not is_terminal(shown.phase) or is_terminal(status.phase):
        return status
    return msgspec.structs.replace(
        status, phase=shown.phase, reason=shown.reason, message=shown.message
    )
