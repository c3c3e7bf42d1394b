"""All probe workers of a node: when each runs, and who hears of its verdict.

A worker tries at once when its Pod is admitted, then every period: its ticks are phased
from the Pod's start, not from the container's. Only readiness has extra runs, which also
move its ticks.

Mirrors pkg/kubelet/prober/{prober_manager.go,worker.go} (`run`) and results_manager.go.
"""

from typing import Any

from lightkube.models.core_v1 import Pod, PodStatus

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.prober import results
from lifecycle.engine.kubelet.prober.probed import ProbeWorker, new_worker
from lifecycle.engine.kubelet.prober.prober import (
    FAILURE,
    SUCCESS,
    UNKNOWN,
    WARNING,
    Outcome,
    judge,
)
from lifecycle.engine.kubelet.prober.results import LIVENESS, READINESS, STARTUP, ProbeView
from lifecycle.engine.kubelet.prober.worker import (
    NEW_WORKER,
    Step,
    WorkerState,
    begin_probe,
    record_result,
)
from lifecycle.engine.kubelet.prober.workers import probes_of, probes_to_stop_on_termination

Key = tuple[str, str, str]
"""A Pod's uid, a container's name and a probe type."""

MAX_RETRIES = 3
VERDICTS = {SUCCESS: results.SUCCESS, WARNING: results.SUCCESS, FAILURE: results.FAILURE}


