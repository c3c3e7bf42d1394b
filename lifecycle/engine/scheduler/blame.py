"""Which fields of a Pod's manifest a plugin read when it turned the Pod away."""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.apiserver.meta import field_at
from lifecycle.engine.scheduler.nodeinfo import host_ports

_FIELDS = {
    "NodeUnschedulable": ("spec.tolerations",),
    "NodeName": ("spec.nodeName",),
    "TaintToleration": ("spec.tolerations",),
    "NodeAffinity": ("spec.nodeSelector", "spec.affinity.nodeAffinity"),
    "VolumeBinding": ("spec.volumes",),
    "PodTopologySpread": ("spec.topologySpreadConstraints",),
    "InterPodAffinity": ("spec.affinity.podAffinity", "spec.affinity.podAntiAffinity"),
}


def blamed_fields(pod: Pod, plugin: str) -> tuple[str, ...]:
    """The paths of those fields, as far as the Pod sets them."""
    if plugin == "NodeResourcesFit":
        return _requests(pod)
    if plugin == "NodePorts":
        return _ports(pod)
    return tuple(path for path in _FIELDS.get(plugin, ()) if field_at(pod, path))


def _requests(pod: Pod) -> tuple[str, ...]:
    return tuple(
        f"spec.containers[{index}].resources"
        for index, container in enumerate(pod.spec.containers)
        if container.resources and (container.resources.requests or container.resources.limits)
    )


def _ports(pod: Pod) -> tuple[str, ...]:
    wanted = [port for _, _, port in host_ports(pod)]
    return tuple(
        f"spec.containers[{index}].ports[{number}].hostPort"
        for index, container in enumerate(pod.spec.containers)
        for number, port in enumerate(container.ports or ())
        if port.hostPort in wanted
    )
