"""What one sync of a Pod is going to do, as values.

Mirrors `podActions` and `containerToKillInfo` of pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

from typing import NamedTuple

import msgspec
from lightkube.models.core_v1 import Container

REASON_STARTUP_PROBE = "StartupProbe"
REASON_LIVENESS_PROBE = "LivenessProbe"
REASON_FAILED_POST_START_HOOK = "FailedPostStartHook"
REASON_RESTART_ALL_CONTAINERS = "RestartAllContainers"
REASON_UNKNOWN = "Unknown"


class KillContainer(NamedTuple):
    """A container to kill; the message is what its Killing event says."""

    id: str
    name: str
    container: Container
    message: str
    reason: str = ""


class ResetContainer(NamedTuple):
    """A container to remove for a restart in place; `kill` when it still runs."""

    id: str
    name: str
    container: Container
    kill: bool


class UpdateContainer(NamedTuple):
    """A running container whose resource is set to what its spec says, without a restart."""

    id: str
    name: str
    container: Container


class PodActions(msgspec.Struct, frozen=True):
    """Everything one sync does; the numbers are indices into the lists of the spec.

    `containers_to_update` goes by resource name, decreases before increases.
    """

    kill_pod: bool = False
    create_sandbox: bool = False
    sandbox_id: str = ""
    attempt: int = 0
    init_containers_to_start: tuple[int, ...] = ()
    containers_to_start: tuple[int, ...] = ()
    ephemeral_containers_to_start: tuple[int, ...] = ()
    containers_to_kill: tuple[KillContainer, ...] = ()
    containers_to_reset: tuple[ResetContainer, ...] = ()
    containers_to_update: dict[str, tuple[UpdateContainer, ...]] = {}
    update_pod_resources: bool = False
    update_pod_level_resources: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the Pod is as it should be."""
        return not (
            self.kill_pod
            or self.create_sandbox
            or self.init_containers_to_start
            or self.containers_to_start
            or self.ephemeral_containers_to_start
            or self.containers_to_kill
            or self.containers_to_reset
            or self.containers_to_update
            or self.update_pod_level_resources
        )


class Plan:
    """The actions while they are being computed: lists to add to."""

    __slots__ = ("init_to_start", "kill", "kill_pod", "resized", "start", "update")

    def __init__(self) -> None:
        self.kill_pod = False
        self.init_to_start: list[int] = []
        self.start: list[int] = []
        self.kill: list[KillContainer] = []
        self.update: dict[str, list[UpdateContainer]] = {}
        self.resized = False
