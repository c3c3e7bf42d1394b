"""The Deployment controller: from a template to its Pods, by way of ReplicaSets.

Mirrors pkg/controller/deployment/deployment_controller.go.
"""

from lightkube.models.apps_v1 import Deployment, DeploymentStatus, ReplicaSet
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.deployment import conditions, replicasets
from lifecycle.engine.controllers.deployment.limits import is_rolling
from lifecycle.engine.controllers.deployment.proportional import is_scaling, scale
from lifecycle.engine.controllers.deployment.recreate import old_pods_running, stop_old
from lifecycle.engine.controllers.deployment.rolling import roll
from lifecycle.engine.controllers.deployment.scaler import Scaler
from lifecycle.engine.controllers.deployment.status import calculate_status, rollout_status
from lifecycle.engine.controllers.ownership import claim, owner_of_kind
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.world import World

HISTORY_LIMIT = 10
NO_LIMIT = 2**31 - 1


class DeploymentController(Reconciler):
    """Rolls out templates."""

    name = "deployment"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        self._scaler = Scaler(world, api)
        world.on("deployment.deployment", self._deployment_changed)
        world.on("deployment.set", self._set_changed)
        world.on("deployment.pod", self._pod_changed)
        api.watch("Deployment", "deployment.deployment")
        api.watch("ReplicaSet", "deployment.set")
        api.watch("Pod", "deployment.pod", owners=("ReplicaSet",))

    def _deployment_changed(self, verb: str, found: Deployment, old: Deployment | None) -> None:
        self.enqueue(found.metadata.namespace, found.metadata.name)

    def _set_changed(self, verb: str, found: ReplicaSet, old: ReplicaSet | None) -> None:
        for version in (found, old):
            owner = version and owner_of_kind(self._api, version, "Deployment")
            if owner:
                self.enqueue(owner.metadata.namespace, owner.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        """Only a Recreate waits for Pods to go; the rest is told by the ReplicaSets."""
        if verb != "deleted":
            return
        owner = owner_of_kind(self._api, pod, "ReplicaSet")
        deployment = owner and owner_of_kind(self._api, owner, "Deployment")
        if deployment and not is_rolling(deployment):
            self.enqueue(deployment.metadata.namespace, deployment.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Take the next step of the rollout, and publish how far it got."""
        deployment = self._api.find("Deployment", namespace, name)
        if deployment is None:
            return
        selector = deployment.spec.selector
        sets = claim(
            self._api, deployment, selector, self._api.list_claimable("ReplicaSet", deployment)
        )
        if deployment.metadata.deletionTimestamp:
            new = replicasets.find_new(deployment, sets)
            self._publish(deployment, calculate_status(deployment, sets, new, self._world.now))
            return
        deployment = self._check_paused(deployment)
        if deployment.spec.paused or is_scaling(deployment, sets):
            self._sync_sizes(deployment, sets)
        elif is_rolling(deployment):
            self._roll(deployment, sets)
        else:
            self._recreate(deployment, sets)

    def _check_paused(self, deployment: Deployment) -> Deployment:
        """Say once that the rollout was paused or resumed (`checkPausedConditions`)."""
        status = deployment.status or DeploymentStatus()
        known = get_condition(status, conditions.PROGRESSING)
        if not conditions.has_deadline(deployment):
            return deployment
        if known is not None and known.reason == conditions.TIMED_OUT:
            return deployment
        is_paused = known is not None and known.reason == conditions.PAUSED
        if bool(deployment.spec.paused) == is_paused:
            return deployment
        reason = conditions.RESUMED if is_paused else conditions.PAUSED
        said = conditions.condition(
            conditions.PROGRESSING,
            "Unknown",
            reason,
            f"Deployment is {'resumed' if is_paused else 'paused'}",
            self._world.now,
        )
        status = conditions.with_condition(status, said)
        return self._api.update(replace(deployment, status=status), subresource="status")

    def _sync_sizes(self, deployment: Deployment, sets: list[ReplicaSet]) -> None:
        """Scale without rolling (`sync`)."""
        deployment, new = self._scaler.new_set(deployment, sets, create=False)
        old = replicasets.old_ones(sets, new)
        scale(self._scaler, deployment, new, old)
        if deployment.spec.paused:
            self._clean_up(deployment, old)
        sets, new = self._fresh(sets, new)
        self._publish(deployment, calculate_status(deployment, sets, new, self._world.now))

    def _roll(self, deployment: Deployment, sets: list[ReplicaSet]) -> None:
        deployment, new = self._scaler.new_set(deployment, sets, create=True)
        old = replicasets.old_ones(sets, new)
        moved = roll(self._scaler, deployment, new, old)
        self._finish(deployment, old, new, moved)

    def _recreate(self, deployment: Deployment, sets: list[ReplicaSet]) -> None:
        deployment, new = self._scaler.new_set(deployment, sets, create=False)
        old = replicasets.old_ones(sets, new)
        moved = stop_old(self._scaler, deployment, old)
        pods = self._api.list("Pod", deployment.metadata.namespace)
        if not moved and not old_pods_running(pods, old):
            deployment, new = self._scaler.new_set(deployment, sets, create=True)
            self._scaler.scale(deployment, new, replicasets.wanted(deployment))
        self._finish(deployment, old, new, moved)

    def _finish(
        self, deployment: Deployment, old: list[ReplicaSet], new: ReplicaSet | None, moved: bool
    ) -> None:
        """Publish the rollout's status (`syncRolloutStatus`)."""
        status = deployment.status or DeploymentStatus()
        if not moved and conditions.is_complete(deployment, status):
            self._clean_up(deployment, old)
        sets, new = self._fresh([*old, new] if new else old, new)
        status = rollout_status(deployment, sets, new, self._world.now)
        self._publish(deployment, status)
        left = conditions.time_left(deployment, status, self._world.now)
        if left is not None and not conditions.is_complete(deployment, status):
            meta = deployment.metadata
            self.enqueue(meta.namespace, meta.name, max(left, 0) + 1000)

    def _fresh(
        self, sets: list[ReplicaSet], new: ReplicaSet | None
    ) -> tuple[list[ReplicaSet], ReplicaSet | None]:
        """The ReplicaSets as they are after this sync's own writes."""
        current = [rs for rs in map(self._scaler.current, sets) if rs is not None]
        return current, self._scaler.current(new) if new else None

    def _publish(self, deployment: Deployment, status: DeploymentStatus) -> None:
        if deployment.status != status:
            self._api.update(replace(deployment, status=status), subresource="status")

    def _clean_up(self, deployment: Deployment, old: list[ReplicaSet]) -> None:
        """Forget versions beyond the history's limit (`cleanupDeployment`)."""
        limit = deployment.spec.revisionHistoryLimit
        limit = HISTORY_LIMIT if limit is None else limit
        alive = [rs for rs in old if rs.metadata.deletionTimestamp is None]
        surplus = len(alive) - limit
        if limit == NO_LIMIT or surplus <= 0:
            return
        for found in sorted(alive, key=replicasets.revision_of)[:surplus]:
            status = found.status
            seen = (status.observedGeneration or 0) if status else 0
            busy = replicasets.size(found) or (status and status.replicas)
            if not busy and (found.metadata.generation or 0) <= seen:
                self._scaler.delete(found)
