"""Changed ConfigMaps and Secrets come into the volumes that show them, without a restart.

The worker of a Pod looks at its volumes at each of its regular syncs, every 60 to 90 s. What
is mounted by subPath keeps the text with which the container began.

Mirrors `MarkRemountRequired` (pkg/kubelet/volumemanager/cache) and the atomic writer's part in
the SetUp of pkg/volume/configmap, secret and projected.
"""

from collections.abc import Iterator
from typing import Any

from lightkube.models.core_v1 import Pod, Volume

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.scheme import kind_of
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.volume_source import find_source


class VolumeRefresh(Part):
    """Watches what volumes are made of."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.on("volumes.refresh", self.refresh)
        handler = f"{self.process.prefix}source"
        self.world.on(handler, self.source_changed)
        kl.api.watch("ConfigMap", handler)
        kl.api.watch("Secret", handler)

    def source_changed(self, verb: str, obj: Any, old: Any) -> None:
        """Let the Pods that show it notice in their own time."""
        if verb == "deleted" or not self.process.running:
            return
        kind, metadata, now = kind_of(obj), obj.metadata, self.world.now
        for uid, pod in self.kl.pod_manager.pods.items():
            if pod.metadata.namespace != metadata.namespace or not self._is_mounted(uid):
                continue
            if any((kind, metadata.name) in shown(volume) for volume in pod.spec.volumes or ()):
                wait = self.world.delay("volume-refresh", uid, now)
                self.after(wait, "volumes.refresh", uid)

    def _is_mounted(self, uid: str) -> bool:
        return bool(self.kl.volumes.mounted.get(uid))

    def refresh(self, uid: str) -> None:
        """Write the volumes anew; what has gone missing leaves them as they are."""
        pod = self.kl.pod_manager.pods.get(uid)
        if pod is None or not self._is_mounted(uid):
            return
        fixed = _mounted_by_sub_path(pod)
        for volume in pod.spec.volumes or ():
            if volume.name not in fixed and any(shown(volume)):
                find_source(self.kl, pod, volume)


def shown(volume: Volume) -> Iterator[tuple[str, str | None]]:
    """Kind and name of the objects whose keys are files in the volume."""
    parts = [volume, *((volume.projected and volume.projected.sources) or ())]
    for part in parts:
        if part.configMap is not None:
            yield "ConfigMap", part.configMap.name
        if part.secret is not None:
            yield "Secret", part.secret.secretName if part is volume else part.secret.name


def _mounted_by_sub_path(pod: Pod) -> list[str]:
    return [
        mount.name
        for place in visit_containers(pod.spec)
        for mount in place.container.volumeMounts or ()
        if mount.subPath or mount.subPathExpr
    ]
