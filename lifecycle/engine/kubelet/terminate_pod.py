"""The last two passes over a Pod: stop what runs, then give back what it held.

Mirrors `SyncTerminatingPod` and `SyncTerminatedPod` of pkg/kubelet/kubelet.go.
"""

from lightkube.models.core_v1 import Pod, PodCondition, PodStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import with_condition
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.gates import Gates
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import KillPodOptions, Outcome
from lifecycle.engine.kubelet.status.conditions import DISRUPTION_TARGET
from lifecycle.engine.kubelet.status.phase import FAILED


class TerminatingPod(Part):
    """`SyncTerminatingPod`: not to be interrupted once it has begun."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pods: dict[str, Pod] = self.process.memory("terminating")
        self.on("terminating.killed", self.killed)

    def begin(self, pod: Pod, grace_seconds: int, kill: KillPodOptions | None) -> None:
        """Publish, stop the probes that could interfere, and kill all containers."""
        uid = pod.metadata.uid
        runtime = self.kl.pleg.get(uid)
        status = self.kl.kubelet_pods.generate_api_pod_status(pod, runtime, False)
        self.kl.status_manager.set_pod_status(pod, _with_reason(status, kill, self.kl.gates))
        if self.kl.gates.probes_stop_on_termination:
            self.kl.prober.stop_liveness_and_startup(pod)
        self.pods[uid] = pod
        then = self.callback("terminating.killed", uid)
        self.kl.volumes.found_terminating(pod)
        self.kl.kill_pod.begin(pod, runtime, grace_seconds, then)

    def killed(self, uid: str) -> None:
        """All is dead: read the exit codes and publish the Pod's end."""
        pod = self.pods.pop(uid)
        if self.kl.gates.probes_stop_on_termination:
            self.kl.prober.remove_pod(pod)
        if self.kl.gates.terminal_phase_by_worker:
            runtime = self.kl.runtime.pod_runtime(uid)
            status = self.kl.kubelet_pods.generate_api_pod_status(pod, runtime, True)
            self.kl.status_manager.set_pod_status(pod, status)
        self.kl.pod_workers.complete(uid, Outcome())


class TerminatedPod(Part):
    """`SyncTerminatedPod`: nothing runs any more."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.pods: dict[str, Pod] = self.process.memory("terminated")
        self.on("terminated.unmounted", self.unmounted)

    def begin(self, pod: Pod, terminated_ms: Millis) -> None:
        """Publish once more and wait until the volumes are unmounted."""
        uid = pod.metadata.uid
        terminal = self.kl.gates.terminal_phase_by_worker
        status = self.kl.kubelet_pods.generate_api_pod_status(pod, self.kl.pleg.get(uid), terminal)
        self.kl.status_manager.set_pod_status(pod, status)
        self.kl.prober.remove_pod(pod)
        self.pods[uid] = pod
        then = self.callback("terminated.unmounted", uid)
        self.kl.volumes.wait_for_unmount(pod, terminated_ms, then)

    def unmounted(self, uid: str) -> None:
        pod = self.pods.pop(uid)
        self.kl.status_manager.terminate_pod(pod)
        self.kl.pod_workers.complete(uid, Outcome())


def _with_reason(status: PodStatus, kill: KillPodOptions | None, gates: Gates) -> PodStatus:
    """What a kill by the kubelet itself adds (`PodStatusFunc`)."""
    if kill is None or not kill.reason:
        return status
    if not gates.kill_keeps_status:
        return PodStatus(phase=FAILED, reason=kill.reason, message=kill.message)
    if kill.disruption:
        condition = PodCondition(
            type=DISRUPTION_TARGET,
            status="True",
            reason=kill.disruption,
            message=kill.disruption_message or kill.message,
        )
        status = replace(status, conditions=with_condition(status.conditions, condition))
    return replace(status, phase=FAILED, reason=kill.reason, message=kill.message)
