"""The kubelet of one node: what comes in, and which of its parts hears of it.

Three things make it look at a Pod: a change in the API, an event of the runtime that a
relist has found, and the clock (its work queue, its probes). All of them end in a wish for
the Pod's worker.

Mirrors pkg/kubelet/kubelet.go (`syncLoopIteration` and its handlers).
"""

from typing import Any

from lightkube.models.core_v1 import Pod, PodStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, with_condition
from lifecycle.engine.api.pod import is_terminal, visit_containers
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.cri.network import Network
from lifecycle.engine.cri.runtime import Runtime
from lifecycle.engine.cri.status import EXITED, RUNNING, PodRuntime
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubelet import texts
from lifecycle.engine.kubelet.active_deadline import ActiveDeadline
from lifecycle.engine.kubelet.admission import Admission
from lifecycle.engine.kubelet.allocation import Allocation
from lifecycle.engine.kubelet.environment import Environment
from lifecycle.engine.kubelet.eviction import EvictionManager
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.handlers import Handlers
from lifecycle.engine.kubelet.heartbeat import Heartbeat
from lifecycle.engine.kubelet.image_manager import ImageManager
from lifecycle.engine.kubelet.kuberuntime.actions import PodActions
from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from lifecycle.engine.kubelet.kuberuntime.crash_backoff import CrashBackoff
from lifecycle.engine.kubelet.kuberuntime.kill_container import KillContainers
from lifecycle.engine.kubelet.kuberuntime.kill_pod import KillPod
from lifecycle.engine.kubelet.kuberuntime.restart_in_place import RestartInPlace
from lifecycle.engine.kubelet.kuberuntime.restart_rules import should_all_containers_restart
from lifecycle.engine.kubelet.kuberuntime.start_container import StartContainer
from lifecycle.engine.kubelet.kuberuntime.sync import Kuberuntime
from lifecycle.engine.kubelet.kuberuntime.termination_turns import TerminationTurns
from lifecycle.engine.kubelet.part import Process
from lifecycle.engine.kubelet.pleg import DIED, REMOVED, Pleg, PodLifecycleEvent
from lifecycle.engine.kubelet.pod_workers import (
    CREATE,
    KILL,
    SYNC,
    UPDATE,
    PodWorkers,
    Update,
)
from lifecycle.engine.kubelet.prober.manager import ProbeManager
from lifecycle.engine.kubelet.prober.prober import Prober
from lifecycle.engine.kubelet.reason_cache import ReasonCache
from lifecycle.engine.kubelet.recorder import WARNING, Recorder
from lifecycle.engine.kubelet.status.conditions import (
    READY,
    generate_pod_ready_condition,
    generate_pod_ready_to_start_containers_condition,
)
from lifecycle.engine.kubelet.status.generate import generate_api_pod_status
from lifecycle.engine.kubelet.status_manager import StatusManager
from lifecycle.engine.kubelet.sync_pod import SyncPod
from lifecycle.engine.kubelet.terminate_pod import TerminatedPod, TerminatingPod
from lifecycle.engine.kubelet.volumes import Volumes
from lifecycle.engine.kubelet.work_queue import WorkQueue

START_MS = 1300
"""From the start of the process until it looks at its Pods."""


