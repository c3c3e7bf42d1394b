"""All probe workers of a node: when each runs, and who hears of its verdict.

A worker tries at once when its Pod is admitted, then every period: its ticks are phased
from the Pod's start, not from the container's. Only readiness has extra runs, which also
move its ticks.

Mirrors pkg/kubelet/prober/{prober_manager.go,worker.go} (`run`) and results_manager.go.
"""

from typing import Any

from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.prober import results
from lifecycle.engine.kubelet.prober.probed import ProbeWorker, Probing, Routine, new_worker
from lifecycle.engine.kubelet.prober.prober import (
    FAILURE,
    SUCCESS,
    UNKNOWN,
    WARNING,
    Outcome,
    judge,
)
from lifecycle.engine.kubelet.prober.results import LIVENESS, READINESS, STARTUP, ProbeView
from lifecycle.engine.kubelet.prober.worker import Step, WorkerState, begin_probe, record_result
from lifecycle.engine.kubelet.prober.workers import probes_of, probes_to_stop_on_termination
from lifecycle.engine.kubelet.status_manager import VersionedStatus

Key = tuple[str, str, str]
"""A Pod's uid, a container's name and a probe type."""

MAX_RETRIES = 3
VERDICTS = {SUCCESS: results.SUCCESS, WARNING: results.SUCCESS, FAILURE: results.FAILURE}


