"""What never changes of a probe worker, worked out once: every tick needs it.

Mirrors `newWorker` of pkg/kubelet/prober/worker.go.
"""

import msgspec
from lightkube.models.core_v1 import Container, Pod, Probe

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.kubelet.prober.prober import FAILURE, SUCCESS, Target, target_of
from lifecycle.engine.records import ProcessChanged


class ProbeWorker(msgspec.Struct, frozen=True):
    """What never changes of a worker; its state and alarm have tables of their own.

    `passed` and `failed` are the patterns of its records.
    """

    pod: Pod
    container: Container
    probe_type: str
    probe: Probe
    target: Target
    period_ms: int
    path: str
    passed: ProcessChanged
    failed: ProcessChanged


def new_worker(pod: Pod, container: Container, probe_type: str, probe: Probe) -> ProbeWorker:
    target = target_of(probe, container)
    place = find_container(pod, container.name)
    path = f"{place.path}.{probe_type}Probe"
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
        fields=(f"{path}.successThreshold",),
    )
    failed = msgspec.structs.replace(
        passed,
        result=FAILURE,
        threshold=probe.failureThreshold or 3,
        rule="probe.failure-threshold",
        fields=(f"{path}.failureThreshold",),
    )
    period_ms = (probe.periodSeconds or 10) * 1000
    return ProbeWorker(pod, container, probe_type, probe, target, period_ms, path, passed, failed)
