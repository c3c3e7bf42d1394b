"""The StatefulSet controller: one Pod after the other, in the order of their numbers.

With `podManagementPolicy: Parallel` they come and go all at once; updates stay ordered.

Mirrors pkg/controller/statefulset/stateful_set.go and stateful_set_control.go.
"""

from lightkube.models.apps_v1 import StatefulSet
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.ownership import claim, controller_of, owner_of_kind
from lifecycle.engine.controllers.pods import is_available, is_terminal, next_available
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.controllers.revisions import (
    current_revision,
    revision_of,
    template_of,
    truncate,
)
from lifecycle.engine.controllers.statefulset.identity import (
    claims_of,
    first_ordinal,
    ordinal_of,
    pod_of,
)
from lifecycle.engine.controllers.statefulset.retention import is_stale, with_owners
from lifecycle.engine.controllers.statefulset.status import (
    is_running_and_ready,
    stateful_set_status,
)
from lifecycle.engine.kernel.world import World

SOURCE = "statefulset-controller"
CLAIM = "PersistentVolumeClaim"


class StatefulSetController(Reconciler):
    """Makes, ends and updates the Pods of StatefulSets."""

    name = "statefulset"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("statefulset.set", self._set_changed)
        world.on("statefulset.pod", self._pod_changed)
        api.watch("StatefulSet", "statefulset.set")
        api.watch("Pod", "statefulset.pod", owners=("StatefulSet",))

    def _set_changed(self, verb: str, found: StatefulSet, old: StatefulSet | None) -> None:
        self.enqueue(found.metadata.namespace, found.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        owner = owner_of_kind(self._api, pod, "StatefulSet")
        if owner is not None:
            self.enqueue(owner.metadata.namespace, owner.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Publish what there is, and take the next step (`updateStatefulSet`)."""
        found = self._api.find("StatefulSet", namespace, name)
        if found is None:
            return
        pods = self._pods(found)
        update = current_revision(self._api, found)
        current = (found.status and found.status.currentRevision) or update
        status = stateful_set_status(found, pods, current, update, self._world.now)
        if status != found.status:
            changed = replace(found, status=status)
            found = self._api.update(changed, subresource="status")
        if found.metadata.deletionTimestamp is None:
            self._step(found, pods, current, update)
        truncate(self._api, found, [current, update, *(revision_of(pod) for pod in pods)])
        moment = next_available(pods, found.spec.minReadySeconds or 0, self._world.now)
        if moment is not None:
            self.enqueue(namespace, name, moment - self._world.now)

    def _pods(self, found: StatefulSet) -> list[Pod]:
        """Its Pods by number: those it owns, and orphans with its name."""
        prefix = f"{found.metadata.name}-"
        named = [
            pod
            for pod in self._api.list_claimable("Pod", found)
            if controller_of(pod) is not None or pod.metadata.name.startswith(prefix)
        ]
        return sorted(claim(self._api, found, found.spec.selector, named), key=ordinal_of)

    def _step(self, found: StatefulSet, pods: list[Pod], current: str, update: str) -> None:
        first = first_ordinal(found)
        count = found.spec.replicas if found.spec.replicas is not None else 1
        wanted = range(first, first + count)
        by_ordinal = {ordinal_of(pod): pod for pod in pods}
        ordered = (found.spec.podManagementPolicy or "OrderedReady") == "OrderedReady"
        for ordinal in wanted:
            pod = by_ordinal.get(ordinal)
            waits = self._process(found, pod, ordinal, current, update, ordered)
            if waits and ordered:
                return
        surplus = [pod for pod in pods if ordinal_of(pod) not in wanted]
        for pod in surplus:
            self._keep_claims(found, pod, wanted=False)
        if self._condemn(found, surplus[::-1], pods, ordered):
            return
        self._roll(found, [by_ordinal.get(ordinal) for ordinal in wanted], first, update)

    def _process(
        self,
        found: StatefulSet,
        pod: Pod | None,
        ordinal: int,
        current: str,
        update: str,
        ordered: bool,
    ) -> bool:
        """Look after one Pod that should be; True if nothing else may be done now."""
        if pod is None:
            self._create(found, ordinal, current, update)
            return ordered
        if is_terminal(pod):
            if pod.metadata.deletionTimestamp is None:
                self._recreate(found, pod)
            return True
        self._keep_claims(found, pod, wanted=True)
        if not ordered:
            return False
        leaving = pod.metadata.deletionTimestamp is not None
        return leaving or not self._is_available(found, pod)

    def _condemn(
        self, found: StatefulSet, surplus: list[Pod], pods: list[Pod], ordered: bool
    ) -> bool:
        """End what is too much, the highest number first; True if one must be awaited."""
        unhealthy = next((pod for pod in pods if not _is_healthy(pod)), None)
        for pod in surplus:
            if pod.metadata.deletionTimestamp is not None:
                if ordered:
                    return True
                continue
            if ordered and not self._is_available(found, pod) and pod is not unhealthy:
                return True
            self._delete(found, pod)
            if ordered:
                return True
        return False

    def _roll(self, found: StatefulSet, pods: list[Pod | None], first: int, update: str) -> None:
        """Replace Pods of older revisions, from the last to the partition."""
        strategy = found.spec.updateStrategy
        if strategy and strategy.type == "OnDelete":
            return
        rolling = strategy.rollingUpdate if strategy else None
        partition = (rolling.partition or 0) if rolling else 0
        for pod in reversed(pods):
            if pod is None or ordinal_of(pod) < first + partition:
                return
            leaving = pod.metadata.deletionTimestamp is not None
            if revision_of(pod) != update and not leaving:
                self._delete(found, pod)
                return
            if not _is_healthy(pod):
                return

    def _create(self, found: StatefulSet, ordinal: int, current: str, update: str) -> None:
        """Make the Pod, after the claims that it names."""
        rolling = found.spec.updateStrategy and found.spec.updateStrategy.rollingUpdate
        partition = (rolling.partition or 0) if rolling else 0
        revision = current if ordinal < first_ordinal(found) + partition else update
        for made in claims_of(found, ordinal):
            meta = made.metadata
            known = self._api.find(CLAIM, meta.namespace, meta.name)
            if known is None:
                self._api.create(made)
                self._say(found, "SuccessfulCreate", _claim_message(found, made, ordinal))
            elif known.metadata.deletionTimestamp or is_stale(known, _pod_name(found, ordinal)):
                raise ApiError(500, "", f"pvc {meta.name} is being deleted")
        template = template_of(self._api, found, revision)
        pod = pod_of(found, template, ordinal, revision)
        what = f"create Pod {pod.metadata.name} in StatefulSet {found.metadata.name}"
        try:
            pod = self._api.create(pod, rule="statefulset.next", fields=("spec.replicas",))
        except ApiError as refusal:
            self._say(found, "FailedCreate", f"{what} failed error: {refusal.message}", "Warning")
            raise
        self._keep_claims(found, pod, wanted=True)
        self._say(found, "SuccessfulCreate", f"{what.replace('c', 'C', 1)} successful")

    def _keep_claims(self, found: StatefulSet, pod: Pod, *, wanted: bool) -> None:
        """Let the Pod's claims belong to whom they go with (`UpdatePodClaimForRetentionPolicy`)."""
        for made in claims_of(found, ordinal_of(pod)):
            known = self._api.find(CLAIM, made.metadata.namespace, made.metadata.name)
            if known is None:
                continue
            changed = with_owners(known, found, pod, wanted=wanted)
            if changed is not known:
                self._api.update(changed)

    def _delete(self, found: StatefulSet, pod: Pod) -> None:
        meta = pod.metadata
        self._api.delete("Pod", meta.namespace, meta.name, uid=meta.uid)
        message = f"Delete Pod {meta.name} in StatefulSet {found.metadata.name} successful"
        self._say(found, "SuccessfulDelete", message)

    def _recreate(self, found: StatefulSet, pod: Pod) -> None:
        """A Pod that has ended goes, so that it can come again."""
        failed = pod.status.phase == "Failed"
        word = "failed" if failed else "terminated"
        meta = found.metadata
        message = (
            f"StatefulSet {meta.namespace}/{meta.name} is recreating {word} Pod {pod.metadata.name}"
        )
        reason = "RecreatingFailedPod" if failed else "RecreatingTerminatedPod"
        self._say(found, reason, message, "Warning" if failed else "Normal")
        self._delete(found, pod)

    def _is_available(self, found: StatefulSet, pod: Pod) -> bool:
        seconds = found.spec.minReadySeconds or 0
        return is_running_and_ready(pod) and is_available(pod, seconds, self._world.now)

    def _say(self, found: StatefulSet, reason: str, message: str, kind: str = "Normal") -> None:
        cause, self._world.cause = self._world.cause, len(self._world.records)
        self._api.record_event(found, kind, reason, message, SOURCE)
        self._world.cause = cause


def _is_healthy(pod: Pod) -> bool:
    return is_running_and_ready(pod) and pod.metadata.deletionTimestamp is None


def _pod_name(found: StatefulSet, ordinal: int) -> str:
    return f"{found.metadata.name}-{ordinal}"


def _claim_message(found: StatefulSet, made, ordinal: int) -> str:
    name = found.metadata.name
    return f"Create Claim {made.metadata.name} Pod {name}-{ordinal} in StatefulSet {name} success"
