"""What never changes of a probe worker, worked out once: every tick needs it.

Mirrors `newWorker` of pkg/kubelet/prober/worker.go.
"""

from typing import Any

import msgspec
from lightkube.models.core_v1 import Container, Pod, Probe

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.kubelet.prober.prober import Target, target_of


class ProbeWorker(msgspec.Struct, frozen=True):
    """What never changes of a worker; its state and alarm have tables of their own."""

    pod: Pod
    container: Container
    probe_type: str
    probe: Probe
    target: Target
    period_ms: int
    path: str
    record: dict[str, Any]


def new_worker(pod: Pod, container: Container, probe_type: str, probe: Probe) -> ProbeWorker:
    target = target_of(probe, container)
    place = find_container(pod, container.name)
    path = f"{place.path}.{probe_type}Probe"
    metadata = pod.metadata
    common = {
        "what": "probe",
        "namespace": metadata.namespace,
        "pod": metadata.name,
        "uid": metadata.uid,
        "container": container.name,
        "probe": probe_type,
        "handler": target.handler,
    }
    return ProbeWorker(
        pod,
        container,
        probe_type,
        probe,
        target,
        (probe.periodSeconds or 10) * 1000,
        path,
        {
            False: {
                **common,
                "rule": "probe.success-threshold",
                "fields": (f"{path}.successThreshold",),
            },
            True: {
                **common,
                "rule": "probe.failure-threshold",
                "fields": (f"{path}.failureThreshold",),
            },
        },
    )


def threshold_of(probe: Probe, failed: bool) -> int:
    return (probe.failureThreshold or 3) if failed else (probe.successThreshold or 1)
