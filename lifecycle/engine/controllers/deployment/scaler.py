"""Making ReplicaSets larger and smaller, and making new ones, with the events that tell it.

Mirrors `scaleReplicaSetAndRecordEvent` and `getNewReplicaSet` of
pkg/controller/deployment/sync.go.
"""

from lightkube.models.apps_v1 import Deployment, DeploymentStatus, ReplicaSet, ReplicaSetSpec
from lightkube.models.meta_v1 import LabelSelector, ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.deployment import conditions, replicasets
from lifecycle.engine.controllers.deployment.limits import new_set_size
from lifecycle.engine.controllers.deployment.revisions import as_new, with_revision, with_sizes
from lifecycle.engine.controllers.deployment.templatehash import HASH_LABEL, template_hash
from lifecycle.engine.controllers.ownership import new_controller_ref
from lifecycle.engine.kernel.world import World

SOURCE = "deployment-controller"


class Scaler:
    """Writes ReplicaSets on behalf of Deployments."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api

    def scale(
        self, deployment: Deployment, found: ReplicaSet, size: int, field: str = "spec.replicas"
    ) -> bool:
        """Give the ReplicaSet that size, and say so; False if it has it already.

        `field` of the Deployment is what decided.
        """
        before = replicasets.size(found)
        if before == size:
            return False
        self.resize(deployment, found, size, field)
        return True

    def resize(
        self, deployment: Deployment, found: ReplicaSet, size: int, field: str = "spec.replicas"
    ) -> None:
        """Write size and annotations, as far as they differ (`scaleReplicaSet`)."""
        before = replicasets.size(found)
        changed = with_sizes(found, deployment)
        changed = replace(changed, spec=replace(changed.spec, replicas=size))
        if changed == found:
            return
        self._api.update(changed, rule="deployment.scale", fields=(field,))
        if before != size:
            self._say(deployment, found.metadata.name, before, size)

    def new_set(
        self, deployment: Deployment, sets: list[ReplicaSet], create: bool
    ) -> tuple[Deployment, ReplicaSet | None]:
        """The ReplicaSet of the Deployment's template, made if `create` says so."""
        existing = replicasets.find_new(deployment, sets)
        old = replicasets.old_ones(sets, existing)
        revision = max((replicasets.revision_of(rs) for rs in old), default=0) + 1
        if existing is not None:
            return self._take(deployment, existing, revision)
        if not create:
            return deployment, None
        return self._make(deployment, sets, revision)

    def current(self, found: ReplicaSet) -> ReplicaSet | None:
        """The ReplicaSet as it is now."""
        meta = found.metadata
        return self._api.find("ReplicaSet", meta.namespace, meta.name)

    def delete(self, found: ReplicaSet) -> None:
        """Delete a ReplicaSet of the history."""
        meta = found.metadata
        self._api.delete("ReplicaSet", meta.namespace, meta.name, uid=meta.uid)

    def _take(
        self, deployment: Deployment, existing: ReplicaSet, revision: int
    ) -> tuple[Deployment, ReplicaSet]:
        """An old version is the new one again: it gets the newest revision."""
        changed = as_new(existing, deployment, revision)
        min_ready = deployment.spec.minReadySeconds
        changed = replace(changed, spec=replace(changed.spec, minReadySeconds=min_ready))
        changed = self._api.update(changed)
        deployment = with_revision(deployment, str(replicasets.revision_of(changed)))
        status = deployment.status or DeploymentStatus()
        known = get_condition(status, conditions.PROGRESSING)
        if conditions.has_deadline(deployment) and known is None:
            message = f'Found new replica set "{changed.metadata.name}"'
            status = self._progressing(status, conditions.NEW_FOUND, message)
        return self._publish(deployment, status), changed

    def _make(
        self, deployment: Deployment, sets: list[ReplicaSet], revision: int
    ) -> tuple[Deployment, ReplicaSet]:
        size = new_set_size(deployment, sets, 0)
        made = self._template(deployment, size)
        made = with_sizes(as_new(made, deployment, revision), deployment)
        made = self._api.create(made, rule="deployment.template", fields=("spec.template",))
        if size:
            self._say(deployment, made.metadata.name, 0, size)
        status = deployment.status or DeploymentStatus()
        if conditions.has_deadline(deployment):
            message = f'Created new replica set "{made.metadata.name}"'
            status = self._progressing(status, conditions.NEW_CREATED, message)
        return self._publish(with_revision(deployment, str(revision)), status), made

    def _template(self, deployment: Deployment, size: int) -> ReplicaSet:
        """A new ReplicaSet for the template, its Pods told apart by the hash label."""
        spec, meta = deployment.spec, deployment.metadata
        collisions = deployment.status.collisionCount if deployment.status else None
        label = {HASH_LABEL: template_hash(spec.template, collisions)}
        template_meta = spec.template.metadata or ObjectMeta()
        labels = {**(template_meta.labels or {}), **label}
        selector = spec.selector or LabelSelector()
        return ReplicaSet(
            apiVersion="apps/v1",
            kind="ReplicaSet",
            metadata=ObjectMeta(
                name=f"{meta.name}-{label[HASH_LABEL]}",
                namespace=meta.namespace,
                labels=labels,
                ownerReferences=[new_controller_ref(deployment)],
            ),
            spec=ReplicaSetSpec(
                replicas=size,
                minReadySeconds=spec.minReadySeconds,
                selector=replace(selector, matchLabels={**(selector.matchLabels or {}), **label}),
                template=replace(spec.template, metadata=replace(template_meta, labels=labels)),
            ),
        )

    def _progressing(self, status: DeploymentStatus, reason: str, message: str):
        new = conditions.condition(conditions.PROGRESSING, "True", reason, message, self._world.now)
        return conditions.with_condition(status, new)

    def _publish(self, deployment: Deployment, status: DeploymentStatus) -> Deployment:
        changed = replace(deployment, status=status)
        return self._api.update(changed, subresource="status")

    def _say(self, deployment: Deployment, name: str, before: int, after: int) -> None:
        direction = "up" if after > before else "down"
        message = f"Scaled {direction} replica set {name} from {before} to {after}"
        cause, self._world.cause = self._world.cause, len(self._world.records)
        self._api.record_event(deployment, "Normal", "ScalingReplicaSet", message, SOURCE)
        self._world.cause = cause
