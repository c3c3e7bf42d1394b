"""Stopping all containers of a Pod at once, then its sandboxes.

The kills run side by side. Where there are sidecars they wait for their turn: after the
app containers, the last one first; only the signal waits, hooks begin at once.

Mirrors `killPodWithSyncResult` of pkg/kubelet/kuberuntime/kuberuntime_manager.go and
pkg/kubelet/kuberuntime/kuberuntime_termination_order.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.cri.status import RUNNING, ContainerStatus, PodRuntime
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.kuberuntime.actions import KillContainer
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.termination_order import new_termination_ordering


class KillingPod(msgspec.Struct, frozen=True):
    """How many containers and sandboxes are still to stop."""

    pod: Pod
    runtime: PodRuntime
    then: Callback
    containers: int
    sandboxes: int = 0


class KillPod(Part):
    """One kill for each Pod at a time."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pods: dict[str, KillingPod] = self.process.memory("kill-pod")
        self.on("kill-pod.container", self.container_stopped)
        self.on("kill-pod.sandbox", self.sandbox_stopped)

    def begin(
        self, pod: Pod, runtime: PodRuntime, grace_override: int | None, then: Callback
    ) -> None:
        """Answers `then()` when nothing of the Pod runs any more."""
        uid = pod.metadata.uid
        running = [c for c in runtime.containers if c.state == RUNNING]
        self.pods[uid] = KillingPod(pod, runtime, then, len(running))
        if not running:
            self._stop_sandboxes(uid)
            return
        ordering = new_termination_ordering(pod, [status.name for status in running])
        if ordering is not None:
            self.kl.termination_turns.begin(uid, ordering)
        for status in running:
            self.kl.kill_container.begin(
                pod,
                _kill_of(pod, status),
                grace_override,
                self.callback("kill-pod.container", uid),
                ordered=ordering is not None,
            )

    def container_stopped(self, uid: str) -> None:
        killing = self.pods[uid]
        self.pods[uid] = replace(killing, containers=killing.containers - 1)
        if killing.containers == 1:
            self._stop_sandboxes(uid)

    def _stop_sandboxes(self, uid: str) -> None:
        killing = self.pods[uid]
        self.kl.termination_turns.forget(uid)
        sandboxes = killing.runtime.sandboxes
        self.pods[uid] = replace(killing, sandboxes=len(sandboxes))
        if not sandboxes:
            self._end(uid)
        for sandbox in sandboxes:
            self.kl.runtime.stop_sandbox(uid, sandbox.id, self.callback("kill-pod.sandbox", uid))

    def sandbox_stopped(self, uid: str) -> None:
        self.kl.pleg.notice(uid)
        killing = self.pods[uid]
        self.pods[uid] = replace(killing, sandboxes=killing.sandboxes - 1)
        if killing.sandboxes == 1:
            self._end(uid)

    def _end(self, uid: str) -> None:
        self.world.call(self.pods.pop(uid).then)


def _kill_of(pod: Pod, status: ContainerStatus) -> KillContainer:
    place = find_container(pod, status.name)
    return KillContainer(status.id, status.name, place.container, "")
