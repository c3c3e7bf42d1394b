"""The Pods that wait for a node, and when each is tried next.

A Pod is active (to be tried now), backing off after a failure, unschedulable until a
change in the cluster may help it, or gated. Failures back off 1 s, doubling to 10 s, but who
has nothing else to do takes those first who were turned away; what nothing has helped for
five minutes is tried all the same.

Mirrors pkg/scheduler/backend/queue/scheduling_queue.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

ACTIVE, BACKOFF, UNSCHEDULABLE, GATED = "active", "backoff", "unschedulable", "gated"
INITIAL_BACKOFF_MS, MAX_BACKOFF_MS = 1_000, 10_000
LEFTOVER_MS, FLUSH_EVERY_MS = 300_000, 30_000


class Waiting(msgspec.Struct, frozen=True):
    """A Pod in the queue (`QueuedPodInfo`).

    `refused_by` names the plugins that turned it away at the last attempt, which was at
    `tried_ms`. `alarm` is the number of the alarm that will make it active, or 0, and
    `cause` the record for whose sake it is tried again.
    """

    pod: Pod
    state: str
    attempts: int = 0
    tried_ms: Millis = 0
    refused_by: tuple[str, ...] = ()
    alarm: int = 0
    cause: int = 0


class SchedulingQueue:
    """All waiting Pods by UID, and those to try by priority in order of arrival."""

    def __init__(self, world: World, pops_from_backoff: bool = True) -> None:
        self._world, self._pops_from_backoff = world, pops_from_backoff
        self._waiting: dict[str, Waiting] = world.table("scheduler.waiting")
        self._priorities: dict[tuple[str, int], bool] = world.table("scheduler.priorities")
        self._unschedulable: dict[str, bool] = world.table("scheduler.unschedulable")
        world.on("scheduler.back", self._back)

    def find(self, uid: str) -> Waiting | None:
        """The Pod as it waits, or None."""
        return self._waiting.get(uid)

    def add(self, pod: Pod) -> None:
        """Take a new Pod, or a newer version of a Pod that waits; gates hold it back."""
        uid = pod.metadata.uid
        known = self._waiting.get(uid) or Waiting(pod, GATED)
        self._waiting[uid] = waiting = replace(known, pod=pod)
        if waiting.state == GATED and not pod.spec.schedulingGates:
            self._activate(uid)

    def remove(self, uid: str) -> None:
        """Forget a Pod."""
        waiting = self._waiting.pop(uid, None)
        if waiting is not None:
            self._leave(uid, waiting)

    def pop(self) -> Waiting | None:
        """Take the first of the most important active Pods; it is in no state meanwhile."""
        uid = self._first(ACTIVE) or self._first(BACKOFF)
        if uid is None:
            return None
        waiting = self._waiting.pop(uid)
        self._leave(uid, waiting)
        return replace(waiting, alarm=0, attempts=waiting.attempts + 1)

    def _first(self, state: str) -> str | None:
        """The first of the most important; of those who back off, who may be tried early."""
        for known, priority in sorted(self._priorities, reverse=True):
            if known == state:
                if level := self._level(state, priority):
                    return next(iter(level))
                del self._priorities[state, priority]
        return None

    def has_next(self) -> bool:
        """Whether there is a Pod to try."""
        return any(self._level(*place) for place in self._priorities)

    def failed(self, waiting: Waiting) -> None:
        """An attempt ended in an error: back off, then try again."""
        waiting = replace(waiting, tried_ms=self._world.now, refused_by=(), alarm=0)
        self._back_off(waiting.pod.metadata.uid, waiting)

    def refused(self, waiting: Waiting, refused_by: tuple[str, ...]) -> None:
        """No node would do: wait for a change (`AddUnschedulableIfNotPresent`)."""
        world, uid = self._world, waiting.pod.metadata.uid
        flush = -(-(world.now + LEFTOVER_MS) // FLUSH_EVERY_MS) * FLUSH_EVERY_MS
        alarm = world.after(flush - world.now, "scheduler.back", uid)
        self._unschedulable[uid] = True
        self._waiting[uid] = replace(
            waiting,
            state=UNSCHEDULABLE,
            tried_ms=world.now,
            refused_by=refused_by,
            alarm=alarm,
        )

    def unschedulable(self) -> list[Waiting]:
        """The Pods that a change in the cluster might help."""
        return [self._waiting[uid] for uid in self._unschedulable]

    def requeue(self, uid: str) -> None:
        """Something may have helped: try the Pod as soon as its back-off is over."""
        waiting = self._waiting[uid]
        self._leave(uid, waiting)
        self._back_off(uid, replace(waiting, alarm=0))

    def _back_off(self, uid: str, waiting: Waiting) -> None:
        rest = waiting.tried_ms + backoff(waiting.attempts) - self._world.now
        self._waiting[uid] = waiting
        if rest <= 0:
            self._activate(uid)
            return
        alarm = self._world.after(rest, "scheduler.back", uid)
        waiting = replace(waiting, state=BACKOFF, alarm=alarm, cause=self._world.cause)
        self._waiting[uid] = waiting
        if self._pops_from_backoff and waiting.refused_by:
            self._enter(uid, waiting)

    def _back(self, uid: str) -> None:
        """The back-off is over, or the Pod has waited too long."""
        waiting = self._waiting.get(uid)
        if waiting is not None:
            self._leave(uid, replace(waiting, alarm=0))
            self._activate(uid)

    def _activate(self, uid: str) -> None:
        waiting = replace(self._waiting[uid], state=ACTIVE, alarm=0, cause=self._world.cause)
        self._waiting[uid] = waiting
        self._enter(uid, waiting)

    def _enter(self, uid: str, waiting: Waiting) -> None:
        """Stand in line to be tried."""
        idle = not self.has_next()
        priority = waiting.pod.spec.priority or 0
        self._priorities[waiting.state, priority] = True
        self._level(waiting.state, priority)[uid] = True
        if idle:
            self._world.after(0, "scheduler.schedule_one")

    def _leave(self, uid: str, waiting: Waiting) -> None:
        if waiting.alarm:
            self._world.cancel(waiting.alarm)
        self._unschedulable.pop(uid, None)
        self._level(waiting.state, waiting.pod.spec.priority or 0).pop(uid, None)

    def _level(self, state: str, priority: int) -> dict[str, bool]:
        return self._world.table(f"scheduler.{state}.{priority}")


def backoff(attempts: int) -> Millis:
    """How long a Pod waits after so many failed attempts (`calculateBackoffDuration`)."""
    doubled = INITIAL_BACKOFF_MS << min(max(attempts - 1, 0), 10)
    return min(doubled, MAX_BACKOFF_MS)
