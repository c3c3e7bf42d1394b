"""What a status may say, and how it may not change.

Mirrors `ValidatePodStatusUpdate` of pkg/apis/core/validation.
"""

from collections.abc import Sequence
from typing import Any

from lightkube.models.core_v1 import Container, ContainerStatus, Pod, PodCondition, PodStatus

from lifecycle.engine.api.pod import is_sidecar
from lifecycle.engine.api.validation.addresses import is_dual_stack, validate_ip
from lifecycle.engine.api.validation.container_user import validate_container_user
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    internal_error,
    invalid,
    required,
    too_long,
)
from lifecycle.engine.api.validation.formats import dns1123_subdomain, parse_ip, qualified_name
from lifecycle.engine.api.validation.kept import for_update
from lifecycle.engine.api.validation.metadata import immutable, validate_object_meta_update
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.pod_annotations import validate_pod_annotations_update
from lifecycle.engine.api.validation.status_resources import (
    validate_allocated_resources,
    validate_extended_claim,
    validate_no_allocated_resources,
)

_SYSTEM_CONDITIONS = ("PodScheduled", "Ready", "Initialized")
_LISTS = ("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")
_LONGEST_IMAGE_REF = 256
_NEGATIVE = "must be a non-negative integer"


def validate_pod_status_update(new: Pod, old: Pod, options: Options | None = None) -> Errors:
    """A new status for a Pod; the spec is the old one."""
    options = for_update(old) if options is None else options
    after, before = new.status or PodStatus(), old.status or PodStatus()
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += validate_pod_annotations_update(new, old, "metadata.annotations", options)
    errors += _validate_conditions(after.conditions or [])
    if (after.observedGeneration or 0) < 0:
        errors.append(invalid("status.observedGeneration", after.observedGeneration, _NEGATIVE))
    if new.spec.nodeName != old.spec.nodeName:
        errors.append(forbidden("status.nodeName", "may not be changed directly"))
    nominated = after.nominatedNodeName
    if nominated and nominated != before.nominatedNodeName:
        where = "status.nominatedNodeName"
        errors += all_invalid(where, nominated, dns1123_subdomain(nominated))
        if old.spec.nodeName:
            text = "may not be set on pods that are already bound to a node"
            errors.append(forbidden(where, text))
    errors += immutable(after.qosClass or "", before.qosClass or "", "status.qosClass")
    errors += _validate_transitions(after, before, old)
    errors += _validate_claims(new, after)
    errors += validate_extended_claim(after, new.spec, "status.extendedResourceClaimStatus")
    errors += _validate_pod_ips(after, before)
    errors += _validate_host_ips(after)
    return errors + _validate_containers(new, after)


def _validate_conditions(conditions: list[PodCondition]) -> Errors:
    errors: Errors = []
    for i, condition in enumerate(conditions):
        if (condition.observedGeneration or 0) < 0:
            where = f"status.conditions[{i}].observedGeneration"
            errors.append(invalid(where, condition.observedGeneration, _NEGATIVE))
        if condition.type not in _SYSTEM_CONDITIONS:
            where = f"status.conditions[{i}].Type"
            errors += all_invalid(where, condition.type, qualified_name(condition.type))
    return errors


def _validate_transitions(new: PodStatus, old: PodStatus, pod: Pod) -> Errors:
    """What has ended for good stays ended (`ValidateContainerStateTransition`)."""
    errors: Errors = []
    specs = {
        "containerStatuses": pod.spec.containers,
        "initContainerStatuses": pod.spec.initContainers or [],
        "ephemeralContainerStatuses": [],
    }
    for field, containers in specs.items():
        policy = "Never" if field == _LISTS[2] else pod.spec.restartPolicy
        by_name = {container.name: container for container in containers}
        for i, status in enumerate(getattr(old, field) or ()):
            if _may_restart(status, policy, by_name.get(status.name), pod):
                continue
            path = f"status.{field}[{i}].state"
            errors += [
                forbidden(path, "may not be transitioned to non-terminated state")
                for other in getattr(new, field) or ()
                if other.name == status.name and not _terminated(other)
            ]
    return errors


def _terminated(status: ContainerStatus) -> Any:
    return status.state.terminated if status.state is not None else None


def _may_restart(
    status: ContainerStatus, policy: str | None, container: Container | None, pod: Pod
) -> bool:
    terminated = _terminated(status)
    if terminated is None:
        return True
    if container is not None:
        if is_sidecar(container) or _rules_restart(pod, container, terminated.exitCode):
            return True
        policy = container.restartPolicy or policy
    return policy == "Always" or (policy == "OnFailure" and terminated.exitCode != 0)


