"""The DaemonSet controller: makes a Pod for each node, and replaces old ones bit by bit.

A Pod that has ended is deleted, and the next is made as soon as it has ended, before its
object is gone.

Mirrors pkg/controller/daemon/daemon_controller.go and update.go.
"""

from lightkube.models.apps_v1 import DaemonSet, DaemonSetStatus
from lightkube.models.core_v1 import Node, Pod
from msgspec.structs import replace

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.daemonset.failed_pods import FailedPods
from lifecycle.engine.controllers.daemonset.placement import (
    pod_for,
    should_continue,
    should_run,
    target_node,
)
from lifecycle.engine.controllers.daemonset.rolling import limits, rolling_update
from lifecycle.engine.controllers.ownership import claim, owner_of_kind
from lifecycle.engine.controllers.podcontrol import PodControl
from lifecycle.engine.controllers.pods import is_available, is_ready, is_terminal, next_available
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.controllers.revisions import (
    current_revision,
    marked,
    revision_of,
    truncate,
)
from lifecycle.engine.kernel.world import World

SOURCE = "daemonset-controller"
ByNode = dict[str, list[Pod]]


class DaemonSetController(Reconciler):
    """Keeps one Pod of each set on every node that fits."""

    name = "daemonset"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        self._control = PodControl(world, api, SOURCE)
        self._failed = FailedPods(world)
        world.on("daemonset.set", self._set_changed)
        world.on("daemonset.pod", self._pod_changed)
        world.on("daemonset.node", self._node_changed)
        api.watch("DaemonSet", "daemonset.set")
        api.watch("Pod", "daemonset.pod", owners=("DaemonSet",))
        api.watch("Node", "daemonset.node")

    def _set_changed(self, verb: str, found: DaemonSet, old: DaemonSet | None) -> None:
        self.enqueue(found.metadata.namespace, found.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        owner = owner_of_kind(self._api, pod, "DaemonSet")
        if owner is not None:
            self.enqueue(owner.metadata.namespace, owner.metadata.name)

    def _node_changed(self, verb: str, node: Node, old: Node | None) -> None:
        same = old is not None and node.spec == old.spec
        if verb == "modified" and same and node.metadata.labels == old.metadata.labels:
            return
        for found in self._api.list("DaemonSet"):
            self.enqueue(found.metadata.namespace, found.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Compare nodes with Pods (`syncDaemonSet`)."""
        found = self._api.find("DaemonSet", namespace, name)
        if found is None or found.metadata.deletionTimestamp is not None:
            return
        revision = current_revision(self._api, found)
        candidates = self._api.list_claimable("Pod", found)
        pods = claim(self._api, found, found.spec.selector, candidates)
        by_node: ByNode = {}
        for pod in pods:
            by_node.setdefault(target_node(pod), []).append(pod)
        nodes = self._api.list("Node")
        if not self._manage(found, nodes, by_node, revision):
            self._roll(found, nodes, by_node, revision)
        self._publish(found, nodes, by_node, revision)
        truncate(self._api, found, [revision, *(_revision(found, pod) for pod in pods)])
        moment = next_available(pods, found.spec.minReadySeconds or 0, self._world.now)
        if moment is not None:
            self.enqueue(namespace, name, moment - self._world.now)

    def _manage(self, found: DaemonSet, nodes: list[Node], by_node: ByNode, revision: str) -> bool:
        """Make what is missing, delete what is wrong (`podsShouldBeOnNode`); was there anything?

        If there was, an update waits until its outcome is seen.
        """
        label = _hash(found, revision)
        before = len(self._world.records)
        for node in nodes:
            here = [p for p in by_node.get(node.metadata.name, []) if not _is_leaving(p)]
            if should_run(found, node) and not here:
                self._create(found, node.metadata.name, label)
            elif not should_continue(found, node):
                self._delete(found, here)
            else:
                for pod in [pod for pod in here if is_terminal(pod)]:
                    self._bury(found, pod, node)
                running = [pod for pod in here if _is_staying(pod)]
                self._delete(found, self._too_many(found, running, label))
        known = [node.metadata.name for node in nodes]
        for name, pods in by_node.items():
            if name and name not in known:
                self._delete(found, pods)
        return len(self._world.records) > before

    def _create(self, found: DaemonSet, node: str, label: str) -> None:
        pod = marked(pod_for(found, node), label)
        self._control.create(found, pod, "daemonset.node", ())

    def _too_many(self, found: DaemonSet, running: list[Pod], label: str) -> list[Pod]:
        """All but the oldest; with maxSurge one of each revision may stay for a while."""
        ordered = _by_age(running)
        if limits(found, 1)[0] == 0:
            return ordered[1:]
        new = [pod for pod in ordered if revision_of(pod) == label]
        old = [pod for pod in ordered if revision_of(pod) != label]
        surplus = new[1:] + old[1:]
        if new and old:
            seconds = found.spec.minReadySeconds or 0
            if not is_ready(old[0]) or is_available(new[0], seconds, self._world.now):
                surplus.append(old[0])
        return surplus

    def _bury(self, found: DaemonSet, pod: Pod, node: Node) -> None:
        """Delete a Pod that has ended, and say so; one that has failed not too often."""
        failed = pod.status.phase == "Failed"
        if failed and (left := self._failed.left(found, node.metadata.name)):
            self.enqueue(found.metadata.namespace, found.metadata.name, left)
            return
        if failed:
            self._failed.count(found, node.metadata.name)
        meta = pod.metadata
        message = (
            f"Found {'failed' if failed else 'succeeded'} daemon pod {meta.namespace}/{meta.name} "
            f"on node {node.metadata.name}, will try to {'kill' if failed else 'delete'} it"
        )
        reason = "FailedDaemonPod" if failed else "SucceededDaemonPod"
        self._api.record_event(found, "Warning" if failed else "Normal", reason, message, SOURCE)
        self._control.delete(found, pod)

    def _delete(self, found: DaemonSet, pods: list[Pod]) -> None:
        for pod in pods:
            if pod.metadata.deletionTimestamp is None:
                self._control.delete(found, pod)

    def _roll(self, found: DaemonSet, nodes: list[Node], by_node: ByNode, revision: str) -> None:
        """Replace Pods of older revisions, as many as may be at a time (`rollingUpdate`)."""
        strategy = found.spec.updateStrategy
        if strategy and strategy.type == "OnDelete":
            return
        label = _hash(found, revision)
        wanted = sum(should_run(found, node) for node in nodes)
        here = {
            name: [pod for pod in pods if not _is_leaving(pod)] for name, pods in by_node.items()
        }
        step = rolling_update(found, here, label, wanted, self._world.now)
        self._delete(found, step.delete)
        for name in step.surge:
            self._create(found, name, label)

    def _publish(self, found: DaemonSet, nodes: list[Node], by_node: ByNode, revision: str) -> None:
        """Counts over the nodes (`updateDaemonSetStatus`)."""
        seconds, label = found.spec.minReadySeconds or 0, _hash(found, revision)
        desired = current = misplaced = ready = available = updated = 0
        for node in nodes:
            living = [p for p in by_node.get(node.metadata.name, []) if not is_terminal(p)]
            if not should_run(found, node):
                misplaced += bool(living)
                continue
            desired += 1
            if not living:
                continue
            current += 1
            pod = _by_age(living)[0]
            ready += is_ready(pod)
            available += is_available(pod, seconds, self._world.now)
            updated += revision_of(pod) == label
        status = DaemonSetStatus(
            currentNumberScheduled=current,
            desiredNumberScheduled=desired,
            numberMisscheduled=misplaced,
            numberReady=ready,
            numberAvailable=available or None,
            numberUnavailable=desired - available or None,
            observedGeneration=found.metadata.generation,
            updatedNumberScheduled=updated or None,
        )
        if status != found.status:
            self._api.update(replace(found, status=status), subresource="status")


def _is_leaving(pod: Pod) -> bool:
    """Whether the Pod has ended and is being deleted: it holds up no other."""
    return is_terminal(pod) and pod.metadata.deletionTimestamp is not None


def _is_staying(pod: Pod) -> bool:
    return not is_terminal(pod) and pod.metadata.deletionTimestamp is None


def _by_age(pods: list[Pod]) -> list[Pod]:
    """Those that run first, and of these the oldest (`podByCreationTimestampAndPhase`)."""
    return sorted(
        pods, key=lambda pod: (pod.status.phase != "Running", pod.metadata.creationTimestamp)
    )


def _hash(found: DaemonSet, revision: str) -> str:
    return revision.removeprefix(f"{found.metadata.name}-")


def _revision(found: DaemonSet, pod: Pod) -> str:
    return f"{found.metadata.name}-{revision_of(pod)}"
