"""Why a container could not be started: what the next published status shows as waiting.

Mirrors pkg/kubelet/reason_cache.go.
"""

from collections.abc import Mapping
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
    """The last failure of each container, by Pod; Pods without any are not in it."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.reasons: dict[str, Mapping[str, WaitReason]] = self.process.memory("reasons")

    def update(self, uid: str, results: tuple[StartResult, ...]) -> None:
        """Keep what failed, and drop what worked."""
        reasons = dict(self.of_pod(uid))
        for result in results:
            if result.reason:
                reasons[result.name] = WaitReason(result.reason, result.message)
            else:
                reasons.pop(result.name, None)
        if reasons:
            self.reasons[uid] = reasons
        else:
            self.forget(uid)

    def of_pod(self, uid: str) -> Mapping[str, WaitReason]:
        """Reason and message by container name."""
        return self.reasons.get(uid, {})

    def forget(self, uid: str) -> None:
        self.reasons.pop(uid, None)