def _rules_restart(pod: Pod, container: Container, exit_code: int) -> bool:
    containers = [*pod.spec.containers, *(pod.spec.initContainers or ())]
    if any(
        rule.action == "RestartAllContainers"
        for other in containers
        for rule in other.restartPolicyRules or ()
    ):
        return True
    for rule in container.restartPolicyRules or ():
        codes = rule.exitCodes
        if codes is None:
            continue
        listed = exit_code in (codes.values or ())
        if listed == (codes.operator == "In"):
            return rule.action == "Restart"
    return False


def _validate_claims(pod: Pod, status: PodStatus) -> Errors:
    errors: Errors = []
    known = [claim.name for claim in pod.spec.resourceClaims or ()]
    seen: list[str] = []
    for i, claim in enumerate(status.resourceClaimStatuses or ()):
        where = f"status.resourceClaimStatuses[{i}].name"
        if claim.name not in known:
            text = "must match the name of an entry in `spec.resourceClaims`"
            errors.append(invalid(where, claim.name, text))
        if claim.name in seen:
            errors.append(duplicate(where, claim.name))
        seen.append(claim.name)
        if (name := claim.resourceClaimName) is not None:
            where = f"status.resourceClaimStatuses[{i}].resourceClaimName"
            errors += all_invalid(where, name, dns1123_subdomain(name))
    return errors


def _validate_pod_ips(status: PodStatus, old: PodStatus) -> Errors:
    legacy = frozenset(entry.ip for entry in old.podIPs or ())
    return _validate_addresses(status.podIPs or [], "status.podIPs", legacy)


def _validate_host_ips(status: PodStatus) -> Errors:
    addresses = status.hostIPs or []
    errors: Errors = []
    if addresses and (status.hostIP or "") != addresses[0].ip:
        text = "must be equal to `hostIP`"
        errors.append(invalid("status.hostIPs[0].ip", addresses[0].ip, text))
    where = "status.hostIPs"
    return errors + _validate_addresses(addresses, where, frozenset(), twice_first=True)


def _validate_addresses(
    entries: Sequence[Any], path: str, legacy: frozenset[str], *, twice_first: bool = False
) -> Errors:
    errors: Errors = []
    addresses = [entry.ip for entry in entries]
    for i, address in enumerate(addresses):
        errors += validate_ip(address, f"{path}[{i}]", legacy)
    if len(addresses) < 2:
        return errors
    twice = [
        duplicate(f"{path}[{i}]", entries[i])
        for i, address in enumerate(addresses)
        if address in addresses[:i]
    ]
    families = _validate_families(entries, addresses, path)
    return errors + (twice + families if twice_first else families + twice)


def _validate_families(entries: Sequence[Any], addresses: list[str], path: str) -> Errors:
    errors: Errors = []
    unread = next((i for i, address in enumerate(addresses) if parse_ip(address) is None), None)
    if unread is not None:
        text = f"failed to check for dual stack with error:invalid IP[{unread}]: "
        errors.append(internal_error(path, text + addresses[unread]))
    if unread is not None or not is_dual_stack(addresses) or len(addresses) > 2:
        text = "may specify no more than one IP for each IP family"
        errors.append(invalid(path, list(entries), text))
    return errors


def _validate_containers(pod: Pod, status: PodStatus) -> Errors:
    system = pod.spec.os.name if pod.spec.os is not None else "linux"
    errors: Errors = []
    for field in _LISTS:
        for i, entry in enumerate(getattr(status, field) or ()):
            path = f"status.{field}[{i}]"
            errors += validate_container_user(entry.user, system, f"{path}.user.linux")
    specs = {"containerStatuses": pod.spec.containers,
             "initContainerStatuses": pod.spec.initContainers or []}  # fmt: skip
    for field, containers in specs.items():
        entries = getattr(status, field) or []
        errors += validate_allocated_resources(entries, containers, f"status.{field}")
    entries = status.ephemeralContainerStatuses or []
    errors += validate_no_allocated_resources(entries, f"status.{_LISTS[2]}")
    for field in _LISTS:
        errors += _validate_image_refs(getattr(status, field) or [], f"status.{field}")
    return errors


def _validate_image_refs(entries: Sequence[ContainerStatus], path: str) -> Errors:
    errors: Errors = []
    for i, entry in enumerate(entries):
        for j, mount in enumerate(entry.volumeMounts or ()):
            image = getattr(getattr(mount, "volumeStatus", None), "image", None)
            if image is None:
                continue
            where = f"{path}[{i}].volumeMounts[{j}].volumeStatus.imageVolumeStatus.imageRef"
            if not image.imageRef:
                errors.append(required(where, "imageRef must not be empty"))
            elif len(image.imageRef) > _LONGEST_IMAGE_REF:
                errors.append(too_long(where, _LONGEST_IMAGE_REF))
    return errors
