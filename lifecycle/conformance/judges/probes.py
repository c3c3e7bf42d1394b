"""Cases of the probe worker's doProbe, step by step, and of the probe manager."""

from typing import Any

import msgspec
from lightkube.models.core_v1 import Container, Pod, PodStatus, Probe

from lifecycle.conformance.objects import NOW_MS, pod_of, pod_status_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.kernel.clock import EPOCH
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.prober.results import (
    FAILURE,
    SUCCESS,
    ProbeView,
    parse_container_id,
)
from lifecycle.engine.kubelet.prober.update_pod_status import update_pod_status
from lifecycle.engine.kubelet.prober.worker import (
    NEW_WORKER,
    Step,
    WorkerState,
    begin_probe,
    record_result,
)
from lifecycle.engine.kubelet.prober.workers import probe_of, probes_of
from lifecycle.engine.kubelet.status.transitions import check_container_state_transition

_OUTCOMES = {"success": SUCCESS, "warning": SUCCESS, "failure": FAILURE, "unknown": FAILURE}
"""What the prober makes of a probe's own outcome; an error is no result at all."""


class _Worker:
    """A worker with the verdicts that it stores, as the test looks at them after each step."""

    def __init__(self, case: Case) -> None:
        self.pod = pod_of(case["pod"])
        self.container = _container(self.pod, case["container"])
        self.probe_type: str = case["probeType"]
        self.probe = _probe(case, self.container)
        self.gates = _gates(case)
        self.state = NEW_WORKER
        self.verdicts: dict[str, str] = {}

    def set_before(self, before: dict[str, Any]) -> None:
        """What the test changed by hand between two steps."""
        self.state = WorkerState(
            parse_container_id(before["containerID"]),
            self.state.last_result,
            before["resultRun"],
            before["onHold"],
        )
        self.verdicts.pop(self.state.container_id, None)
        if before["result"] is not None:
            self.verdicts[self.state.container_id] = before["result"]

    def turn(self, status: PodStatus | None, deleted: bool, outcome: str) -> dict[str, Any]:
        pod = self.pod
        if deleted:
            metadata = msgspec.structs.replace(pod.metadata, deletionTimestamp=EPOCH)
            pod = msgspec.structs.replace(pod, metadata=metadata)
        step = begin_probe(
            self.state,
            self.probe_type,
            self.probe,
            pod,
            self.container,
            status,
            now_ms=NOW_MS,
            kubelet_start=NOW_MS,
            gates=self.gates,
        )
        self._take(step)
        if step.run:
            result = _OUTCOMES.get(outcome)
            self._take(record_result(self.state, self.probe_type, self.probe, result))
        return {
            "continue": step.keep_going,
            "result": self.verdicts.get(self.state.container_id),
            "resultRun": self.state.result_run,
            "onHold": self.state.on_hold,
            "containerID": self.state.container_id,
        }

    def _take(self, step: Step) -> None:
        self.state = step.state
        self.verdicts.pop(step.forget, None)
        for verdict in step.verdicts:
            self.verdicts[self.state.container_id] = verdict


def judge_table(case: Case) -> Answer:
    """The status of each step is what the status manager holds."""
    worker, got = _Worker(case), []
    for step in case["steps"]:
        worker.set_before(step["before"])
        status = pod_status_of(step["status"]) if step["status"] is not None else None
        got.append(worker.turn(status, step["deleted"], step["outcome"]))
    return Answer(_expected(case), got)


def judge_fuzz(case: Case) -> Answer:
    """The status of each step is offered to a real status manager, which may refuse it."""
    worker, got = _Worker(case), []
    stored: PodStatus | None = None
    for step in case["steps"]:
        offered = pod_status_of(step["status"]) if step["status"] is not None else None
        if offered is not None and (
            stored is None
            or check_container_state_transition(stored, offered, worker.pod.spec) is None
        ):
            stored = offered
        status = stored if offered is not None else None
        got.append(worker.turn(status, step["deleted"], step["outcome"]))
    return Answer(_expected(case), got)


def judge_manager(case: Case) -> Answer:
    """What workers a Pod gets, or what a status says of `started` and `ready`."""
    pod = pod_of(case["pod"])
    if "workers" in case["expect"]:
        workers: dict[str, list[str]] = {}
        for probed in probes_of(pod):
            workers.setdefault(probed.container.name, []).append(probed.probe_type)
        return Answer(case["expect"], {"workers": {k: sorted(v) for k, v in workers.items()}})
    status = pod.status or PodStatus()
    update_pod_status(pod, status, _view(case, pod))
    statuses = [*(status.containerStatuses or ()), *(status.initContainerStatuses or ())]
    got = {
        field: {each.name: bool(getattr(each, field)) for each in statuses}
        for field in case["expect"]
    }
    return Answer(case["expect"], got)


def _view(case: Case, pod: Pod) -> ProbeView:
    uid = pod.metadata.uid or ""
    workers = [(uid, name, kind) for name, kinds in case["workers"].items() for kind in kinds]
    results = {
        (kind, f"{name}_id"): _OUTCOMES[outcome]
        for name, kinds in case["results"].items()
        for kind, outcome in kinds.items()
    }
    return ProbeView(results, workers, NOW_MS)


def _expected(case: Case) -> list[dict[str, Any]]:
    return [
        {**step["expect"], "containerID": parse_container_id(step["expect"]["containerID"])}
        for step in case["steps"]
    ]


def _container(pod: Pod, name: str) -> Container:
    containers = [*(pod.spec.initContainers or ()), *pod.spec.containers]
    return next(each for each in containers if each.name == name)


def _probe(case: Case, container: Container) -> Probe:
    if case.get("probe"):
        return msgspec.convert(case["probe"], Probe)
    return probe_of(container, case["probeType"]) or Probe()


def _gates(case: Case) -> Gates:
    gates = case.get("featureGates", {})
    return msgspec.structs.replace(
        V1_36,
        change_container_status_on_kubelet_restart=gates.get(
            "ChangeContainerStatusOnKubeletRestart", False
        ),
    )
