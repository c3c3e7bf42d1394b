"""A probe worker: what never changes of it, worked out once, and what does.

Mirrors the `worker` of pkg/kubelet/prober/worker.go.
"""

from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from lightkube.models.core_v1 import Container, Pod, Probe

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.cri.exec import Order
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.prober.prober import FAILURE, SUCCESS, Target, target_of
from lifecycle.engine.kubelet.prober.worker import NEW_WORKER, WorkerState
from lifecycle.engine.kubelet.status_manager import VersionedStatus
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


class Routine(msgspec.Struct, frozen=True, gc=False):
    """What a worker does at each tick for as long as nothing changes, worked out once.

    In a life of minutes it does so dozens of times. `seen` is the Pod's status that has led to
    a run: another one ends the routine. A run carries out `order`, or asks the network where it
    is no command. `heard` is the reply to the last run if nothing came of it but one success
    more in a row, so that nothing else comes of the same reply.
    """

    seen: VersionedStatus
    then: Callback
    order: Order | None
    heard: Any = None


class Probing(msgspec.Struct, frozen=True, gc=False):
    """A worker at work.

    `alarm` is its next tick's, unless the ticks rest; `attempt` counts the tries of the run
    under way and is 0 between runs, `again` says that another run has been asked for
    meanwhile; `routine` is there from its first run on, unless it is on hold.
    """

    worker: ProbeWorker
    state: WorkerState = NEW_WORKER
    alarm: int = 0
    resting_since: Millis | None = None
    attempt: int = 0
    again: bool = False
    routine: Routine | None = None


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
