"""The ports of containers.

Mirrors `validateContainerPorts` and `checkHostPortConflicts` of pkg/apis/core/validation.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Container, ContainerPort, PodSpec

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import port_name, port_number

PROTOCOLS = ("SCTP", "TCP", "UDP")


def validate_container_ports(ports: list[ContainerPort], path: str) -> Errors:
    """Names, numbers and protocols."""
    errors: Errors = []
    names: list[str] = []
    for i, port in enumerate(ports):
        here = f"{path}[{i}]"
        if port.name:
            if problems := port_name(port.name):
                errors += all_invalid(f"{here}.name", port.name, problems)
            elif port.name in names:
                errors.append(duplicate(f"{here}.name", port.name))
            else:
                names.append(port.name)
        if not port.containerPort:
            errors.append(required(f"{here}.containerPort"))
        else:
            problems = port_number(port.containerPort)
            errors += all_invalid(f"{here}.containerPort", port.containerPort, problems)
        if port.hostPort:
            problems = port_number(port.hostPort)
            errors += all_invalid(f"{here}.hostPort", port.hostPort, problems)
        errors += validate_protocol(port.protocol, f"{here}.protocol")
    return errors


def validate_protocol(protocol: str | None, path: str) -> Errors:
    """One of the three transport protocols."""
    if not protocol:
        return [required(path)]
    return [] if protocol in PROTOCOLS else [not_supported(path, protocol, PROTOCOLS)]


def validate_port(port: int | str, path: str) -> Errors:
    """A port by number or by name (`ValidatePortNumOrName`)."""
    return all_invalid(path, port, port_name(port) if isinstance(port, str) else port_number(port))


def check_host_port_conflicts(containers: Iterable[Container], path: str) -> Errors:
    """No two containers that run together take the same port of the node."""
    errors: Errors = []
    taken: list[str] = []
    for i, container in enumerate(containers):
        for j, port in enumerate(container.ports or ()):
            if not port.hostPort:
                continue
            key = f"{port.protocol}/{port.hostIP or ''}/{port.hostPort}"
            if key in taken:
                errors.append(duplicate(f"{path}[{i}].ports[{j}].hostPort", key))
            else:
                taken.append(key)
    return errors


def validate_host_network_ports(spec: PodSpec, path: str, *, is_pod: bool) -> Errors:
    """On the node's network a container's port is the node's (`validatePodHostNetworkDeps`)."""
    if not spec.hostNetwork:
        return []
    errors: Errors = []
    for i, container in enumerate(spec.containers):
        for j, port in enumerate(container.ports or ()):
            host = port.hostPort or 0
            if (is_pod or host) and host != port.containerPort:
                text = "must match `containerPort` when `hostNetwork` is true"
                errors.append(invalid(f"{path}.containers[{i}].ports[{j}].hostPort", host, text))
    return errors
