"""Ending a Pod that runs no app container, as kubelets did before 1.22.

Such a Pod, deleted, was given up at once: what ran of its init containers was said to be
unknown, and no worker was asked any more. Its containers were killed by the next round of
housekeeping, even in the middle of a hook, and no Event told of it.

Mirrors `dispatchWork`, `podAndContainersAreTerminal` and `HandlePodCleanups` of
pkg/kubelet/kubelet_pods.go, v1.20.
"""

from lightkube.models.core_v1 import ContainerStatus, Pod

from lifecycle.engine.cri.status import RUNNING
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.grace import calculate_effective_grace_period
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import SYNC, Update

PERIOD_MS = 2_000


class Housekeeping(Part):
    """`given_up` are the Pods that it has taken over; True until its round has come."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.given_up: dict[str, bool] = self.process.memory("given-up")
        self.on("housekeeping.kill", self.kill)
        self.on("housekeeping.killed", self.killed)

    def takes(self, pod: Pod) -> bool:
        """Whether nobody else may end the Pod (now); asked at every wish for it."""
        uid = pod.metadata.uid
        if self.kl.gates.worker_ends_waiting_pods or pod.metadata.deletionTimestamp is None:
            return False
        if uid not in self.given_up and self._is_to_be_given_up(pod):
            self.given_up[uid] = True
            self.kl.status_manager.give_up(pod)
            self.after(self._until_round(uid), "housekeeping.kill", uid, pod)
        return self.given_up.get(uid, False)

    def _until_round(self, uid: str) -> Millis:
        """Until the round that finds the Pod; an idle sandbox is long overlooked."""
        wait = PERIOD_MS - self.world.now % PERIOD_MS
        runtime = self.kl.runtime.pod_runtime(uid)
        idle = bool(runtime.sandboxes) and not runtime.containers
        return wait + (self.kl.gates.idle_sandbox_stays_ms if idle else 0)

    def is_silent(self, uid: str) -> bool:
        """Whether no Event tells of the end of the Pod's containers."""
        return uid in self.given_up

    def kill(self, uid: str, pod: Pod) -> None:
        """The round: containers get their signal, whatever the worker waits for."""
        self.given_up[uid] = False
        if self.kl.pod_workers.is_syncing(uid):
            grace, _ = calculate_effective_grace_period(pod)
            for status in self.kl.runtime.pod_runtime(uid).containers:
                if status.state == RUNNING:
                    then = self.callback("housekeeping.killed", uid)
                    self.kl.runtime.stop_container(status.id, grace * 1000, then)
        self.kl.pod_workers.update_pod(Update(SYNC, pod, self.world.cause))

    def killed(self, uid: str) -> None:
        """The worker will find that the container has ended."""
        self.kl.pleg.notice(uid)

    def forget(self, uid: str) -> None:
        self.given_up.pop(uid, None)

    def _is_to_be_given_up(self, pod: Pod) -> bool:
        uid = pod.metadata.uid
        status = self.kl.status_manager.get_pod_status(uid)
        if status is None or self.kl.pod_workers.is_terminating(uid):
            return False
        return not any(_runs(each) for each in status.containerStatuses or ())


def _runs(status: ContainerStatus) -> bool:
    return status.state is not None and status.state.running is not None
