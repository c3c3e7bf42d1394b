"""What a probe says, and where the kubelet keeps what its probes have said.

Mirrors pkg/kubelet/prober/results and the maps of pkg/kubelet/prober/prober_manager.go.
"""

from collections.abc import Container, Mapping
from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis

SUCCESS, FAILURE, UNKNOWN = "Success", "Failure", "UNKNOWN"
LIVENESS, READINESS, STARTUP = "liveness", "readiness", "startup"
PROBE_TYPES = (STARTUP, READINESS, LIVENESS)
"""In the order in which a Pod's workers are made."""

INITIAL_RESULTS = {LIVENESS: SUCCESS, READINESS: FAILURE, STARTUP: UNKNOWN}
"""What stands for a container before its first probe."""

Results = Mapping[tuple[str, str], str]
"""The verdict by probe type and container id (the runtime's, without `containerd://`)."""

Workers = Container[tuple[str, str, str]]
"""Which workers exist, by Pod uid, container name and probe type."""


class ProbeView(NamedTuple):
    """What the status of a Pod needs to know of its probes."""

    results: Results
    workers: Workers
    kubelet_start: Millis = 0


NO_PROBES = ProbeView({}, ())


def parse_container_id(container_id: str | None) -> str:
    """The runtime's id of a container, out of `containerd://id` (`ParseContainerID`)."""
    return container_id.rpartition("://")[2] if container_id else ""


def kubelet_restart_grace(kubelet_start: Millis) -> Millis:
    """A container that started before this has outlived a restart of the kubelet."""
    return kubelet_start - 10_000
