"""Waiting for a Pod's volumes, and what containers see of them.

A pass waits until every volume that a container mounts is there, looking three times a
second, for at most two minutes. What is missing (a ConfigMap, a Secret, a claim) is tried
again with a growing back-off, each time with an Event.

Mirrors pkg/kubelet/volumemanager/volume_manager.go and the back-off of
pkg/volume/util/operationexecutor.
"""

import msgspec
from lightkube.models.core_v1 import Container, Pod, Volume
from msgspec.structs import replace

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.cri.filesystem import Mount
from lifecycle.engine.cri.status import RUNNING
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.kubelet.volume_source import find_source, mount_of, unregistered

POLL_MS = 300
RECONCILE_MS = 200
"""Until the loops that find and mount volumes have noticed a new Pod: 100 ms each."""
TIMEOUT_MS = 123_000
CANCELED = "context canceled"
"""The one error that is not worth an Event."""
FIRST_RETRY_MS, LAST_RETRY_MS = 500, 122_000
REMOUNT_MS = 40
"""After the first Killing of a kubelet that finds the Pod, as recorded."""


class Mounting(msgspec.Struct, frozen=True):
    """A Pod that waits for its volumes since `began_ms`."""

    pod: Pod
    then: Callback
    began_ms: Millis
    alarm: int = 0
    mounted: bool = False


class Volumes(Part):
    """`VolumeManager`: which Pods have their volumes, and which wait for them."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.mounted: dict[str, bool] = self.process.memory("volumes")
        self.waiting: dict[str, Mounting] = self.process.memory("volumes-waiting")
        self.attempts: dict[str, int] = self.process.memory("volumes-attempts")
        self.missing: dict[str, tuple[str, ...]] = self.process.memory("volumes-missing")
        self.on("volumes.mount", self.mount)
        self.on("volumes.look", self.look)
        self.on("volumes.remount", self.remount)

    def wait_for_attach_and_mount(self, pod: Pod, then: Callback) -> None:
        """Answers `then(error)`; the error is empty when all volumes are there."""
        uid = pod.metadata.uid
        if self.mounted.get(uid) or not _mounted_volumes(pod):
            self.world.call(then, "")
            return
        alarm = self.after(POLL_MS, "volumes.look", uid)
        self.waiting[uid] = Mounting(pod, then, self.world.now, alarm)
        if uid not in self.attempts:
            self.attempts[uid] = 0
            self.after(RECONCILE_MS, "volumes.mount", uid, pod)

    def found_terminating(self, pod: Pod) -> None:
        """A Pod ends whose volumes an earlier kubelet mounted: this one tries that again.

        It does not follow the ConfigMaps and Secrets of a Pod that it never let live, so that
        it says for each volume of these that it failed (`reconstructVolumes`).
        """
        uid = pod.metadata.uid
        if self.mounted.get(uid) or uid in self.attempts or not self.kl.gates.rebuilds_volumes:
            return
        containers = self.kl.runtime.pod_runtime(uid).containers
        if any(c.state == RUNNING and c.started_ms < self.process.started_ms for c in containers):
            self.attempts[uid] = 0
            self.after(REMOUNT_MS, "volumes.remount", uid, pod)

    def remount(self, uid: str, pod: Pod) -> None:
        """One more vain attempt, until the Pod has ended."""
        if uid not in self.attempts:
            return
        for volume in _mounted_volumes(pod):
            if error := unregistered(pod, volume):
                self._say(pod, volume, error)
        self._try_later(uid, pod, "volumes.remount")

    def mount(self, uid: str, pod: Pod) -> None:
        """One attempt at all volumes: say what is missing, and try again later."""
        if uid not in self.attempts:
            return
        missing: list[str] = []
        for volume in _mounted_volumes(pod):
            error = find_source(self.kl, pod, volume)
            if error:
                missing.append(volume.name)
                self._say(pod, volume, error)
        if not missing:
            self.mounted[uid] = True
            del self.attempts[uid]
            self.missing.pop(uid, None)
            self._mounted(uid)
            return
        self.missing[uid] = tuple(missing)
        self._try_later(uid, pod, "volumes.mount")

    def _try_later(self, uid: str, pod: Pod, how: str) -> None:
        wait = min(FIRST_RETRY_MS << self.attempts[uid], LAST_RETRY_MS)
        self.attempts[uid] += 1
        self.after(wait, how, uid, pod)

    def _say(self, pod: Pod, volume: Volume, error: str) -> None:
        self.kl.recorder.pod(
            pod,
            WARNING,
            "FailedMount",
            f'MountVolume.SetUp failed for volume "{volume.name}" : {error}',
            "volumes.wait-for-attach-and-mount",
            (f"spec.volumes[{pod.spec.volumes.index(volume)}]",),
        )

    def _mounted(self, uid: str) -> None:
        """The worker sees it the next time it looks."""
        waiting = self.waiting.get(uid)
        if waiting is None:
            return
        self.world.cancel(waiting.alarm)
        passed = self.world.now - waiting.began_ms
        alarm = self.after(POLL_MS - passed % POLL_MS, "volumes.look", uid)
        self.waiting[uid] = replace(waiting, alarm=alarm)

    def look(self, uid: str) -> None:
        """Go on if all is mounted; else wait on until the time is over."""
        waiting = self.waiting[uid]
        if self.mounted.get(uid):
            del self.waiting[uid]
            self.world.call(waiting.then, "")
            return
        left = waiting.began_ms + TIMEOUT_MS - self.world.now
        if left > 0:
            self.waiting[uid] = replace(waiting, alarm=self.after(left, "volumes.look", uid))
            return
        del self.waiting[uid]
        everything = " ".join(sorted(volume.name for volume in _mounted_volumes(waiting.pod)))
        error = self.kl.texts.volumes_late.format(
            missing=" ".join(self.missing.get(uid, ())), all=everything
        )
        self.world.call(waiting.then, error)

    def cancel(self, uid: str) -> None:
        """The Pod is to end: nobody waits for its volumes any more."""
        waiting = self.waiting.pop(uid, None)
        if waiting is not None:
            self.world.cancel(waiting.alarm)
            self.attempts.pop(uid, None)
            self.world.call(waiting.then, CANCELED)

    def wait_for_unmount(self, pod: Pod, since_ms: Millis, then: Callback) -> None:
        """Answers when what was mounted has been unmounted, which began with the Pod's end."""
        uid = pod.metadata.uid
        self.attempts.pop(uid, None)
        self.missing.pop(uid, None)
        if not self.mounted.pop(uid, False):
            self.world.call(then)
            return
        done = since_ms + self.world.delay("unmount", uid)
        self.world.after(max(done - self.world.now, 0), then[0], *then[1:])

    def mounts(self, pod: Pod, container: Container) -> tuple[Mount, ...]:
        """What the container sees of the Pod's volumes."""
        volumes = {volume.name: volume for volume in pod.spec.volumes or ()}
        return tuple(
            mount_of(pod, volumes[mount.name], mount)
            for mount in container.volumeMounts or ()
            if mount.name in volumes
        )


def _mounted_volumes(pod: Pod) -> list[Volume]:
    """The volumes that some container mounts; nobody waits for the others."""
    if not pod.spec.volumes:
        return []
    used = {
        mount.name
        for place in visit_containers(pod.spec)
        for mount in place.container.volumeMounts or ()
    }
    return [volume for volume in pod.spec.volumes if volume.name in used]
