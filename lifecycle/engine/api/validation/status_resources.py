"""The devices and claims that a status names.

Mirrors `validateContainerStatusAllocatedResourcesStatus` and
`validatePodExtendedResourceClaimStatus`.
"""

from collections.abc import Sequence
from typing import Any

from lightkube.models.core_v1 import Container, ContainerStatus, PodSpec, PodStatus

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label, dns1123_subdomain

_HEALTH = ("Healthy", "Unhealthy", "Unknown")


def validate_no_allocated_resources(entries: Sequence[ContainerStatus], path: str) -> Errors:
    """Ephemeral containers have none."""
    text = "must not be specified in container status"
    return [
        forbidden(f"{path}[{i}].allocatedResourcesStatus", text)
        for i, entry in enumerate(entries)
        if entry.allocatedResourcesStatus
    ]


def validate_allocated_resources(
    entries: Sequence[ContainerStatus], containers: list[Container], path: str
) -> Errors:
    """Each belongs to what its container asked for, and has healthy devices or not."""
    errors: Errors = []
    by_name = {container.name: container for container in containers}
    for i, entry in enumerate(entries):
        for j, allocated in enumerate(entry.allocatedResourcesStatus or ()):
            here = f"{path}[{i}].allocatedResourcesStatus[{j}]"
            container = by_name.get(entry.name)
            if container is not None:
                errors += _validate_name(allocated.name, container, f"{here}.name")
            errors += _validate_devices(allocated.resources or [], f"{here}.resources")
    return errors


def _validate_name(name: str, container: Container, path: str) -> Errors:
    resources = container.resources
    if name.startswith("claim:"):
        claims = (resources.claims if resources is not None else None) or ()
        known = [f"claim:{c.name}" + (f"/{c.request}" if c.request else "") for c in claims]
        text = (
            "must match one of the container's resource claims in a format "
            "'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
        )
    else:
        known = list((resources.requests if resources is not None else None) or ())
        text = "must match one of the container's resource requests"
    return [] if name in known else [invalid(path, name, text)]


def _validate_devices(devices: Sequence[Any], path: str) -> Errors:
    errors: Errors = []
    seen: list[str] = []
    for i, device in enumerate(devices):
        if not device.resourceID:
            errors.append(required(f"{path}[{i}].resourceID"))
        elif device.resourceID in seen:
            errors.append(duplicate(f"{path}[{i}].resourceID", device.resourceID))
        seen.append(device.resourceID)
        if device.health not in _HEALTH:
            errors.append(not_supported(f"{path}[{i}].health", device.health or "", _HEALTH))
    return errors


def validate_extended_claim(status: PodStatus, spec: PodSpec, path: str) -> Errors:
    """A claim that was made for resources which containers ask for by name."""
    claim = status.extendedResourceClaimStatus
    if claim is None:
        return []
    name = claim.resourceClaimName
    errors = all_invalid(f"{path}.resourceClaimName", name, dns1123_subdomain(name))
    where = f"{path}.requestMappings"
    if not claim.requestMappings:
        return [*errors, required(where, "at least one request mapping is required")]
    for i, mapping in enumerate(claim.requestMappings):
        errors += _validate_mapping(mapping, spec, f"{where}[{i}]")
        problems = dns1123_label(mapping.requestName)
        errors += all_invalid(f"{path}.requestName", mapping.requestName, problems)
        if mapping in claim.requestMappings[:i]:
            errors += [
                duplicate(f"{where}[{i}].{field}", getattr(mapping, field))
                for field in ("containerName", "resourceName", "requestName")
            ]
    return errors


def _validate_mapping(mapping: Any, spec: PodSpec, path: str) -> Errors:
    errors: Errors = []
    containers = [*(spec.initContainers or ()), *spec.containers]
    if mapping.containerName not in [container.name for container in containers]:
        text = "must match the name of an entry in spec.initContainers.name or spec.containers.name"
        errors.append(invalid(f"{path}.containerName", mapping.containerName, text))
    asked = [
        name
        for container in containers
        for name in (container.resources and container.resources.requests) or ()
    ]
    if mapping.resourceName not in asked:
        text = (
            "must match the extended resource name of an entry in "
            "spec.initContainers.resources.requests or spec.containers.resources.requests"
        )
        errors.append(invalid(f"{path}.resourceName", mapping.resourceName, text))
    return errors
