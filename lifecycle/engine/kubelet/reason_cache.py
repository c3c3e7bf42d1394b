"""Why a container could not be started: what the next published status shows as waiting.

Mirrors pkg/kubelet/reason_cache.go.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lightkube.models.core_v1 import ContainerStatus, PodStatus

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.status.convert import WaitReason


class StartResult(NamedTuple):
    """One attempt to start a container; `reason` is empty if it worked.

    `backoff_until` is set when nothing was tried, because a crash back-off forbids it; `cause`
    is the record that shows the failure.
    """

    name: str
    reason: str = ""
    message: str = ""
    backoff_until: Millis | None = None
    cause: int = 0


class ReasonCache(Part):
    """The last failure of each container, by Pod; Pods without any are not in it."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.reasons: dict[str, Mapping[str, WaitReason]] = self.process.memory("reasons")
        self.causes: dict[tuple[str, str], int] = self.process.memory("reason-causes")

    def update(self, uid: str, results: tuple[StartResult, ...]) -> None:
        """Keep what failed, and drop what worked."""
        reasons = dict(self.of_pod(uid))
        for result in results:
            if result.reason:
                reasons[result.name] = WaitReason(result.reason, result.message)
                self.causes[uid, result.name] = result.cause
            else:
                reasons.pop(result.name, None)
                self.causes.pop((uid, result.name), None)
        if reasons:
            self.reasons[uid] = reasons
        else:
            self.forget(uid)

    def of_pod(self, uid: str) -> Mapping[str, WaitReason]:
        """Reason and message by container name."""
        return self.reasons.get(uid, {})

    def cause_of(self, uid: str, status: PodStatus, old: PodStatus | None) -> int:
        """The failure that a status is the first to tell of; 0 where an end is told, or none."""
        before = {each.name: _shown(each) for each in _statuses(old)}
        changed = [each for each in _statuses(status) if _shown(each) != before.get(each.name)]
        if any(each.state and each.state.terminated for each in changed):
            return 0
        known = self.of_pod(uid)
        failed = (
            each.name
            for each in changed
            if each.name in known and known[each.name].reason == _waits_for(each)
        )
        return self.causes.get((uid, next(failed, "")), 0)

    def forget(self, uid: str) -> None:
        for name in self.reasons.pop(uid, ()):
            self.causes.pop((uid, name), None)


def _statuses(status: PodStatus | None) -> list[ContainerStatus]:
    status = status or PodStatus()
    return [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]


def _shown(status: ContainerStatus) -> tuple[str, bool]:
    return _waits_for(status), bool(status.state and status.state.terminated)


def _waits_for(status: ContainerStatus) -> str:
    waiting = status.state and status.state.waiting
    return (waiting and waiting.reason) or ""
