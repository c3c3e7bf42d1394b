"""Restarting all containers of a Pod in its sandbox (RestartAllContainers).

One after the other is killed, without a grace period of its own and without preStop, and
removed, so that the next pass finds a Pod that has never run.

Mirrors the handling of `ContainersToReset` in
pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_RESTART_ALL_CONTAINERS,
    KillContainer,
    PodActions,
    ResetContainer,
)
from lifecycle.engine.kubelet.part import Part


class Resetting(msgspec.Struct, frozen=True):
    """The containers that are still to go."""

    pod: Pod
    left: tuple[ResetContainer, ...]
    then: Callback


class RestartInPlace(Part):
    """One restart for each Pod at a time."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pods: dict[str, Resetting] = self.process.memory("restart-in-place")
        self.on("reset.killed", self.killed)

    def begin(self, pod: Pod, actions: PodActions, then: Callback) -> None:
        """Answers `then()` when the runtime has forgotten every container."""
        uid = pod.metadata.uid
        self.pods[uid] = Resetting(pod, actions.containers_to_reset, then)
        self._next(uid)

    def _next(self, uid: str) -> None:
        resetting = self.pods[uid]
        if not resetting.left:
            del self.pods[uid]
            self.kl.pleg.notice(uid)
            # Of removed containers no event tells; a Pod whose containers had all ended
            # would wait for its next resync (kubernetes/kubernetes#136966).
            self.kl.pod_manager.sync(uid)
            self.world.call(resetting.then)
            return
        reset = resetting.left[0]
        if not reset.kill:
            self.killed(uid)
            return
        kill = KillContainer(
            reset.id, reset.name, reset.container, "killing", REASON_RESTART_ALL_CONTAINERS
        )
        self.kl.kill_container.begin(resetting.pod, kill, 0, self.callback("reset.killed", uid))

    def killed(self, uid: str) -> None:
        resetting = self.pods[uid]
        self.kl.runtime.remove_container(resetting.left[0].id)
        self.pods[uid] = replace(resetting, left=resetting.left[1:])
        self._next(uid)
