"""Evicting a Pod that has written more than it may: emptyDir and ephemeral-storage limits.

The manager looks every ten seconds. What volumes hold it knows from a measurement: the first
within a minute, when the analyser finds the Pod, the others one to two minutes after each
other. It kills with the shortest grace period; a Pod that exits 0 all the same has succeeded.

Mirrors `localStorageEviction` of pkg/kubelet/eviction/eviction_manager.go, and
pkg/kubelet/server/stats/{fs_resource_analyzer.go,volume_stat_calculator.go}. Only Pods with
such limits are looked at.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.quantity import parse, value
from lifecycle.engine.api.resources import pod_limits
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.critical import is_critical
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import KILL, KillPodOptions, Update
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.kubelet.volume_source import tree_of

MONITORING_MS = 10_000
VOLUME_STATS_MS = 60_000
STORAGE = "ephemeral-storage"
GRACE_SECONDS = 1
REASON = "Evicted"


class EvictionManager(Part):
    """Looks after every Pod that has a limit on what it writes."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.seen: dict[str, Millis] = self.process.memory("eviction-seen")
        self.measured: dict[str, dict[str, int]] = self.process.memory("eviction-measured")
        self.phase_ms = round(self.world.draw("eviction-phase", kl.node_name) * MONITORING_MS)
        self.on("eviction.look", self.look)
        self.on("eviction.measure", self.measure)

    def watch(self, pod: Pod) -> None:
        """Begin to look after a Pod, if it has a limit and may be evicted."""
        uid = pod.metadata.uid
        if uid in self.seen or is_critical(pod):
            return
        if _size_limits(pod) or _has_storage_limit(pod):
            self.seen[uid] = self.world.now
            self._look_again(uid)
            if _empty_dirs(pod):
                share = self.world.draw("volume-stats", uid)
                self.after(round(VOLUME_STATS_MS * share), "eviction.measure", uid)

    def forget(self, uid: str) -> None:
        self.seen.pop(uid, None)
        self.measured.pop(uid, None)

    def measure(self, uid: str) -> None:
        """`calcAndStoreStats`: what the Pod's volumes hold now, as it is known from now on."""
        pod = self.kl.pod_manager.pods.get(uid)
        if pod is None or uid not in self.seen:
            return
        self.measured[uid] = {name: self._volume_usage(pod, name) for name in _empty_dirs(pod)}
        share = self.world.draw("volume-stats", uid, self.world.now)
        self.after(round(VOLUME_STATS_MS * (1 + share)), "eviction.measure", uid)

    def _look_again(self, uid: str) -> None:
        wait = MONITORING_MS - (self.world.now - self.phase_ms) % MONITORING_MS
        self.after(wait, "eviction.look", uid)

    def look(self, uid: str) -> None:
        """One round of the manager, for one Pod."""
        pod = self.kl.pod_manager.pods.get(uid)
        if pod is None or uid not in self.seen or self.kl.pod_workers.is_terminating(uid):
            self.forget(uid)
            return
        message, field = self._excess(pod)
        if message:
            self._evict(pod, message, field)
        else:
            self._look_again(uid)

    def _excess(self, pod: Pod) -> tuple[str, str]:
        """Which limit the Pod is over, and the field that sets it; empty if none."""
        held = self.measured.get(pod.metadata.uid, {})
        for volume, limit in _size_limits(pod).items():
            if held.get(volume, 0) > value(parse(limit)):
                said = f'Usage of EmptyDir volume "{volume}" exceeds the limit "{limit}". '
                return said, f"{_path_of(pod, volume)}.emptyDir.sizeLimit"
        limit = pod_limits(pod).get(STORAGE)
        if limit and self._usage(pod) > value(limit):
            said = (
                f"Pod ephemeral local storage usage exceeds the total limit of containers {limit}. "
            )
            return said, "spec.containers[0].resources.limits.ephemeral-storage"
        for place in visit_containers(pod.spec):
            limits = (place.container.resources and place.container.resources.limits) or {}
            if STORAGE in limits and self._layer(pod, place.container.name) > value(
                parse(limits[STORAGE])
            ):
                said = (
                    f"Container {place.container.name} exceeded its local ephemeral storage "
                    f'limit "{limits[STORAGE]}". '
                )
                return said, f"{place.path}.resources.limits.ephemeral-storage"
        return "", ""

    def _volume_usage(self, pod: Pod, name: str) -> int:
        volume = next(volume for volume in pod.spec.volumes if volume.name == name)
        return self.kl.runtime.files.usage(tree_of(pod, volume, self.kl.node_name))

    def _usage(self, pod: Pod) -> int:
        uid = pod.metadata.uid
        held = self.measured.get(uid, {})
        on_disk = [name for name, medium in _empty_dirs(pod).items() if medium != "Memory"]
        return sum(held.get(name, 0) for name in on_disk) + self.kl.runtime.disk_usage(uid)

    def _layer(self, pod: Pod, name: str) -> int:
        running = self.kl.runtime.running(pod.metadata.uid, name)
        return self.kl.runtime.files.usage(running.view.layer) if running else 0

    def _evict(self, pod: Pod, message: str, field: str) -> None:
        said = self.kl.recorder.pod(pod, WARNING, REASON, message, "eviction.limit", (field,))
        kill = KillPodOptions(REASON, message, evict=True, grace_override=GRACE_SECONDS)
        self.kl.pod_workers.update_pod(Update(KILL, pod, said, kill))


def _path_of(pod: Pod, volume: str) -> str:
    names = [one.name for one in pod.spec.volumes or ()]
    return f"spec.volumes[{names.index(volume)}]"


def _empty_dirs(pod: Pod) -> dict[str, str]:
    """The Pod's emptyDir volumes with their mediums."""
    return {
        volume.name: volume.emptyDir.medium or ""
        for volume in pod.spec.volumes or ()
        if volume.emptyDir is not None
    }


def _size_limits(pod: Pod) -> dict[str, str]:
    """The emptyDir volumes that have a limit."""
    return {
        volume.name: str(volume.emptyDir.sizeLimit)
        for volume in pod.spec.volumes or ()
        if volume.emptyDir is not None and volume.emptyDir.sizeLimit
    }


def _has_storage_limit(pod: Pod) -> bool:
    return any(
        STORAGE in ((place.container.resources and place.container.resources.limits) or {})
        for place in visit_containers(pod.spec)
    )
