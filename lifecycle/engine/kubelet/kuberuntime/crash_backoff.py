"""Whether a container that crashed may be started again now.

Mirrors `doBackOff` of pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.cri.status import EXITED, PodRuntime
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.backoff import Backoff, Entry, backoff_key, format_duration
from lifecycle.engine.kubelet.kuberuntime.restart_rules import deciding_field
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.reason_cache import StartResult
from lifecycle.engine.kubelet.recorder import WARNING
from lifecycle.engine.records import ProcessChanged

CRASH_LOOP_BACK_OFF = "CrashLoopBackOff"


class CrashBackoff(Part):
    """One count for each container of each Pod, image and size."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.entries: dict[str, Entry] = self.process.memory("crash-backoff")
        self.backoff = Backoff()

    def check(self, pod: Pod, container: Container, runtime: PodRuntime) -> StartResult | None:
        """Refuse the start while the back-off lasts; else count it and allow it."""
        ended = next(
            (c for c in runtime.containers if c.name == container.name and c.state == EXITED), None
        )
        if ended is None:
            return None
        key, now = backoff_key(pod, container), self.world.now
        self._collect(key, now)
        if not self.backoff.is_in_backoff_since(self.entries, key, ended.finished_ms, now):
            self.backoff.next(self.entries, key, ended.finished_ms, now)
            return None
        wait = self.backoff.get(self.entries, key)
        field = deciding_field(pod, container.name, ended.exit_code)
        return self._refuse(pod, container, ended.finished_ms + wait, wait, field)

    def _collect(self, key: str, now: Millis) -> None:
        """What housekeeping would have removed by now is not there any more (`GC`)."""
        entry = self.entries.get(key)
        if entry is not None and now - entry.last_update > 2 * self.backoff.max_ms:
            del self.entries[key]

    def forget(self, uid: str) -> None:
        """Nobody will ask for a Pod that is gone."""
        for key in [key for key in self.entries if uid in key]:
            del self.entries[key]

    def _refuse(
        self, pod: Pod, container: Container, until: Millis, wait: Millis, field: str
    ) -> StartResult:
        metadata = pod.metadata
        full_name = f"{metadata.name}_{metadata.namespace}({metadata.uid})"
        record = self.world.emit(
            ProcessChanged,
            what="backoff",
            namespace=metadata.namespace,
            pod=metadata.name,
            uid=metadata.uid,
            container=container.name,
            until=until,
            count=wait // 1000,
            rule="restart.crash-loop-back-off",
            fields=(field,),
        )
        self.world.cause = record.id
        message = self.kl.texts.back_off.format(name=container.name, pod=full_name)
        self.kl.recorder.container(
            pod, container, WARNING, "BackOff", message, "restart.crash-loop-back-off"
        )
        why = (
            f"back-off {format_duration(wait)} restarting failed "
            f"container={container.name} pod={full_name}"
        )
        return StartResult(container.name, CRASH_LOOP_BACK_OFF, why, until)
