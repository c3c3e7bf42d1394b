"""Which probe workers a Pod has, and which of them end with its termination.

Mirrors `AddPod`, `StopLivenessAndStartup` and `RemovePod` of pkg/kubelet/prober/prober_manager.go.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lightkube.models.core_v1 import Container, Pod, Probe

from lifecycle.engine.kubelet.kuberuntime.restart_rules import is_restartable_init_container
from lifecycle.engine.kubelet.prober.results import LIVENESS, PROBE_TYPES, READINESS, STARTUP


class ProbedContainer(NamedTuple):
    """A container, and one of the probes that its spec declares."""

    container: Container
    probe_type: str
    probe: Probe


def probe_of(container: Container, probe_type: str) -> Probe | None:
    """The container's probe of that type."""
    if probe_type == LIVENESS:
        return container.livenessProbe
    return container.readinessProbe if probe_type == READINESS else container.startupProbe


def probes_of(pod: Pod) -> Iterator[ProbedContainer]:
    """One for each worker: app containers and sidecars, never ordinary init containers."""
    sidecars = filter(is_restartable_init_container, pod.spec.initContainers or ())
    for container in (*pod.spec.containers, *sidecars):
        probes = (container.startupProbe, container.readinessProbe, container.livenessProbe)
        for probe_type, probe in zip(PROBE_TYPES, probes):
            if probe is not None:
                yield ProbedContainer(container, probe_type, probe)


def probes_to_stop_on_termination(pod: Pod) -> Iterator[tuple[str, str]]:
    """Container name and probe type of the workers that end when a termination begins.

    Readiness goes on until the containers have stopped, and so does everything of sidecars.
    """
    for container in pod.spec.containers:
        for probe_type in (LIVENESS, STARTUP):
            yield container.name, probe_type
