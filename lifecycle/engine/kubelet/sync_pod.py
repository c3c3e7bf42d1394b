"""One pass over a Pod that shall live: publish what is known, then act.

The status that a pass publishes was computed from what the last relist saw, before
anything was tried. What goes wrong while acting shows at the next pass.

Mirrors `SyncPod` of pkg/kubelet/kubelet.go.
"""

from typing import Any

import msgspec
from lightkube.models.core_v1 import Pod, PodStatus
from msgspec.structs import replace

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.pod_workers import Outcome
from lifecycle.engine.kubelet.reason_cache import StartResult
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.kubelet.status.conditions import KUBELET_CONDITIONS, READY
from lifecycle.engine.kubelet.volumes import CANCELED


class Pass(msgspec.Struct, frozen=True, gc=False):
    """What a pass looked at; `verdicts` counts those of the Pod's probes."""

    pod: Pod
    runtime: PodRuntime
    verdicts: int = 0

    def sees(self, pod: Pod, runtime: PodRuntime, verdicts: int) -> bool:
        """Whether nothing has changed since but what this kubelet says of the Pod itself."""
        same = self.runtime is runtime and self.verdicts == verdicts
        return same and (self.pod is pod or _are_alike(self.pod, pod))


class SyncPod(Part):
    """`Kubelet.SyncPod`, in the two pieces between which it waits."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.passes: dict[str, Pass] = self.process.memory("sync-pod")
        self.settled: dict[str, Pass] = self.process.memory("settled")
        self.on("sync-pod.mounted", self.mounted)
        self.on("sync-pod.synced", self.synced)

    def begin(self, pod: Pod, runtime: PodRuntime) -> None:
        """Compute and publish the status; a Pod that is at its end goes no further.

        A pass over a settled Pod would do again what the last one did, which was nothing.
        """
        uid = pod.metadata.uid
        self.kl.mirror_pods.reconcile(pod)
        verdicts = self.kl.prober.count_of_verdicts(uid)
        settled = self.settled.pop(uid, None)
        if settled is not None and settled.sees(pod, runtime, verdicts):
            self.settled[uid] = Pass(pod, runtime, verdicts)
            self.kl.pod_workers.complete(uid, Outcome())
            return
        self.kl.allocation.complete(uid)
        pod = self.kl.allocation.granted(pod)
        status = self.kl.kubelet_pods.generate_api_pod_status(pod, runtime, False)
        self._publish(pod, status)
        self.kl.active_deadline.watch(pod)
        if is_terminal(status.phase):
            self.kl.pod_workers.complete(uid, Outcome(terminal=True))
            return
        self.passes[uid] = Pass(pod, runtime, verdicts)
        self.kl.volumes.wait_for_attach_and_mount(pod, self.callback("sync-pod.mounted", uid))

    def _publish(self, pod: Pod, status: PodStatus) -> None:
        """A container that could not be started is told late: what failed then is the cause."""
        uid, cause = pod.metadata.uid, self.world.cause
        old = self.kl.status_manager.get_pod_status(uid)
        if old is None or old.phase == status.phase:
            self.world.cause = self.kl.reason_cache.cause_of(uid, status, old) or cause
        self.kl.status_manager.set_pod_status(pod, status)
        self.world.cause = cause

    def mounted(self, uid: str, error: str) -> None:
        """The volumes are there: add the probes and let the runtime manager act."""
        now = self.passes[uid]
        if error:
            del self.passes[uid]
            if error != CANCELED:
                message = f"Unable to attach or mount volumes: {error}"
                self.kl.recorder.pod(now.pod, WARNING, "FailedMount", message)
            self.kl.pod_workers.complete(uid, Outcome(error=error))
            return
        self.kl.pull_secrets.retrieve(now.pod)
        self.kl.prober.add_pod(now.pod)
        self.kl.kuberuntime.sync_pod(now.pod, now.runtime, self.callback("sync-pod.synced", uid))

    def synced(self, uid: str, acted: bool, error: str, results: tuple[StartResult, ...]) -> None:
        """Remember why containers did not start, and look again soon if something was done."""
        now = self.passes.pop(uid)
        self.kl.reason_cache.update(uid, results)
        failures = [result for result in results if result.reason]
        if error or failures:
            outcome = Outcome(
                error=error or failures[0].reason,
                backoff_until=None if error else _min_backoff_expiration(failures),
            )
            self.kl.pod_workers.complete(uid, outcome)
            return
        self.kl.pod_workers.complete(uid, Outcome())
        if acted:
            self.kl.pleg.request_relist(uid)
        elif self._is_settled(now.pod):
            self.settled[uid] = now

    def _is_settled(self, pod: Pod) -> bool:
        """Whether the next pass depends on nothing but what this one has seen."""
        uid = pod.metadata.uid
        return (
            is_true(self.kl.status_manager.get_pod_status(uid), READY)
            and pod.spec.activeDeadlineSeconds is None
            and uid not in self.kl.allocation.resizes
            and not self.kl.pull_secrets.missing(pod)
        )

    def forget(self, uid: str) -> None:
        self.settled.pop(uid, None)


def _are_alike(before: Pod, now: Pod) -> bool:
    """Whether a pass would see the same Pod: of a status it looks at what others can write."""
    version = before.metadata.resourceVersion
    return (
        before.spec is now.spec
        and before.metadata == replace(now.metadata, resourceVersion=version)
        and _of_others(before.status) == _of_others(now.status)
    )


def _of_others(status: PodStatus | None) -> tuple[Any, ...]:
    status = status or PodStatus()
    conditions = [c for c in status.conditions or () if c.type not in KUBELET_CONDITIONS]
    return conditions, status.phase, status.reason, status.message


def _min_backoff_expiration(failures: list[StartResult]) -> Millis | None:
    """When the first back-off is over, if nothing but back-offs stood in the way."""
    waits = [failure.backoff_until for failure in failures]
    return None if None in waits else min(waits)
