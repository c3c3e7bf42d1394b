"""One worker for each Pod, strictly serial: the latest wish wins, and there is no way back.

A worker takes the pending update, waits until the cache is newer than its last pass, and
makes one pass: SyncPod, then TerminatingPod, then TerminatedPod. Wishes that arrive
meanwhile merge into one that is taken when the pass is over. A pass that has to wait (for
a sandbox, a pull, a hook, a stop) is resumed by the answers it asked for; the worker only
knows that it is syncing.

Mirrors pkg/kubelet/pod_workers.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.grace import calculate_effective_grace_period
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.statecharts import POD_WORKER

CREATE, UPDATE, SYNC, KILL = "create", "update", "sync", "kill"
SYNC_POD, TERMINATING_POD, TERMINATED_POD, FINISHED = POD_WORKER.states


class KillPodOptions(msgspec.Struct, frozen=True):
    """Why the kubelet itself ends a Pod: what its status shall say, and the time it gets.

    `disruption_message` is that of the condition, where it is not the status' own.
    """

    reason: str = ""
    message: str = ""
    evict: bool = False
    grace_override: int | None = None
    disruption: str = ""
    disruption_message: str = ""


class Update(msgspec.Struct, frozen=True, gc=False):
    """A wish for a Pod: `UpdatePodOptions`. `cause` is the record that led to it."""

    kind: str
    pod: Pod
    cause: int = 0
    kill: KillPodOptions | None = None


class Worker(msgspec.Struct, frozen=True, gc=False):
    """`podSyncStatus`: what is known of one Pod's worker.

    `passing` is the kind of the pass that is under way, or empty. It can lag behind the
    state: a Pod that is deleted while it pulls an image goes on pulling.
    """

    namespace: str
    name: str
    state: str = SYNC_POD
    pending: Update | None = None
    active: Update | None = None
    passing: str = ""
    last_sync_ms: Millis | None = None
    grace_period: int = 0
    deleted: bool = False
    evicted: bool = False
    kill: KillPodOptions | None = None
    terminated_ms: Millis | None = None

    @property
    def syncing(self) -> bool:
        return self.passing != ""

    @property
    def is_terminating(self) -> bool:
        return self.state != SYNC_POD

    @property
    def is_terminated(self) -> bool:
        return self.state in (TERMINATED_POD, FINISHED)


class Outcome(msgspec.Struct, frozen=True):
    """How a pass ended: `backoff_until` when every error was a crash back-off."""

    terminal: bool = False
    error: str = ""
    backoff_until: Millis | None = None
    network_not_ready: bool = False


class PodWorkers(Part):
    """All workers of a node."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.workers: dict[str, Worker] = self.process.memory("workers")
        self.on("worker.pass", self.start_pass)

    # What others ask

    def could_have_running_containers(self, uid: str) -> bool:
        worker = self.workers.get(uid)
        return worker is not None and not worker.is_terminated

    def is_terminating(self, uid: str) -> bool:
        worker = self.workers.get(uid)
        return worker is not None and worker.is_terminating

    def is_syncing(self, uid: str) -> bool:
        worker = self.workers.get(uid)
        return worker is not None and worker.syncing

    def is_known(self, uid: str) -> bool:
        return uid in self.workers

    def is_known_by_name(self, namespace: str, name: str) -> bool:
        """Whether there is a worker of a Pod of that name."""
        return any((w.namespace, w.name) == (namespace, name) for w in self.workers.values())

    def is_finished(self, uid: str) -> bool:
        worker = self.workers.get(uid)
        return worker is not None and worker.state == FINISHED

    def should_pod_content_be_removed(self, uid: str) -> bool:
        """Dead containers of a Pod that was evicted or deleted need not be kept."""
        worker = self.workers.get(uid)
        if worker is None:
            return True
        over = worker.is_terminated
        if not self.kl.gates.terminal_phase_by_worker:
            over = worker.state == FINISHED
        return worker.evicted or (worker.deleted and over)

    def forget(self, uid: str) -> None:
        """The Pod is finished and gone from the API (`removeTerminatedWorker`)."""
        self.workers.pop(uid, None)

    # Wishes

    def update_pod(self, update: Update) -> None:
        """`UpdatePod`: merge the wish; one that ends the Pod can't be taken back."""
        pod = update.pod
        uid = pod.metadata.uid
        worker = self.workers.get(uid)
        if worker is None:
            if update.kind in (SYNC, KILL) and uid not in self.kl.pod_manager.pods:
                return
            worker = self._new_worker(pod)
        if worker.state == FINISHED:
            return
        worker = self._end_if_asked(worker, update)
        self.workers[uid] = replace(worker, pending=_merged(worker.pending, update))
        if not worker.syncing:
            self._take(uid)

    def _new_worker(self, pod: Pod) -> Worker:
        """A Pod that had ended before this kubelet saw it needs only be tidied up."""
        worker = Worker(pod.metadata.namespace, pod.metadata.name)
        if _has_ended(pod) and not self.kl.kubelet_pods.runtime_has_running(pod.metadata.uid):
            worker = replace(worker, state=TERMINATED_POD, terminated_ms=self.world.now)
        return worker

    def _end_if_asked(self, worker: Worker, update: Update) -> Worker:
        pod, kill = update.pod, update.kill
        deleting = pod.metadata.deletionTimestamp is not None
        worker = replace(
            worker,
            deleted=worker.deleted or deleting,
            evicted=worker.evicted or bool(kill and kill.evict),
            kill=worker.kill or kill,
        )
        if not worker.is_terminating and (deleting or _has_ended(pod) or update.kind == KILL):
            worker = self._enter(worker, TERMINATING_POD)
            self.kl.volumes.cancel(pod.metadata.uid)
        if worker.state == TERMINATING_POD:
            override = kill.grace_override if kill else None
            grace, _ = calculate_effective_grace_period(
                pod, current=worker.grace_period, override=override
            )
            worker = replace(worker, grace_period=grace)
        return worker

    def _enter(self, worker: Worker, state: str) -> Worker:
        assert POD_WORKER.allows(worker.state, state), (worker.state, state)
        return replace(worker, state=state)

    # Passes

    def _take(self, uid: str) -> None:
        """`startPodSync`: the pending update becomes the active one; wait for the cache."""
        world, worker = self.world, self.workers[uid]
        self.workers[uid] = replace(
            worker, passing=worker.state, active=worker.pending, pending=None
        )
        cause, world.cause = world.cause, worker.pending.cause
        self.kl.pleg.get_newer_than(uid, worker.last_sync_ms, self.callback("worker.pass", uid))
        world.cause = cause

    def start_pass(self, uid: str) -> None:
        """Do what the worker's state says; every pass ends in `complete`."""
        worker = self.workers.get(uid)
        if worker is None or self.kl.runtime_health.holds(uid):
            return
        # What the cache has seen since tells more of a pass than what asked for it.
        seen = self.world.cause if worker.passing != TERMINATING_POD else 0
        self.world.cause = max(worker.active.cause, seen)
        pod = worker.active.pod
        if worker.passing == SYNC_POD:
            self.kl.sync_pod.begin(pod, self.kl.pleg.get(uid))
        elif worker.passing == TERMINATING_POD:
            self.kl.terminating_pod.begin(pod, worker.grace_period, worker.kill)
        else:
            self.kl.terminated_pod.begin(pod, worker.terminated_ms)

    def again(self, uid: str) -> None:
        """Begin the pass that was held back."""
        self.soon("worker.pass", uid)

    def complete(self, uid: str, outcome: Outcome) -> None:
        """The pass is over: move on to the next state if it is done, and queue again."""
        worker = self.workers[uid]
        passed = worker.passing
        worker = replace(worker, last_sync_ms=self.world.now, passing="")
        done = not outcome.error and (outcome.terminal or passed != SYNC_POD)
        if done and passed == TERMINATED_POD:
            self.workers[uid] = replace(self._enter(worker, FINISHED), pending=None)
            self.kl.pod_manager.finished(uid)
            return
        if done:
            worker = self._move_on(worker, passed)
        self.workers[uid] = worker
        self._complete_work(uid, done, outcome)

    def _move_on(self, worker: Worker, passed: str) -> Worker:
        """`completeSync`, `completeTerminating`: the last update is wished for once more."""
        if passed == TERMINATING_POD:
            worker = self._enter(worker, TERMINATED_POD)
            worker = replace(worker, terminated_ms=self.world.now)
            self.kl.pod_manager.resources_freed(worker.active.pod.metadata.uid)
        elif worker.state == SYNC_POD:
            worker = self._enter(worker, TERMINATING_POD)
            grace, _ = calculate_effective_grace_period(worker.active.pod)
            worker = replace(worker, grace_period=grace)
        following = worker.pending or replace(worker.active, kind=SYNC)
        cause = max(following.cause, self.world.cause)
        return replace(worker, pending=replace(following, cause=cause))

    def _complete_work(self, uid: str, transition: bool, outcome: Outcome) -> None:
        """`completeWork`: when the work queue brings the Pod back at the latest."""
        self.kl.work_queue.requeue(uid, transition, outcome)
        if self.workers[uid].pending is not None:
            self._take(uid)


def _has_ended(pod: Pod) -> bool:
    return pod.status is not None and is_terminal(pod.status.phase)


def _merged(pending: Update | None, update: Update) -> Update:
    """A kill that waits is not forgotten for a mere sync (`mergeLastUpdate`)."""
    if pending is None or update.kind == KILL:
        return update
    return replace(update, kill=pending.kill)
