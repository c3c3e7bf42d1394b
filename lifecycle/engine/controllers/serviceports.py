"""Which ports of a Pod a Service's ports lead to.

Mirrors staging/src/k8s.io/endpointslice/utils.go (`getEndpointPorts`) and
pkg/api/v1/pod/util.go (`FindPort`).
"""

from lightkube.models.core_v1 import Pod, Service, ServicePort
from lightkube.models.discovery_v1 import EndpointPort


def endpoint_ports(service: Service, pod: Pod) -> tuple[EndpointPort, ...]:
    """The Service's ports as this Pod has them; a name that it lacks is left out."""
    found = ((port, find_port(pod, port)) for port in service.spec.ports or ())
    return tuple(
        EndpointPort(
            name=port.name or "",
            port=number,
            protocol=port.protocol or "TCP",
            appProtocol=port.appProtocol,
        )
        for port, number in found
        if number is not None
    )


def find_port(pod: Pod, port: ServicePort) -> int | None:
    """The number behind `targetPort`: itself, or that of the container port so named."""
    target = port.targetPort or port.port
    if isinstance(target, int):
        return target
    sidecars = [c for c in pod.spec.initContainers or () if c.restartPolicy == "Always"]
    for container in (*pod.spec.containers, *sidecars):
        for offered in container.ports or ():
            if offered.name == target and (offered.protocol or "TCP") == (port.protocol or "TCP"):
                return offered.containerPort
    return None
