"""Mirror Pods: what the API server is shown of static Pods.

To delete one only takes the picture away; the kubelet puts up a new one at its next pass.

Mirrors pkg/kubelet/pod/mirror_client.go, `tryReconcileMirrorPods` of pkg/kubelet/kubelet.go
and the mirrors' part of `HandlePodCleanups`.
"""

from lightkube.models.core_v1 import Pod, PodStatus
from lightkube.models.meta_v1 import OwnerReference
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.pod import kubelet_uid
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.status.phase import is_static_pod

MIRROR = "kubernetes.io/config.mirror"
CREATE_MS: Millis = 8
"""From the wish for a mirror until the API has it, as recorded."""
HOUSEKEEPING_MS = 2_000
BATCH_MS = 10_000

Key = tuple[str, str]
"""Namespace and name."""


class MirrorPods(Part):
    """The mirrors of this node's static Pods, as the API has them."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.mirrors: dict[Key, Pod] = self.process.memory("mirrors")
        self.on("mirror.create", self.create)
        self.on("mirror.tidy", self.tidy)
        self.on("mirror.sync", self.kl.status_manager.sync_pod)
        self.phase_ms = round(self.world.draw("status-phase", kl.node_name) * BATCH_MS)

    def changed(self, verb: str, mirror: Pod) -> None:
        """The API tells of a mirror: its static Pod is looked at again, or it is an orphan."""
        key = (mirror.metadata.namespace, mirror.metadata.name)
        known = self.mirrors.pop(key, None)
        if verb != "deleted":
            self.mirrors[key] = mirror
        static = self.kl.static_pods.named(*key)
        if static is None:
            self.tidy_later()
        elif verb == "deleted" or known is None:
            self.after(self._next_batch(), "mirror.sync", static.metadata.uid)
            self.kl.pod_manager.sync(static.metadata.uid)
        elif known.metadata.deletionTimestamp != mirror.metadata.deletionTimestamp:
            self.kl.pod_manager.sync(static.metadata.uid)

    def reconcile(self, pod: Pod) -> None:
        """Let the Pod have a mirror, if it is a static one, and no other than its own."""
        if not is_static_pod(pod):
            return
        meta = pod.metadata
        mirror = self.mirrors.get((meta.namespace, meta.name))
        if mirror is not None:
            if mirror.metadata.deletionTimestamp is None and kubelet_uid(mirror) == meta.uid:
                return
            self._delete(mirror)
        self.after(CREATE_MS, "mirror.create", meta.uid)

    def status_of(self, pod: Pod) -> PodStatus | None:
        """What the API knows of the Pod; of a static Pod its mirror tells."""
        mirror = self.mirrors.get((pod.metadata.namespace, pod.metadata.name))
        if mirror is not None and kubelet_uid(mirror) == pod.metadata.uid:
            return mirror.status
        return pod.status

    def create(self, uid: str) -> None:
        """`CreateMirrorPod`: a copy that is owned by the node; what is refused comes later."""
        pod = self.kl.pod_manager.pods.get(uid)
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if pod is None or node is None or node.metadata.deletionTimestamp is not None:
            return
        meta = pod.metadata
        if self.kl.api.find("Pod", meta.namespace, meta.name) is not None:
            return
        owner = OwnerReference("v1", "Node", node.metadata.name, node.metadata.uid, controller=True)
        meta = replace(meta, annotations={**meta.annotations, MIRROR: uid}, ownerReferences=[owner])
        try:
            self.kl.api.create(replace(pod, metadata=meta), rule="static-pod.mirror")
        except ApiError:
            return

    def _next_batch(self) -> Millis:
        """How long until the status manager looks at all Pods: a new mirror learns only then
        of a status that has not changed (`syncBatch`).
        """
        return BATCH_MS - (self.world.now - self.phase_ms) % BATCH_MS

    def static_pod_ended(self) -> None:
        """Some Pod is forgotten: if there are mirrors, one may have lost its static Pod."""
        if self.mirrors:
            self.tidy_later()

    def tidy_later(self) -> None:
        """Let the next housekeeping look for orphans."""
        now = self.world.now
        self.after(HOUSEKEEPING_MS - now % HOUSEKEEPING_MS, "mirror.tidy")

    def tidy(self) -> None:
        """Remove the mirrors of static Pods that are gone, and have ended."""
        for key, mirror in list(self.mirrors.items()):
            ending = self.kl.pod_workers.is_known(kubelet_uid(mirror))
            if self.kl.static_pods.named(*key) is None and not ending:
                self._delete(mirror)

    def _delete(self, mirror: Pod) -> None:
        meta = mirror.metadata
        present = self.kl.api.find("Pod", meta.namespace, meta.name)
        if present is not None and present.metadata.uid == meta.uid:
            self.kl.api.delete(
                "Pod", meta.namespace, meta.name, grace_seconds=0, rule="static-pod.mirror"
            )
