"""When a Pod that is deleted is gone: its grace period at most, its hooks at least."""

from lifecycle.sessions.foresight.band import DELETED, REMOVAL, Band
from lifecycle.sessions.foresight.margins import PASS_MS, REMOVE_MS, WATCH_MS, stopping
from lifecycle.sessions.foresight.pod import Known

PASSES = 3
"""The worker is told, stops the Pod, and gives back what it held: a pass each."""


def removal_of(known: Known, reachable: bool) -> Band | None:
    """The band of the Pod's removal; no latest second while a finalizer or a dead node holds it."""
    deleted = known.deleted
    if deleted is None:
        return None
    metadata = known.pod.metadata
    grace_ms = (metadata.deletionGracePeriodSeconds or 0) * 1000
    earliest = deleted.t + min(known.hooks_ms, grace_ms)
    to = None
    busy = known.busy
    if busy is not None and reachable and not metadata.finalizers:
        begins = max(deleted.t + WATCH_MS, busy.until_ms) + busy.then_ms
        to = begins + stopping(grace_ms) + PASSES * PASS_MS + REMOVE_MS
    return Band(REMOVAL, DELETED, earliest, to, deleted.id)
