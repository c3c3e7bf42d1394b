"""What the runtime says of a Pod when the kubelet asks: the CRI's statuses.

Mirrors the parts of cri-api's `ContainerStatus` and `PodSandboxStatus`, and kubelet's
`container.PodStatus` (pkg/kubelet/container/runtime.go), that decide a Pod's life.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis

CREATED, RUNNING, EXITED, UNKNOWN = "created", "running", "exited", "unknown"


class SandboxStatus(msgspec.Struct, frozen=True):
    """A Pod's sandbox: the pause container that holds its namespaces and its address."""

    id: str
    attempt: int = 0
    ready: bool = True
    created_ms: Millis = 0
    ip: str = ""


class ContainerStatus(msgspec.Struct, frozen=True, gc=False):
    """One instance of a container; a restart makes a new one with the next attempt.

    `restart_count` is the attempt stored with the container. `spec_hash_matches` is False
    when the Pod's spec of this container changed since it was made. `sandbox_id` is the
    sandbox that it was made in, which need not be the Pod's present one.
    """

    id: str
    name: str
    state: str
    restart_count: int = 0
    image: str = ""
    image_id: str = ""
    created_ms: Millis = 0
    started_ms: Millis = 0
    finished_ms: Millis = 0
    exit_code: int = 0
    reason: str = ""
    message: str = ""
    spec_hash_matches: bool = True
    sandbox_id: str = ""


class PodRuntime(msgspec.Struct, frozen=True, gc=False):
    """Everything of one Pod, newest first in both lists."""

    sandboxes: tuple[SandboxStatus, ...] = ()
    containers: tuple[ContainerStatus, ...] = ()

    def newest(self, name: str) -> ContainerStatus | None:
        """The newest instance of that container (`FindContainerStatusByName`)."""
        return next((c for c in self.containers if c.name == name), None)
