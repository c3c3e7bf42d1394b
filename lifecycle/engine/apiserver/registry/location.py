"""Where the server passes a request about a Pod's container on to: which node, which container.

Mirrors pkg/registry/core/pod/strategy.go: `LogLocation`, `streamLocation`, `validateContainer`.
"""

from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.errors import bad_request
from lifecycle.engine.api.pod import find_container, visit_containers


class Location(NamedTuple):
    """A container on its node."""

    node: str
    container: str


def log_location(pod: Pod, container: str | None) -> Location | None:
    """Whose log it is; None if no node has the Pod, and so its log is empty.

    Raises ApiError BadRequest for a container that the Pod does not have, or if none is named
    and the Pod has not just one.
    """
    container = validate_container(pod, container)
    return Location(pod.spec.nodeName, container) if pod.spec.nodeName else None


def stream_location(pod: Pod, container: str | None) -> Location:
    """Where a command is executed; raises ApiError BadRequest, also if no node has the Pod."""
    location = log_location(pod, container)
    if location is None:
        raise bad_request(f"pod {pod.metadata.name} does not have a host assigned")
    return location


def validate_container(pod: Pod, container: str | None) -> str:
    """The container's name, or that of the only one; raises ApiError BadRequest."""
    name, apps = pod.metadata.name, pod.spec.containers
    if container:
        if find_container(pod, container) is None:
            raise bad_request(f"container {container} is not valid for pod {name}")
        return container
    if len(apps) == 1:
        return apps[0].name
    unnamed = f"a container name must be specified for pod {name}"
    if not apps:
        raise bad_request(unnamed)
    names = " ".join(place.container.name for place in visit_containers(pod.spec))
    raise bad_request(f"{unnamed}, choose one of: [{names}]")
