"""The kubelet's Events: who says what about which part of a Pod.

Mirrors the recorder of pkg/kubelet/kubelet.go and `recordContainerEvent` of
pkg/kubelet/kuberuntime/kuberuntime_container.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.api.pod import APP, EPHEMERAL, Place, find_container
from lifecycle.engine.kubelet.part import Part

NORMAL, WARNING = "Normal", "Warning"


class Recorder(Part):
    """Events with the source `kubelet, <node>`."""

    def pod(
        self,
        pod: Pod,
        type: str,
        reason: str,
        message: str,
        rule: str = "",
        fields: tuple[str, ...] = (),
    ) -> int:
        """An Event about the Pod; answers with its record, so that it can be named as a cause."""
        before = len(self.world.records)
        self.kl.api.record_event(
            pod, type, reason, message, "kubelet", "", rule=rule, fields=fields
        )
        return self._said(before)

    def container(
        self,
        pod: Pod,
        container: Container,
        type: str,
        reason: str,
        message: str,
        rule: str = "",
        field: str = "",
    ) -> int:
        """An Event about `spec.containers{app}`; `field` of it decided, or `spec.…` of the Pod."""
        before = len(self.world.records)
        place = find_container(pod, container.name)
        fields = (f"{place.path}.{field}",) if place is not None and field else ()
        fields = (field,) if field.startswith("spec.") else fields
        self.kl.api.record_event(
            pod,
            type,
            reason,
            message,
            "kubelet",
            _field_path(place),
            rule=rule,
            fields=fields,
        )
        return self._said(before)

    def _said(self, before: int) -> int:
        said = len(self.world.records)
        return said if said > before else self.world.cause


def _field_path(place: Place | None) -> str:
    """`spec.containers{app}`, as `GenerateContainerRef` writes it."""
    if place is None:
        return ""
    lists = {APP: "containers", EPHEMERAL: "ephemeralContainers"}
    return f"spec.{lists.get(place.kind, 'initContainers')}{{{place.container.name}}}"