class ProbeManager(Part):
    """`manager`: workers, their alarms, and the verdicts by container."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.workers: dict[Key, Probing] = self.process.memory("probe-workers")
        self.last_runs: dict[Key, Probing] = self.process.memory("probe-last-runs")
        self.verdicts: dict[tuple[str, str], str] = self.process.memory("probe-verdicts")
        self.counts: dict[str, int] = self.process.memory("probe-verdict-counts")
        self._seen = kl.status_manager.statuses.get
        self.on("probe.tick", self.tick)
        self.on("probe.trigger", self.trigger)
        self.on("probe.answered", self.answered)
        self.on("probe.again", self.again)

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
            probing = self.workers.get(key)
            if probing is None:
                probing = Probing(new_worker(pod, container, probe_type, probe))
                self._tick_after(self._first_wait(key, probing.worker), key, probing)
            elif probing.resting_since is not None:
                self._wake(key, probing)

    def _first_wait(self, key: Key, worker: ProbeWorker) -> Millis:
        """The first try is immediate, except in the first period after a kubelet's start."""
        since = self.world.now - self.process.started_ms
        if since >= worker.period_ms and self.kl.gates.probes_begin_at_once:
            return 0
        share = self.world.draw("probe-start", *key, self.process.started_ms)
        return round(worker.period_ms * share)

    def _wake(self, key: Key, probing: Probing) -> None:
        """There may be a new container to watch: tick on where the ticks would be now."""
        period = probing.worker.period_ms
        wait = period - (self.world.now - probing.resting_since) % period
        self._tick_after(wait, key, replace(probing, resting_since=None))

    def _tick_after(self, wait: Millis, key: Key, probing: Probing) -> None:
        self.workers[key] = replace(probing, alarm=self.after(wait, "probe.tick", key))

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
        probing = self.workers.pop(key, None)
        if probing is None:
            return
        self.verdicts.pop((key[2], probing.state.container_id), None)
        if probing.attempt:
            self.last_runs[key] = probing
        if probing.resting_since is None:
            self.world.cancel(probing.alarm)

    # When to run

    def tick(self, key: Key) -> None:
        """The worker's ticker; a tick during a run is kept for its end.

        A worker on hold does nothing until there is a new container, so its ticks rest.
        """
        probing = self.workers.get(key)
        if probing is None:
            return
        alarm = self.after(probing.worker.period_ms, "probe.tick", key)
        routine = probing.routine
        if routine is not None and routine.seen is self._seen(key[0]) and not probing.attempt:
            self._run(key, replace(probing, alarm=alarm, attempt=1))
            return
        self._turn(key, replace(probing, alarm=alarm))
        probing = self.workers.get(key)
        if probing is not None and probing.state.on_hold and not probing.attempt:
            self.world.cancel(probing.alarm)
            self.workers[key] = replace(probing, resting_since=self.world.now)

    def trigger_readiness(self, uid: str, names: tuple[str, ...]) -> None:
        """These have started and are not ready: probe at once."""
        for name in names if self.kl.gates.probes_begin_at_once else ():
            self.soon("probe.trigger", (uid, name, READINESS))

    def trigger(self, key: Key) -> None:
        """An extra run, from which the ticks are counted anew."""
        probing = self.workers.get(key)
        if probing is not None:
            self.world.cancel(probing.alarm)
            alarm = self.after(probing.worker.period_ms, "probe.tick", key)
            self._turn(key, replace(probing, alarm=alarm))

    # One run

    def again(self, key: Key) -> None:
        """The run that was asked for during another one."""
        probing = self.workers.get(key)
        if probing is not None:
            self._turn(key, probing)

    def _turn(self, key: Key, probing: Probing) -> None:
        """`doProbe` up to the probe itself."""
        if probing.attempt:
            self.workers[key] = replace(probing, again=True)
            return
        worker, seen = probing.worker, self._seen(key[0])
        step = begin_probe(
            probing.state,
            worker.probe_type,
            worker.probe,
            worker.pod,
            worker.container,
            seen and seen.status,
            now_ms=self.world.now,
            kubelet_start=self.process.started_ms,
            gates=self.kl.gates,
        )
        self._take(key, replace(probing, routine=None), step)
        if not step.keep_going:
            self._stop(key)
        elif step.run:
            routine = self._routine(key, worker, step.state.container_id, seen)
            self._run(key, replace(self.workers[key], attempt=1, routine=routine))

    def _routine(
        self, key: Key, worker: ProbeWorker, container_id: str, seen: VersionedStatus
    ) -> Routine:
        then, order = self.callback("probe.answered", key, container_id), None
        if worker.target.handler == "exec":
            command, timeout_ms = worker.target.arguments[0], worker.target.timeout_ms
            order = self.kl.runtime.execs.order(container_id, command, timeout_ms, then)
        return Routine(seen, then, order)

    def _run(self, key: Key, probing: Probing) -> None:
        self.workers[key] = probing
        routine, faults = probing.routine, self.kl.network.faults
        if routine.order is not None and faults.none:
            self.kl.runtime.execs.carry_out(routine.order)
            return
        worker = probing.worker
        metadata = worker.pod.metadata
        fault = faults.of_probe(metadata.namespace, metadata.name, key[1], worker.probe_type)
        container_id = routine.then[-1]
        self.kl.prober_runs.run(
            worker.target, worker.pod, worker.container, container_id, fault, routine.then
        )

    def answered(self, key: Key, container_id: str, reply: Any) -> None:
        """`doProbe` after the probe: the record, the event, and what it adds up to."""
        probing = self.workers.get(key)
        if probing is None or not probing.attempt:
            self._answered_late(key, reply)
            return
        worker, routine = probing.worker, probing.routine
        if routine.heard is not None and reply == routine.heard:
            self._heard_again(key, probing)
            return
        outcome = judge(worker.target, reply, self.kl.texts)
        if outcome.error and probing.attempt < MAX_RETRIES:
            self._run(key, replace(probing, attempt=probing.attempt + 1))
            return
        verdict = VERDICTS.get(outcome.result)
        step = record_result(probing.state, worker.probe_type, worker.probe, verdict)
        self._record(worker, outcome, step)
        heard = reply if outcome.result == SUCCESS and step.verdicts else None
        self._take(key, replace(probing, routine=replace(routine, heard=heard)), step)
        if probing.again:
            self.soon("probe.again", key)

    def _heard_again(self, key: Key, probing: Probing) -> None:
        """One more success in a row, which the verdict says already."""
        state = probing.state
        run = state.result_run + 1
        self.world.cause = self.world.emit_like(probing.worker.passed, count=run).id
        state = WorkerState(state.container_id, state.last_result, run)
        self.workers[key] = replace(probing, state=state, attempt=0, again=False)
        if probing.again:
            self.soon("probe.again", key)

    def _answered_late(self, key: Key, reply: Any) -> None:
        """The worker was stopped meanwhile: its last run is told of, and counts for nothing."""
        last = self.last_runs.pop(key, None)
        if last is not None:
            outcome = judge(last.worker.target, reply, self.kl.texts)
            self._record(last.worker, outcome, Step(last.state))

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

    def _take(self, key: Key, probing: Probing, step: Step) -> None:
        """The worker's next state, between runs; a verdict that is new is told to the kubelet."""
        routine = None if step.state.on_hold else probing.routine
        self.workers[key] = replace(
            probing, state=step.state, attempt=0, again=False, routine=routine
        )
        probe_type = key[2]
        if step.forget:
            self.verdicts.pop((probe_type, step.forget), None)
        for verdict in step.verdicts:
            place = (probe_type, step.state.container_id)
            if self.verdicts.get(place) != verdict:
                self.verdicts[place] = verdict
                self.counts[key[0]] = self.counts.get(key[0], 0) + 1
                self._tell(key[0], probe_type, step.state.container_id, verdict)

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
        if probe_type == LIVENESS or self.kl.gates.every_probe_is_heeded:
            self.kl.pod_manager.sync(uid)