class ProbeManager(Part):
    """`manager`: workers, their alarms, and the verdicts by container."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.workers: dict[Key, ProbeWorker] = self.process.memory("probe-workers")
        self.states: dict[Key, WorkerState] = self.process.memory("probe-states")
        self.alarms: dict[Key, int] = self.process.memory("probe-alarms")
        self.running: dict[Key, tuple[str, int]] = self.process.memory("probe-running")
        self.last_runs: dict[Key, tuple[ProbeWorker, WorkerState]] = self.process.memory(
            "probe-last-runs"
        )
        self.due: dict[Key, bool] = self.process.memory("probe-due")
        self.resting: dict[Key, Millis] = self.process.memory("probe-resting")
        self.decided: dict[Key, PodStatus] = self.process.memory("probe-decided")
        self.verdicts: dict[tuple[str, str], str] = self.process.memory("probe-verdicts")
        self.counts: dict[str, int] = self.process.memory("probe-verdict-counts")
        self.on("probe.tick", self.tick)
        self.on("probe.trigger", self.trigger)
        self.on("probe.answered", self.answered)
        self.on("probe.again", self.do_probe)

    def view(self) -> ProbeView:
        """What the computation of a status needs to know."""
        return ProbeView(self.verdicts, self.workers, self.process.started_ms)

    def count_of_verdicts(self, uid: str) -> int:
        """How often a verdict on one of the Pod's containers was new."""
        return self.counts.get(uid, 0)

    # Workers come and go

    def add_pod(self, pod: Pod) -> None:
        """Make the workers that are missing (`AddPod`)."""
        uid = pod.metadata.uid
        for container, probe_type, probe in probes_of(pod):
            key = (uid, container.name, probe_type)
            if key in self.resting:
                self._wake(key)
            if key not in self.workers:
                self.workers[key] = new_worker(pod, container, probe_type, probe)
                self.states[key] = NEW_WORKER
                self._start(key)

    def _start(self, key: Key) -> None:
        """The first try is immediate, except in the first period after a kubelet's start."""
        period = self.workers[key].period_ms
        since = self.world.now - self.process.started_ms
        if since < period or not self.kl.gates.probes_begin_at_once:
            wait = round(period * self.world.draw("probe-start", *key, self.process.started_ms))
        else:
            wait = 0
        self.alarms[key] = self.after(wait, "probe.tick", key)

    def _wake(self, key: Key) -> None:
        """There may be a new container to watch: tick on where the ticks would be now."""
        period = self.workers[key].period_ms
        wait = period - (self.world.now - self.resting.pop(key)) % period
        self.alarms[key] = self.after(wait, "probe.tick", key)

    def stop_liveness_and_startup(self, pod: Pod) -> None:
        """A Pod that terminates is not restarted: its app containers' probes end."""
        for name, probe_type in probes_to_stop_on_termination(pod):
            self._stop((pod.metadata.uid, name, probe_type))

    def remove_pod(self, pod: Pod) -> None:
        """The containers are gone: all workers of the Pod end."""
        for container, probe_type, _ in probes_of(pod):
            self._stop((pod.metadata.uid, container.name, probe_type))

    def forget(self, uid: str) -> None:
        self.counts.pop(uid, None)

    def _stop(self, key: Key) -> None:
        worker = self.workers.pop(key, None)
        if worker is None:
            return
        state = self.states.pop(key)
        self.verdicts.pop((key[2], state.container_id), None)
        if self.running.pop(key, None) is not None:
            self.last_runs[key] = (worker, state)
        self.due.pop(key, None)
        self.decided.pop(key, None)
        if self.resting.pop(key, None) is None:
            self.world.cancel(self.alarms.pop(key))

    # When to run

    def tick(self, key: Key) -> None:
        """The worker's ticker; a tick during a run is kept for its end.

        A worker on hold does nothing until there is a new container, so its ticks rest.
        """
        worker = self.workers.get(key)
        if worker is None:
            return
        self.alarms[key] = self.after(worker.period_ms, "probe.tick", key)
        self.do_probe(key)
        state = self.states.get(key)
        if state is not None and state.on_hold and key not in self.running:
            self.world.cancel(self.alarms.pop(key))
            self.resting[key] = self.world.now

    def trigger_readiness(self, uid: str, names: tuple[str, ...]) -> None:
        """These have started and are not ready: probe at once."""
        for name in names if self.kl.gates.probes_begin_at_once else ():
            self.soon("probe.trigger", (uid, name, READINESS))

    def trigger(self, key: Key) -> None:
        """An extra run, from which the ticks are counted anew."""
        worker = self.workers.get(key)
        if worker is None:
            return
        self.world.cancel(self.alarms[key])
        self.alarms[key] = self.after(worker.period_ms, "probe.tick", key)
        self.do_probe(key)

    # One run

    def do_probe(self, key: Key) -> None:
        """`doProbe` up to the probe itself.

        What has led to a run once leads to a run again, until the Pod's status is another.
        """
        worker = self.workers.get(key)
        if worker is None:
            return
        if key in self.running:
            self.due[key] = True
            return
        state, status = self.states[key], self.kl.status_manager.get_pod_status(key[0])
        if status is not None and status is self.decided.get(key) and not state.on_hold:
            self._run(key, worker, state.container_id, 1)
            return
        step = begin_probe(
            state,
            worker.probe_type,
            worker.probe,
            worker.pod,
            worker.container,
            status,
            now_ms=self.world.now,
            kubelet_start=self.process.started_ms,
            gates=self.kl.gates,
        )
        self._take(key, worker, step)
        if not step.keep_going:
            self._stop(key)
        elif step.run:
            self.decided[key] = status
            self._run(key, worker, step.state.container_id, 1)

    def _run(self, key: Key, worker: ProbeWorker, container_id: str, attempt: int) -> None:
        self.running[key] = (container_id, attempt)
        metadata = worker.pod.metadata
        fault = self.kl.network.faults.of_probe(
            metadata.namespace, metadata.name, key[1], worker.probe_type
        )
        then = self.callback("probe.answered", key, container_id)
        self.kl.prober_runs.run(
            worker.target, worker.pod, worker.container, container_id, fault, then
        )

    def answered(self, key: Key, container_id: str, reply: Any) -> None:
        """`doProbe` after the probe: the record, the event, and what it adds up to."""
        worker, now = self.workers.get(key), self.running.pop(key, None)
        if worker is None or now is None:
            self._answered_late(key, reply)
            return
        outcome = judge(worker.target, reply, self.kl.texts)
        if outcome.error and now[1] < MAX_RETRIES:
            self._run(key, worker, container_id, now[1] + 1)
            return
        verdict = VERDICTS.get(outcome.result)
        step = record_result(self.states[key], worker.probe_type, worker.probe, verdict)
        self._record(worker, outcome, step)
        self._take(key, worker, step)
        if self.due.pop(key, False):
            self.soon("probe.again", key)

    def _answered_late(self, key: Key, reply: Any) -> None:
        """The worker was stopped meanwhile: its last run is told of, and counts for nothing."""
        worker, state = self.last_runs.pop(key, (None, None))
        if worker is not None:
            outcome = judge(worker.target, reply, self.kl.texts)
            self._record(worker, outcome, Step(state))

    def _record(self, worker: ProbeWorker, outcome: Outcome, step: Step) -> None:
        run = step.state.result_run
        if outcome.result == SUCCESS:
            passed = worker.passed
            self.world.cause = self.world.emit_like(passed, count=run or passed.threshold).id
            return
        failed = outcome.result in (FAILURE, UNKNOWN)
        pattern = worker.failed if failed else worker.passed
        record = self.world.emit_like(
            pattern,
            result=outcome.result if failed else SUCCESS,
            message=outcome.error or (outcome.output if failed else ""),
            count=run or pattern.threshold,
        )
        self.world.cause = record.id
        kind = worker.probe_type.capitalize()
        if outcome.error:
            reason = "Unhealthy"
            message = self.kl.texts.probe_errored.format(kind=kind, error=outcome.error)
        elif failed:
            reason, message = "Unhealthy", f"{kind} probe failed: {outcome.output}"
        else:
            reason, message = "ProbeWarning", f"{kind} probe warning: {outcome.output}"
        self.kl.recorder.container(
            worker.pod,
            worker.container,
            "Warning",
            reason,
            message,
            "probe.failure-threshold",
            f"{worker.probe_type}Probe",
        )

    # Verdicts

    def _take(self, key: Key, worker: ProbeWorker, step: Step) -> None:
        """Keep the worker's state; a verdict that is new is told to the kubelet."""
        self.states[key] = step.state
        if step.forget:
            self.verdicts.pop((worker.probe_type, step.forget), None)
        for verdict in step.verdicts:
            place = (worker.probe_type, step.state.container_id)
            if self.verdicts.get(place) != verdict:
                self.verdicts[place] = verdict
                self.counts[key[0]] = self.counts.get(key[0], 0) + 1
                self._tell(key[0], worker.probe_type, step.state.container_id, verdict)

    def _tell(self, uid: str, probe_type: str, container_id: str, verdict: str) -> None:
        """The probe cases of `syncLoopIteration`."""
        pod = self.kl.pod_manager.pods.get(uid)
        if pod is None:
            return
        passed = verdict == results.SUCCESS
        if probe_type == LIVENESS:
            if verdict != results.FAILURE:
                return
        elif probe_type == READINESS:
            self.kl.status_manager.set_container_readiness(pod, container_id, passed)
        elif probe_type == STARTUP:
            self.kl.status_manager.set_container_startup(pod, container_id, passed)
        self.kl.pod_manager.sync(uid)
