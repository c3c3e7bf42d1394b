"""A probe worker: what never changes of it, worked out once, and what does.

Mirrors the `worker` of pkg/kubelet/prober/worker.go.
"""

from functools import lru_cache
from typing import TypeVar

import msgspec
from lightkube.models.core_v1 import Container, Pod, PodStatus, Probe

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.prober.prober import FAILURE, SUCCESS, Target, target_of
from lifecycle.engine.kubelet.prober.worker import NEW_WORKER, WorkerState
from lifecycle.engine.records import ProcessChanged

V = TypeVar("V")


class ProbeWorker(msgspec.Struct, frozen=True, gc=False):
    """What never changes of a worker.

    `path` is the probe's in the Pod; `passed` and `failed` are the patterns of its records.
    """

    pod: Pod
    container: Container
    probe_type: str
    probe: Probe
    target: Target
    period_ms: int
    path: str
    passed: ProcessChanged

    @property
    def failed(self) -> ProcessChanged:
        return msgspec.structs.replace(
            self.passed,
            result=FAILURE,
            threshold=self.probe.failureThreshold or 3,
            rule="probe.failure-threshold",
            fields=_fields(self.path, "failureThreshold"),
        )


class Probing(msgspec.Struct, frozen=True, gc=False):
    """A worker at work.

    `alarm` is its next tick's, unless the ticks rest; `attempt` counts the tries of the run
    under way and is 0 between runs, `again` says that another run has been asked for
    meanwhile; `decided` is the Pod's status that has led to a run.
    """

    worker: ProbeWorker
    state: WorkerState = NEW_WORKER
    alarm: int = 0
    resting_since: Millis | None = None
    attempt: int = 0
    again: bool = False
    decided: PodStatus | None = None


def new_worker(pod: Pod, container: Container, probe_type: str, probe: Probe) -> ProbeWorker:
    target = _one(target_of(probe, container))
    path = _one(f"{find_container(pod, container.name).path}.{probe_type}Probe")
    metadata = pod.metadata
    passed = ProcessChanged(
        id=0,
        t=0,
        what="probe",
        namespace=metadata.namespace,
        pod=metadata.name,
        uid=metadata.uid,
        container=container.name,
        probe=probe_type,
        handler=target.handler,
        result=SUCCESS,
        threshold=probe.successThreshold or 1,
        rule="probe.success-threshold",
        fields=_fields(path, "successThreshold"),
    )
    period_ms = (probe.periodSeconds or 10) * 1000
    return ProbeWorker(pod, container, probe_type, probe, target, period_ms, path, passed)


@lru_cache(maxsize=1024)
def _one(value: V) -> V:
    """The same object for equal values: the probes of a thousand Pods are told to do the same."""
    return value


@lru_cache(maxsize=1024)
def _fields(path: str, name: str) -> tuple[str, ...]:
    return (f"{path}.{name}",)