class Kubelet:
    """One node's kubelet; `kl` to its parts."""

    def __init__(
        self,
        world: World,
        api: ApiServer,
        runtime: Runtime,
        network: Network,
        node_name: str,
        gates: Gates = V1_36,
    ) -> None:
        self.world, self.api, self.runtime, self.network = world, api, runtime, network
        self.node_name, self.gates = node_name, gates
        self.texts = texts.V1_36 if gates == V1_36 else texts.V1_20
        self.process = Process(world, node_name)
        self.heartbeat = Heartbeat(world, api, node_name)
        self.pods: dict[str, Pod] = self.process.memory("pods")
        self.attempts: dict[tuple[str, str], int] = world.table(f"kubelet/{node_name}/attempts")
        self.images_of_containers: dict[str, str] = world.table(f"kubelet/{node_name}/images")
        self._make_parts()
        self.process.on("pod", self.pod_changed)
        self.process.on("retry-resizes", self.allocation.retry)
        world.on(f"kubelet/{node_name}.watch", self._watched)
        world.on(f"kubelet/{node_name}.exited", self._container_exited)
        world.on(f"kubelet/{node_name}.begin", self._begin)
        api.watch("Pod", f"kubelet/{node_name}.watch", fields={"spec.nodeName": node_name})
        runtime.on_exit((f"kubelet/{node_name}.exited",))

    def _make_parts(self) -> None:
        self.recorder = Recorder(self)
        self.pleg = Pleg(self)
        self.work_queue = WorkQueue(self)
        self.pod_workers = PodWorkers(self)
        self.status_manager = StatusManager(self)
        self.reason_cache = ReasonCache(self)
        self.admission = Admission(self)
        self.allocation = Allocation(self)
        self.active_deadline = ActiveDeadline(self)
        self.eviction = EvictionManager(self)
        self.volumes = Volumes(self)
        self.environment = Environment(self)
        self.handlers = Handlers(self)
        self.image_manager = ImageManager(self)
        self.prober = ProbeManager(self)
        self.prober_runs = Prober(self)
        self.crash_backoff = CrashBackoff(self)
        self.start_container = StartContainer(self)
        self.termination_turns = TerminationTurns(self)
        self.kill_container = KillContainers(self)
        self.kill_pod = KillPod(self)
        self.restart_in_place = RestartInPlace(self)
        self.kuberuntime = Kuberuntime(self)
        self.sync_pod = SyncPod(self)
        self.terminating_pod = TerminatingPod(self)
        self.terminated_pod = TerminatedPod(self)

    # The process

    def stop(self) -> None:
        """End the process; containers go on."""
        if self.process.running:
            self.process.stop()
            self.runtime.forget_stops()
            self.api.forget_events("kubelet", self.node_name)
            self.heartbeat.ceased()

    def start(self) -> None:
        """Begin again with an empty memory, after the time that it takes to come up."""
        if not self.process.running:
            self.world.after(START_MS, f"kubelet/{self.node_name}.begin")

    def _begin(self) -> None:
        if self.process.running:
            return
        self.process.start()
        self.heartbeat.resumed()
        self.pleg.notice_all()
        self.pleg.relist()
        for pod in self.api.list("Pod"):
            if pod.spec.nodeName == self.node_name:
                self.pod_changed("added", pod, None)

    def _watched(self, verb: str, pod: Pod, old: Pod | None) -> None:
        if self.process.running:
            self.pod_changed(verb, pod, old)

    def _container_exited(self, uid: str, *_: Any) -> None:
        if self.process.running:
            self.pleg.notice(uid)

    # What the API says

    def pod_changed(self, verb: str, pod: Pod, _old: Pod | None) -> None:
        """`HandlePodAdditions`, `HandlePodUpdates`, `HandlePodReconcile`, `HandlePodRemoves`."""
        uid = pod.metadata.uid
        known = self.pods.get(uid)
        if verb == "deleted":
            self._remove(pod)
            return
        self.pods[uid] = pod
        if known is None:
            self._add(pod)
        elif _differs(known, pod):
            self.allocation.pod_updated(known, pod)
            self.active_deadline.watch(pod)
            self._wish(UPDATE, pod)
        elif self._readiness_gate_moved(pod):
            self._wish(SYNC, pod)

    def _add(self, pod: Pod) -> None:
        if pod.metadata.deletionTimestamp is None and not _has_ended(pod):
            refusal = self.admission.can_admit(pod)
            if refusal is not None:
                self._reject(pod, *refusal)
                return
            self.admission.admitted(pod)
        self.eviction.watch(pod)
        self._wish(CREATE, pod)

    def _reject(self, pod: Pod, reason: str, message: str) -> None:
        """`rejectPod`: the Pod has failed before anything was done for it."""
        self.recorder.pod(pod, WARNING, reason, message)
        status = PodStatus(
            phase="Failed",
            reason=reason,
            message=f"Pod was rejected: {message}",
            qosClass=pod.status and pod.status.qosClass,
        )
        self.status_manager.set_pod_status(pod, status)

    def _remove(self, pod: Pod) -> None:
        """The object is gone: kill what may still run, or forget what has ended."""
        uid = pod.metadata.uid
        known = self.pods.pop(uid, None)
        if known is None:
            return
        self.active_deadline.forget(uid)
        if self.pod_workers.is_known(uid) and not self.pod_workers.is_finished(uid):
            self.pod_workers.update_pod(Update(KILL, pod, self.world.cause))
        else:
            self._forget(uid)

    def resources_freed(self, uid: str) -> None:
        """A Pod's containers are gone: a resize that waits may be granted."""
        self.admission.freed(uid)
        self.world.call(self.process.callback("retry-resizes"))

    def pod_finished(self, uid: str) -> None:
        """The worker is done; of a Pod that is gone from the API nothing is kept."""
        self.work_queue.forget(uid)
        self.reason_cache.forget(uid)
        if uid not in self.pods:
            self._forget(uid)

    def _forget(self, uid: str) -> None:
        self.pod_workers.forget(uid)
        self.status_manager.forget(uid)
        self.allocation.forget(uid)
        self.sync_pod.forget(uid)
        self.prober.forget(uid)
        self.eviction.forget(uid)
        self.admission.freed(uid)
        self.work_queue.forget(uid)
        self.runtime.remove_pod(uid)
        for key in [key for key in self.attempts if key[0] == uid]:
            del self.attempts[key]

    def _readiness_gate_moved(self, pod: Pod) -> bool:
        """`NeedToReconcilePodReadiness`: somebody set the condition of a readiness gate."""
        if not pod.spec.readinessGates or pod.status is None:
            return False
        status = pod.status
        statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
        ready = generate_pod_ready_condition(pod, status.conditions, statuses, status.phase)
        shown = get_condition(status, READY)
        return shown is not None and (shown.status, shown.reason) != (ready.status, ready.reason)

    # What the runtime and the clock say

    def handle_pleg_event(self, uid: str, event: PodLifecycleEvent) -> None:
        """The PLEG case of `syncLoopIteration`."""
        if event.type != REMOVED:
            self.handle_pod_sync(uid)
        if event.type == DIED:
            self._clean_up_containers(uid, event.id)

    def handle_pod_sync(self, uid: str) -> None:
        """`HandlePodSyncs`: look at the Pod again."""
        pod = self.pods.get(uid)
        if pod is not None:
            self._wish(SYNC, pod)

    def _clean_up_containers(self, uid: str, exited_id: str) -> None:
        """Of each container's dead instances only the newest is kept."""
        containers = self.pleg.get(uid).containers
        name = next((c.name for c in containers if c.id == exited_id), None)
        if name is None:
            return
        dead = [c.id for c in containers if c.name == name and c.state == EXITED]
        kept = 0 if self.pod_workers.should_pod_content_be_removed(uid) else 1
        for container_id in dead[kept:]:
            self.runtime.remove_container(container_id)
            self.pleg.notice(uid)

    def _wish(self, kind: str, pod: Pod) -> None:
        self.pod_workers.update_pod(Update(kind, pod, self.world.cause))

    # What the parts ask of the node and of a Pod

    @property
    def host_ip(self) -> str:
        node = self.api.find("Node", "", self.node_name)
        addresses = (node and node.status and node.status.addresses) or ()
        return next((a.address for a in addresses if a.type == "InternalIP"), "")

    def pod_ip(self, pod: Pod) -> str:
        """Where probes and hooks find the Pod."""
        if pod.spec.hostNetwork:
            return self.host_ip
        status = self.status_manager.get_pod_status(pod.metadata.uid)
        if status is not None and status.podIP:
            return status.podIP
        sandboxes = self.runtime.pod_runtime(pod.metadata.uid).sandboxes
        return sandboxes[0].ip if sandboxes else ""

    def allocatable(self, resource: str) -> str:
        node = self.api.find("Node", "", self.node_name)
        return ((node and node.status and node.status.allocatable) or {}).get(resource, "0")

    def find_in_namespace(self, pod: Pod, kind: str, name: str) -> Any:
        return self.api.find(kind, pod.metadata.namespace, name)

    def runtime_has_running(self, uid: str) -> bool:
        return any(c.state == RUNNING for c in self.runtime.pod_runtime(uid).containers)

    def next_attempt(self, pod: Pod, name: str, runtime: PodRuntime) -> int:
        """The restart count of the next instance, from the last one or from its logs."""
        last = runtime.newest(name)
        if last is not None:
            return last.restart_count + 1
        return self.attempts.get((pod.metadata.uid, name), -1) + 1

    def generate_api_pod_status(self, pod: Pod, runtime: PodRuntime, terminal: bool) -> PodStatus:
        """The status as it is known now; unready containers are probed at once."""
        uid = pod.metadata.uid
        made = generate_api_pod_status(
            pod,
            runtime,
            previous=self.status_manager.get_pod_status(uid),
            terminal=terminal,
            probes=self.prober.view(),
            reasons=self.reason_cache.of_pod(uid),
            host_ips=(self.host_ip,),
            eviction=self.active_deadline.should_evict(pod),
            resize_conditions=self.allocation.conditions(uid),
            in_force=self.allocation.in_force(uid),
            gates=self.gates,
        )
        self.prober.trigger_readiness(uid, made.probe_now)
        return made.status

    def compute_pod_actions(self, pod: Pod, runtime: PodRuntime) -> PodActions:
        """What a sync has to do, with what the probes say."""
        runtime = self._with_spec_hashes(pod, runtime)
        status = self.status_manager.get_pod_status(pod.metadata.uid)
        return compute_pod_actions(
            pod,
            runtime,
            results=self.prober.verdicts,
            restart_all_containers=should_all_containers_restart(pod, runtime, status),
            actuated=self.allocation.actuated(pod.metadata.uid),
            gates=self.gates,
        )

    def _with_spec_hashes(self, pod: Pod, runtime: PodRuntime) -> PodRuntime:
        """Mark the containers that were made with another image than the spec has now.

        Nothing else that makes a container's hash can change in a Pod.
        """
        images = {
            place.container.name: place.container.image for place in visit_containers(pod.spec)
        }
        changed = [
            c.id
            for c in runtime.containers
            if self.images_of_containers.get(c.id, images.get(c.name)) != images.get(c.name)
        ]
        if not changed:
            return runtime
        containers = tuple(
            replace(c, spec_hash_matches=False) if c.id in changed else c
            for c in runtime.containers
        )
        return replace(runtime, containers=containers)

    def on_pod_sandbox_ready(self, pod: Pod) -> None:
        """`OnPodSandboxReady`: publish the condition before images are pulled."""
        if not self.gates.pod_ready_to_start_containers:
            return
        uid = pod.metadata.uid
        status = self.status_manager.get_pod_status(uid)
        condition = generate_pod_ready_to_start_containers_condition(
            pod, self.runtime.pod_runtime(uid)
        )
        conditions = with_condition(status.conditions, condition)
        self.status_manager.set_pod_status(pod, replace(status, conditions=conditions))


def _has_ended(pod: Pod) -> bool:
    return pod.status is not None and is_terminal(pod.status.phase)


def _differs(known: Pod, pod: Pod) -> bool:
    """Whether more than the status has changed (`podsDifferSemantically`)."""
    before, now = known.metadata, pod.metadata
    return (
        before.deletionTimestamp != now.deletionTimestamp
        or before.deletionGracePeriodSeconds != now.deletionGracePeriodSeconds
        or before.labels != now.labels
        or before.annotations != now.annotations
        or (known.spec is not pod.spec and known.spec != pod.spec)
    )
