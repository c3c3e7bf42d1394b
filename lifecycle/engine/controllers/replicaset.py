"""ReplicaSets: as many Pods of a template as are wanted, no matter which.

A Pod that is deleted is replaced at once, not when it has gone. ReplicationControllers are
the same with an older selector: see `replicationcontroller`.

Mirrors pkg/controller/replicaset/replica_set.go.
"""

from typing import Any

from lightkube.models.apps_v1 import ReplicaSet, ReplicaSetStatus
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.selectors import matches
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.ownership import (
    claim,
    controller_of,
    is_controlled_by,
    owner_of_kind,
)
from lifecycle.engine.controllers.podcontrol import PodControl
from lifecycle.engine.controllers.podranking import pods_to_delete
from lifecycle.engine.controllers.pods import (
    is_active,
    is_terminal,
    next_available,
    pod_from_template,
)
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.controllers.replicasetstatus import (
    counted,
    replica_set_status,
    tallied,
)
from lifecycle.engine.kernel.world import World

BURST = 500
"""So many Pods are made or deleted in one look at most (`BurstReplicas`)."""


class ReplicaSetController(Reconciler):
    """Makes and deletes Pods until there are `spec.replicas`."""

    name = "replicaset"
    kind = "ReplicaSet"
    source = "replicaset-controller"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        self._pods = PodControl(world, api, self.source)
        world.on(f"{self.name}.set", self._set_changed)
        world.on(f"{self.name}.pod", self._pod_changed)
        api.watch(self.kind, f"{self.name}.set")
        api.watch("Pod", f"{self.name}.pod", owners=(self.kind, ""))

    def read(self, found: Any) -> ReplicaSet:
        """The object as a ReplicaSet."""
        return found

    def write(self, found: Any, status: ReplicaSetStatus) -> Any:
        """The object with the status of its ReplicaSet."""
        return replace(found, status=status)

    def _set_changed(self, verb: str, found: Any, old: Any) -> None:
        if verb != "modified" or old is None or found.spec != old.spec:
            self.enqueue(found.metadata.namespace, found.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        versions = [pod]
        if old is not None and old.metadata.ownerReferences is not pod.metadata.ownerReferences:
            versions.append(old)
        for version in versions:
            owner = owner_of_kind(self._api, version, self.kind)
            if owner is not None:
                self.enqueue(owner.metadata.namespace, owner.metadata.name)
        if controller_of(pod) is None and pod.metadata.labels:
            for found in map(self.read, self._api.list(self.kind, pod.metadata.namespace)):
                if matches(found.spec.selector, pod.metadata.labels):
                    self.enqueue(found.metadata.namespace, found.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Make up the difference, then publish what there was before (`syncReplicaSet`)."""
        stored = self._api.find(self.kind, namespace, name)
        if stored is None:
            return
        found = self.read(stored)
        active: list[Pod] = []
        tally = counted(found, *self._api.count_claimable(found))
        if tally is None or tally.active > _wanted(found):
            pods = self._claim(found)
            active = [pod for pod in pods if pod.metadata.deletionTimestamp is None]
            tally = tallied(found, active, len(pods) - len(active), self._world.now)
        self.soon(namespace, name, tally.active + tally.terminating)
        failure = None
        if found.metadata.deletionTimestamp is None:
            failure = self._manage(found, tally.active, active)
        status = replica_set_status(found, tally, failure, self._world.now)
        if status != found.status:
            self._api.update(self.write(stored, status), subresource="status")
        self._look_again(found, active)
        if failure is not None:
            raise failure

    def _claim(self, found: ReplicaSet) -> list[Pod]:
        """Its Pods that have not ended, adopted and released as need be."""
        pods = [pod for pod in self._api.list_claimable("Pod", found) if not is_terminal(pod)]
        return claim(self._api, found, found.spec.selector, pods)

    def _manage(self, found: ReplicaSet, count: int, active: list[Pod]) -> ApiError | None:
        """Create or delete Pods; the refusal, if one was met (`manageReplicas`).

        `active` need not be given where there are too few of them.
        """
        missing = _wanted(found) - count
        pod = set_defaults(pod_from_template(found.spec.template, found))
        try:
            for made in range(min(missing, BURST)):
                self._pods.create(found, pod, "replicaset.replicas", again=made > 0)
        except ApiError as refusal:
            return refusal
        if missing < 0:
            doomed = pods_to_delete(
                active,
                min(-missing, BURST),
                self._world.now,
                self._related(found, active),
                self._api.version.logarithmic_scale_down,
            )
            for pod in doomed:
                self._pods.delete(found, pod, "replicaset.replicas")
        return None

    def _related(self, found: ReplicaSet, active: list[Pod]) -> list[Pod]:
        """The Pods of its Deployment's other ReplicaSets, too (`getIndirectlyRelatedPods`)."""
        owner = owner_of_kind(self._api, found, "Deployment")
        if owner is None:
            return active
        siblings = [
            each
            for each in self._api.list_claimable(self.kind, owner)
            if is_controlled_by(each, owner) and each.metadata.uid != found.metadata.uid
        ]
        return active + [
            pod
            for sibling in siblings
            for pod in self._api.list_claimable("Pod", sibling)
            if is_controlled_by(pod, sibling) and is_active(pod)
        ]

    def _look_again(self, found: ReplicaSet, active: list[Pod]) -> None:
        """Come back when the next ready Pod has been ready long enough."""
        moment = next_available(active, found.spec.minReadySeconds or 0, self._world.now)
        if moment is not None:
            meta = found.metadata
            self.enqueue(meta.namespace, meta.name, moment - self._world.now)


def _wanted(found: ReplicaSet) -> int:
    return found.spec.replicas if found.spec.replicas is not None else 1
