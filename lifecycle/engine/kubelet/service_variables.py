"""The variables by which a container finds the Services that were there when it started.

Mirrors `FromServices` of pkg/kubelet/envvars/envvars.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Service


def service_variables(services: Iterable[Service]) -> dict[str, str]:
    """Host and ports of each Service that has an address, and the variables of Docker's links."""
    variables: dict[str, str] = {}
    for service in services:
        ip = service.spec.clusterIP
        if not ip or ip == "None" or not service.spec.ports:
            continue
        name = _as_name(service.metadata.name)
        variables[f"{name}_SERVICE_HOST"] = ip
        variables[f"{name}_SERVICE_PORT"] = str(service.spec.ports[0].port)
        for port in service.spec.ports:
            if port.name:
                variables[f"{name}_SERVICE_PORT_{_as_name(port.name)}"] = str(port.port)
        variables |= _links(name, ip, service)
    return variables


def _links(name: str, ip: str, service: Service) -> dict[str, str]:
    """`WEB_PORT_80_TCP_ADDR` and its like (`makeLinkVariables`)."""
    variables: dict[str, str] = {}
    for index, port in enumerate(service.spec.ports):
        protocol = port.protocol or "TCP"
        url = f"{protocol.lower()}://{ip}:{port.port}"
        if index == 0:
            variables[f"{name}_PORT"] = url
        prefix = f"{name}_PORT_{port.port}_{protocol}"
        variables[prefix] = url
        variables[f"{prefix}_PROTO"] = protocol.lower()
        variables[f"{prefix}_PORT"] = str(port.port)
        variables[f"{prefix}_ADDR"] = ip
    return variables


def _as_name(text: str) -> str:
    return text.upper().replace("-", "_")
