"""Containers of Pods that nobody knows any more: their objects went while the kubelet was down.

The first housekeeping of a kubelet finds them running and kills them with one second of
grace, as it can't know what their Pods would have granted.

Mirrors `HandlePodCleanups` and `SyncTerminatingRuntimePod` of pkg/kubelet.
"""

from lightkube.models.core_v1 import Container, Pod, PodSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.kubelet.part import Part

GRACE_SECONDS = 1
FIRST_LOOK_MS = 700
"""From the first look at the API until the first housekeeping, two seconds after the start."""


class Orphans(Part):
    """Looks once after each start: later no Pod can go unseen."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.on("orphans.look", self.look)
        self.on("orphans.killed", self.killed)

    def begin(self) -> None:
        self.after(FIRST_LOOK_MS, "orphans.look")

    def look(self) -> None:
        """Kill what runs for a Pod that has no worker."""
        for uid in self.kl.runtime.pod_uids():
            if uid in self.kl.pod_manager.pods or self.kl.pod_workers.is_known(uid):
                continue
            pod = self._pod(uid)
            if pod is not None:
                runtime = self.kl.runtime.pod_runtime(uid)
                then = self.callback("orphans.killed", uid)
                self.kl.kill_pod.begin(pod, runtime, GRACE_SECONDS, then)

    def killed(self, uid: str) -> None:
        """Nothing of it is left to be asked for."""
        self.kl.kubelet_pods.forget(uid)
        self.kl.runtime.remove_pod(uid)

    def _pod(self, uid: str) -> Pod | None:
        """What the containers' labels say of their Pod (`ToAPIPod`)."""
        known = [
            self.kl.runtime.container(status.id)
            for status in self.kl.runtime.pod_runtime(uid).containers
        ]
        made = [container for container in known if container is not None]
        if not made:
            return None
        containers = {each.name: Container(name=each.name) for each in made}
        return Pod(
            metadata=ObjectMeta(name=made[0].pod, namespace=made[0].namespace, uid=uid),
            spec=PodSpec(containers=list(containers.values())),
        )
