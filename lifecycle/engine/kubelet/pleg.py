"""The pod lifecycle event generator: how the kubelet learns what the runtime did.

Upstream lists all containers every second and compares. Here the runtime says that
something of a Pod changed, and one alarm is set at the relist that would see it: the same
moments, without listing a thousand times that nothing happened. What a relist saw is the
kubelet's cache; a worker may go on only when the cache is newer than its last pass.

Mirrors pkg/kubelet/pleg/generic.go and pkg/kubelet/container/cache.go.
"""

import msgspec

from lifecycle.engine.cri.status import CREATED, EXITED, RUNNING, PodRuntime
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.part import Part

RELIST_PERIOD_MS = 1000
RELIST_MS = 12
"""How long a relist takes; the next begins a period after its end."""
GRID_MS = RELIST_PERIOD_MS + RELIST_MS

STARTED, DIED, REMOVED, CHANGED, POD_SYNC = (
    "ContainerStarted",
    "ContainerDied",
    "ContainerRemoved",
    "ContainerChanged",
    "PodSync",
)
ABSENT = "non-existent"
EVENT_OF_STATE = {RUNNING: STARTED, EXITED: DIED, CREATED: CHANGED, "unknown": CHANGED}


class Cached(msgspec.Struct, frozen=True, gc=False):
    """What the last relist that saw a change of this Pod saw, and when it looked last."""

    runtime: PodRuntime
    observed_ms: Millis


class Waiter(msgspec.Struct, frozen=True):
    """A worker that waits for the cache; the cause is that of its update."""

    then: Callback
    cause: int


class PodLifecycleEvent(msgspec.Struct, frozen=True):
    """Something happened to a container or a sandbox of a Pod."""

    type: str
    id: str


class Pleg(Part):
    """`GenericPLEG` with the kubelet's pod cache."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.cache: dict[str, Cached] = self.process.memory("pod-cache")
        self.records: dict[str, dict[str, str]] = self.process.memory("pleg-records")
        self.changed: dict[str, int] = self.process.memory("pleg-changed")
        self.waiters: dict[str, Waiter] = self.process.memory("pleg-waiters")
        self.reinspect: dict[str, bool] = self.process.memory("pleg-reinspect")
        self.alarms: dict[str, Millis] = self.process.memory("pleg-alarms")
        self.phase_ms = round(self.world.draw("pleg-phase", kl.node_name) * GRID_MS)
        self.on("relist", self.relist)
        self.on("relist-pod", self.relist_pod)

    # What others ask

    def get(self, uid: str) -> PodRuntime:
        """The cached state of a Pod; empty before its first container or sandbox."""
        cached = self.cache.get(uid)
        return cached.runtime if cached else PodRuntime()

    def get_newer_than(self, uid: str, moment: Millis | None, then: Callback) -> None:
        """Answer once the cache of this Pod was refreshed after `moment`."""
        if moment is None or self._is_newer(uid, moment):
            self.world.call(then)
            return
        self.waiters[uid] = Waiter(then, self.world.cause)
        self._set_alarm()

    def notice(self, uid: str) -> None:
        """Something of this Pod changed in the runtime: the next relist will see it."""
        self.changed[uid] = self.world.cause
        self._set_alarm()

    def request_relist(self, uid: str) -> None:
        """Look at one Pod now instead of at the next relist (gate PLEGOnDemandRelist)."""
        if self.kl.gates.pleg_on_demand_relist:
            self.after(RELIST_MS // 4, "relist-pod", uid)

    def request_reinspect(self, uid: str) -> None:
        """Let the next relist of this Pod lead to a pass even if no container changed."""
        self.reinspect[uid] = True
        self.notice(uid)

    def notice_all(self) -> None:
        """The first relist of a kubelet finds everything new."""
        for uid in (*self.kl.runtime.pod_uids(), *self.changed):
            self.notice(uid)
        if self.waiters:
            self._set_alarm()

    # Relists

    def relist(self) -> None:
        """Compare every Pod that changed with what was seen before."""
        self.alarms.clear()
        if self.kl.runtime_health.is_down:
            return
        changed = dict(self.changed)
        self.changed.clear()
        for uid, cause in changed.items():
            self._reconcile(uid, cause)
        for uid in list(self.waiters):
            self._answer(uid)

    def relist_pod(self, uid: str) -> None:
        if self.kl.runtime_health.is_down:
            self.changed.setdefault(uid, self.world.cause)
            return
        self._reconcile(uid, self.changed.pop(uid, self.world.cause))
        self._answer(uid)

    def _reconcile(self, uid: str, cause: int) -> None:
        """`reconcilePodRecord`: refresh the cache first, then tell of the events."""
        runtime = self.kl.runtime.pod_runtime(uid)
        old, new = self.records.get(uid, {}), _states(runtime)
        events = _events(old, new)
        if self.reinspect.pop(uid, False) and not events:
            events = [PodLifecycleEvent(POD_SYNC, uid)]
        if not events:
            self._observe(uid)
            return
        self.world.cause = cause
        if new:
            self.cache[uid] = Cached(runtime, self.world.now)
            self.records[uid] = new
        else:
            self.cache.pop(uid, None)
            self.records.pop(uid, None)
        self._answer(uid, cause)
        self.kl.pod_manager.pleg_events(uid, [each for each in events if each.type != CHANGED])

    def _observe(self, uid: str) -> None:
        if cached := self.cache.get(uid):
            self.cache[uid] = Cached(cached.runtime, self.world.now)

    def _answer(self, uid: str, seen: int = 0) -> None:
        """Let who waits go on; `seen` is the change that the cache now has, if it has one."""
        if waiter := self.waiters.pop(uid, None):
            before, self.world.cause = self.world.cause, max(waiter.cause, seen)
            self.world.call(waiter.then)
            self.world.cause = before

    # The grid

    def _is_newer(self, uid: str, moment: Millis) -> bool:
        cached = self.cache.get(uid)
        return (cached is not None and cached.observed_ms > moment) or self._last() > moment

    def _last(self) -> Millis:
        """When the last finished relist began."""
        now = self.world.now
        last = now - (now - self.phase_ms) % GRID_MS
        return last - GRID_MS if self.alarms.get("relist", now + 1) <= now else last

    def _set_alarm(self) -> None:
        if "relist" not in self.alarms:
            now = self.world.now
            wait = GRID_MS - (now - self.phase_ms) % GRID_MS
            self.alarms["relist"] = now + wait
            self.after(wait, "relist")


def _states(runtime: PodRuntime) -> dict[str, str]:
    """Containers first, then sandboxes, which count as containers here."""
    states = {container.id: container.state for container in runtime.containers}
    for sandbox in runtime.sandboxes:
        states[sandbox.id] = RUNNING if sandbox.ready else EXITED
    return states


def _events(old: dict[str, str], new: dict[str, str]) -> list[PodLifecycleEvent]:
    """`computeEvents` over all containers of both records."""
    events = []
    for id, before in old.items():
        now = new.get(id, ABSENT)
        if now == before:
            continue
        if now != ABSENT:
            events.append(PodLifecycleEvent(EVENT_OF_STATE[now], id))
            continue
        if before != EXITED:
            events.append(PodLifecycleEvent(DIED, id))
        events.append(PodLifecycleEvent(REMOVED, id))
    for id, now in new.items():
        if id not in old:
            events.append(PodLifecycleEvent(EVENT_OF_STATE[now], id))
    return events
