"""What a Pod's status is and what is to be done for it, as this node's kubelet sees it.

The computations are pure functions; here is gathered what they need to know.

Mirrors pkg/kubelet/kubelet_pods.go.
"""

from typing import Any

from lightkube.models.core_v1 import Container, Pod, PodStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import with_condition
from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.cri.status import RUNNING, PodRuntime
from lifecycle.engine.kubelet.kuberuntime.actions import PodActions
from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from lifecycle.engine.kubelet.kuberuntime.restart_rules import should_all_containers_restart
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.status.conditions import (
    generate_pod_ready_to_start_containers_condition,
)
from lifecycle.engine.kubelet.status.generate import generate_api_pod_status


class KubeletPods(Part):
    """The facts about single Pods; what is kept here outlives the kubelet's process."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        node = kl.node_name
        self.attempts: dict[tuple[str, str], int] = self.world.table(f"kubelet/{node}/attempts")
        self.images: dict[str, tuple[str, str]] = self.world.table(f"kubelet/{node}/images")

    def pod_ip(self, pod: Pod) -> str:
        """Where probes and hooks find the Pod."""
        if pod.spec.hostNetwork:
            return self.kl.host_ip
        status = self.kl.status_manager.get_pod_status(pod.metadata.uid)
        if status is not None and status.podIP:
            return status.podIP
        sandboxes = self.kl.runtime.pod_runtime(pod.metadata.uid).sandboxes
        return sandboxes[0].ip if sandboxes else ""

    def find_in_namespace(self, pod: Pod, kind: str, name: str) -> Any:
        return self.kl.api.find(kind, pod.metadata.namespace, name)

    def runtime_has_running(self, uid: str) -> bool:
        return any(c.state == RUNNING for c in self.kl.runtime.pod_runtime(uid).containers)

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
            previous=self.kl.status_manager.get_pod_status(uid),
            terminal=terminal,
            probes=self.kl.prober.view(),
            reasons=self.kl.reason_cache.of_pod(uid),
            host_ips=(self.kl.host_ip,),
            eviction=self.kl.active_deadline.should_evict(pod),
            resize_conditions=self.kl.allocation.conditions(uid),
            in_force=self.kl.allocation.in_force(uid),
            gates=self.kl.gates,
        )
        self.kl.prober.trigger_readiness(uid, made.probe_now)
        return made.status

    def compute_pod_actions(self, pod: Pod, runtime: PodRuntime) -> PodActions:
        """What a sync has to do, with what the probes say."""
        runtime = self._with_spec_hashes(pod, runtime)
        status = self.kl.status_manager.get_pod_status(pod.metadata.uid)
        return compute_pod_actions(
            pod,
            runtime,
            results=self.kl.prober.verdicts,
            restart_all_containers=should_all_containers_restart(pod, runtime, status),
            actuated=self.kl.allocation.actuated(pod.metadata.uid),
            gates=self.kl.gates,
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
            if c.id in self.images and self.images[c.id][1] != images.get(c.name)
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
        if not self.kl.gates.pod_ready_to_start_containers:
            return
        uid = pod.metadata.uid
        status = self.kl.status_manager.get_pod_status(uid)
        condition = generate_pod_ready_to_start_containers_condition(
            pod, self.kl.runtime.pod_runtime(uid)
        )
        conditions = with_condition(status.conditions, condition)
        self.kl.status_manager.set_pod_status(pod, replace(status, conditions=conditions))

    def made(self, pod: Pod, container: Container, container_id: str, attempt: int) -> None:
        """Remember what a container was made of, as its labels do, and its log's number."""
        uid = pod.metadata.uid
        self.images[container_id] = (uid, container.image)
        self.attempts[uid, container.name] = attempt

    def forget(self, uid: str) -> None:
        """The Pod is gone, with its logs and its containers' labels."""
        for key in [key for key in self.attempts if key[0] == uid]:
            del self.attempts[key]
        for container_id in [id for id, (owner, _) in self.images.items() if owner == uid]:
            del self.images[container_id]
