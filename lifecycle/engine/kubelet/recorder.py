"""The kubelet's Events: who says what about which part of a Pod.

Mirrors the recorder of pkg/kubelet/kubelet.go and `recordContainerEvent` of
pkg/kubelet/kuberuntime/kuberuntime_container.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.api.pod import APP, EPHEMERAL, find_container
from lifecycle.engine.kubelet.part import Part

NORMAL, WARNING = "Normal", "Warning"


class Recorder(Part):
    """Events with the source `kubelet, <node>`."""

    def pod(self, pod: Pod, type: str, reason: str, message: str) -> None:
        self._record(pod, type, reason, message, "")

    def container(
        self, pod: Pod, container: Container, type: str, reason: str, message: str
    ) -> None:
        self._record(pod, type, reason, message, container_field_path(pod, container.name))

    def _record(self, pod: Pod, type: str, reason: str, message: str, field_path: str) -> None:
        self.kl.api.record_event(pod, type, reason, message, "kubelet", field_path)


def container_field_path(pod: Pod, name: str) -> str:
    """`spec.containers{app}`, as `GenerateContainerRef` writes it."""
    place = find_container(pod, name)
    if place is None:
        return ""
    lists = {APP: "containers", EPHEMERAL: "ephemeralContainers"}
    return f"spec.{lists.get(place.kind, 'initContainers')}{{{name}}}"
