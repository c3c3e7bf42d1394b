"""Which number a port means: itself, or the container port of that name.

Mirrors `ResolveContainerPort` of pkg/kubelet/container/helpers.go.
"""

from lightkube.models.core_v1 import Container


def resolve_port(port: int | str, container: Container) -> int | None:
    """The number, or None if the container names no such port."""
    if isinstance(port, int):
        return port
    for each in container.ports or ():
        if each.name == port:
            return each.containerPort
    return int(port) if port.isdigit() else None
