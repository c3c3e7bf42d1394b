"""The kubelet of one node: its parts, and its life as a process.

Three things make it look at a Pod: a change in the API, an event of the runtime that a
relist has found (`pleg`), and the clock (`work_queue`, `prober`). All of them come to the
`pod_manager` and end as a wish for the Pod's worker (`pod_workers`). A pass of the worker
is a `sync_pod`, later a `terminating_pod` and a `terminated_pod`; it acts through the
runtime manager (`kuberuntime`) and tells the API through the `status_manager`.

Mirrors pkg/kubelet/kubelet.go.
"""

from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.cri.network import Network
from lifecycle.engine.cri.runtime import Runtime
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
from lifecycle.engine.kubelet.housekeeping import Housekeeping
from lifecycle.engine.kubelet.image_manager import ImageManager
from lifecycle.engine.kubelet.kubelet_pods import KubeletPods
from lifecycle.engine.kubelet.kuberuntime.crash_backoff import CrashBackoff
from lifecycle.engine.kubelet.kuberuntime.kill_container import KillContainers
from lifecycle.engine.kubelet.kuberuntime.kill_pod import KillPod
from lifecycle.engine.kubelet.kuberuntime.restart_in_place import RestartInPlace
from lifecycle.engine.kubelet.kuberuntime.start_container import StartContainer
from lifecycle.engine.kubelet.kuberuntime.sync import Kuberuntime
from lifecycle.engine.kubelet.kuberuntime.termination_turns import TerminationTurns
from lifecycle.engine.kubelet.mirror_pods import MirrorPods
from lifecycle.engine.kubelet.node_pressure import NodePressure
from lifecycle.engine.kubelet.node_shutdown import NodeShutdown
from lifecycle.engine.kubelet.node_status import NodeStatus
from lifecycle.engine.kubelet.orphans import Orphans
from lifecycle.engine.kubelet.part import Process
from lifecycle.engine.kubelet.pleg import Pleg
from lifecycle.engine.kubelet.pod_manager import PodManager
from lifecycle.engine.kubelet.pod_workers import PodWorkers
from lifecycle.engine.kubelet.preemption import Preemption
from lifecycle.engine.kubelet.prober.manager import ProbeManager
from lifecycle.engine.kubelet.prober.prober import Prober
from lifecycle.engine.kubelet.pull_secrets import PullSecrets
from lifecycle.engine.kubelet.reason_cache import ReasonCache
from lifecycle.engine.kubelet.recorder import Recorder
from lifecycle.engine.kubelet.runtime_health import RuntimeHealth
from lifecycle.engine.kubelet.static_pods import StaticPods
from lifecycle.engine.kubelet.status_manager import StatusManager
from lifecycle.engine.kubelet.sync_pod import SyncPod
from lifecycle.engine.kubelet.terminate_pod import TerminatedPod, TerminatingPod
from lifecycle.engine.kubelet.volume_refresh import VolumeRefresh
from lifecycle.engine.kubelet.volumes import Volumes
from lifecycle.engine.kubelet.work_queue import WorkQueue


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
        self._make_parts()
        world.on(f"kubelet/{node_name}.watch", self._watched)
        world.on(f"kubelet/{node_name}.exited", self._container_exited)
        world.on(f"kubelet/{node_name}.begin", self._begin)
        api.watch("Pod", f"kubelet/{node_name}.watch", fields={"spec.nodeName": node_name})
        runtime.on_exit((f"kubelet/{node_name}.exited",))
        world.on(f"kubelet/{node_name}.memory", self.look_at_memory)
        runtime.on_memory((f"kubelet/{node_name}.memory",))

    def _make_parts(self) -> None:
        self.recorder = Recorder(self)
        self.pleg = Pleg(self)
        self.work_queue = WorkQueue(self)
        self.pod_workers = PodWorkers(self)
        self.status_manager = StatusManager(self)
        self.reason_cache = ReasonCache(self)
        self.admission = Admission(self)
        self.preemption = Preemption(self)
        self.allocation = Allocation(self)
        self.active_deadline = ActiveDeadline(self)
        self.eviction = EvictionManager(self)
        self.node_status = NodeStatus(self)
        self.node_pressure = NodePressure(self)
        self.runtime_health = RuntimeHealth(self)
        self.housekeeping = Housekeeping(self)
        self.node_shutdown = NodeShutdown(self)
        self.volumes = Volumes(self)
        self.environment = Environment(self)
        self.handlers = Handlers(self)
        self.pull_secrets = PullSecrets(self)
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
        self.kubelet_pods = KubeletPods(self)
        self.pod_manager = PodManager(self)
        self.static_pods = StaticPods(self)
        self.mirror_pods = MirrorPods(self)
        self.volume_refresh = VolumeRefresh(self)
        self.orphans = Orphans(self)

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
            self.world.after(self.gates.start_ms, f"kubelet/{self.node_name}.begin")

    def _begin(self) -> None:
        if self.process.running:
            return
        self.process.start()
        self.heartbeat.resumed()
        self.pleg.notice_all()
        self.pleg.relist()
        self.node_pressure.begin()
        self.node_status.changed()
        for pod in self.api.list("Pod"):
            if pod.spec.nodeName == self.node_name:
                self.pod_manager.changed("added", pod)
        self.static_pods.begin()
        self.orphans.begin()

    def _watched(self, verb: str, pod: Pod, old: Pod | None) -> None:
        if self.process.running:
            self.pod_manager.changed(verb, pod)

    def _container_exited(self, uid: str, *_: Any) -> None:
        if self.process.running:
            self.pleg.notice(uid)

    def look_at_memory(self) -> None:
        """The node's memory or disk may become short."""
        if self.process.running:
            self.node_pressure.memory_taken()

    # What the parts ask of the node

    @property
    def host_ip(self) -> str:
        node = self.api.find("Node", "", self.node_name)
        addresses = (node and node.status and node.status.addresses) or ()
        return next((a.address for a in addresses if a.type == "InternalIP"), "")

    def allocatable(self, resource: str) -> str:
        node = self.api.find("Node", "", self.node_name)
        return ((node and node.status and node.status.allocatable) or {}).get(resource, "0")
