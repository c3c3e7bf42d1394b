"""Why a container could not be started: what the next published status shows as waiting.

Mirrors pkg/kubelet/reason_cache.go.
"""

from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.status.convert import WaitReason


class StartResult(NamedTuple):
    """One attempt to start a container; `reason` is empty if it worked.

    `backoff_until` is set when nothing was tried, because a crash back-off forbids it.
    """

    name: str
    reason: str = ""
    message: str = ""
    backoff_until: Millis | None = None


class ReasonCache(Part):
    """The last failure of each container of each Pod."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.reasons: dict[tuple[str, str], WaitReason] = self.process.memory("reasons")

    def update(self, uid: str, results: tuple[StartResult, ...]) -> None:
        for result in results:
            if result.reason:
                self.reasons[uid, result.name] = WaitReason(result.reason, result.message)
            else:
                self.reasons.pop((uid, result.name), None)

    def of_pod(self, uid: str) -> dict[str, WaitReason]:
        """Reason and message by container name."""
        return {name: why for (pod_uid, name), why in self.reasons.items() if pod_uid == uid}

    def forget(self, uid: str) -> None:
        for key in [key for key in self.reasons if key[0] == uid]:
            del self.reasons[key]
