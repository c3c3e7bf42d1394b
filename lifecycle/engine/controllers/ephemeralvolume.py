"""Makes the claims of Pods' ephemeral volumes; they belong to the Pod and go with it.

Mirrors pkg/controller/volume/ephemeral/controller.go.
"""

from lightkube.models.core_v1 import PersistentVolumeClaim, Pod, Volume
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.pod import claim_name
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.ownership import is_controlled_by, new_controller_ref
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.world import World

SOURCE = "ephemeral_volume"


class EphemeralVolumeController(Reconciler):
    """Looks at Pods that are new, and again at those whose claim somebody deleted."""

    name = "ephemeralvolume"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("ephemeralvolume.pod", self._pod_changed)
        world.on("ephemeralvolume.claim", self._claim_changed)
        api.watch("Pod", "ephemeralvolume.pod")
        api.watch("PersistentVolumeClaim", "ephemeralvolume.claim")

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        if verb == "added" and any(volume.ephemeral for volume in pod.spec.volumes or ()):
            self.enqueue(pod.metadata.namespace, pod.metadata.name)

    def _claim_changed(
        self, verb: str, claim: PersistentVolumeClaim, old: PersistentVolumeClaim | None
    ) -> None:
        owners = claim.metadata.ownerReferences or ()
        if verb == "deleted":
            for owner in (owner for owner in owners if owner.kind == "Pod"):
                self.enqueue(claim.metadata.namespace, owner.name)

    def sync(self, namespace: str, name: str) -> None:
        """Make the claims that are missing."""
        pod = self._api.find("Pod", namespace, name)
        if pod is None or pod.metadata.deletionTimestamp:
            return
        for volume in pod.spec.volumes or ():
            if volume.ephemeral is None:
                continue
            try:
                self._provide(pod, volume)
            except ApiError as error:
                message = f"ephemeral volume {volume.name}: {error.message}"
                self._api.record_event(pod, "Warning", "FailedBinding", message, SOURCE)
                raise

    def _provide(self, pod: Pod, volume: Volume) -> None:
        namespace, name = pod.metadata.namespace, claim_name(pod, volume)
        claim = self._api.find("PersistentVolumeClaim", namespace, name)
        if claim is None:
            self._api.create(_claim_of(pod, volume, name))
        elif not is_controlled_by(claim, pod):
            whose = f"{namespace}/{name} was not created for pod {namespace}/{pod.metadata.name}"
            raise ApiError(409, "Conflict", f"PVC {whose} (pod is not owner)")


def _claim_of(pod: Pod, volume: Volume, name: str) -> PersistentVolumeClaim:
    template = volume.ephemeral.volumeClaimTemplate
    given = template.metadata or ObjectMeta()
    metadata = replace(
        ObjectMeta(name=name, namespace=pod.metadata.namespace),
        labels=given.labels,
        annotations=given.annotations,
        ownerReferences=[new_controller_ref(pod)],
    )
    return PersistentVolumeClaim(
        apiVersion="v1", kind="PersistentVolumeClaim", metadata=metadata, spec=template.spec
    )
