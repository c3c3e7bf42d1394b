"""Containers of each kind: what all must have, and what some may not.

Mirrors `validateContainerCommon`, `validateContainers`, `validateInitContainers` and
`validateEphemeralContainers` of pkg/apis/core/validation.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from lightkube.models.core_v1 import Container, EphemeralContainer, PodSpec, ResourceRequirements

from lifecycle.engine.api.pod import is_sidecar
from lifecycle.engine.api.validation.env import validate_env, validate_env_from
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label
from lifecycle.engine.api.validation.handlers import PROBES, validate_lifecycle, validate_probes
from lifecycle.engine.api.validation.mounts import (
    validate_volume_devices,
    validate_volume_mounts,
)
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.ports import (
    check_host_port_conflicts,
    validate_container_ports,
)
from lifecycle.engine.api.validation.resources import validate_container_resources
from lifecycle.engine.api.validation.restart_policy import (
    validate_container_restart_policy,
    validate_resize_policy,
)
from lifecycle.engine.api.validation.security import validate_security_context
from lifecycle.engine.api.validation.volume import Volumes

_MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_NOT_EPHEMERAL = (
    "ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", *PROBES,
    "lifecycle",
)  # fmt: skip


class Surroundings(NamedTuple):
    """What a container's validation must know of its Pod."""

    spec: PodSpec
    volumes: Volumes
    claims: Sequence[str]
    options: Options

    @property
    def host_users(self) -> bool:
        """Whether users of the container are users of the node."""
        return self.spec.hostUsers is not False


def _validate_common(container: Any, path: str, around: Surroundings) -> Errors:
    options = around.options
    errors: Errors = []
    if not container.name:
        errors.append(required(f"{path}.name"))
    else:
        errors += all_invalid(f"{path}.name", container.name, dns1123_label(container.name))
    if not container.image:
        errors.append(required(f"{path}.image"))
    policy = container.terminationMessagePolicy
    errors += _one_of(policy, _MESSAGE_POLICIES, f"{path}.terminationMessagePolicy")
    errors += validate_container_ports(container.ports or [], f"{path}.ports")
    errors += validate_env(container.env or [], f"{path}.env", options)
    errors += validate_env_from(container.envFrom or [], f"{path}.envFrom", options)
    errors += validate_volume_mounts(container, around.volumes, f"{path}.volumeMounts")
    errors += validate_volume_devices(container, around.volumes, f"{path}.volumeDevices")
    errors += _one_of(container.imagePullPolicy, _PULL_POLICIES, f"{path}.imagePullPolicy")
    if container.resources is not None:
        here = f"{path}.resources"
        errors += validate_container_resources(container.resources, around.claims, here, options)
    errors += validate_resize_policy(
        container.resizePolicy or [],
        f"{path}.resizePolicy",
        container,
        around.spec.restartPolicy,
    )
    context = container.securityContext
    where = f"{path}.securityContext"
    return errors + validate_security_context(context, where, host_users=around.host_users)


def _one_of(value: str | None, allowed: tuple[str, ...], path: str) -> Errors:
    if not value:
        return [required(path)]
    return [] if value in allowed else [not_supported(path, value, allowed)]


def validate_containers(path: str, around: Surroundings) -> Errors:
    """The app containers; there must be one."""
    containers = around.spec.containers
    if not containers:
        return [required(path)]
    errors: Errors = []
    names: list[str] = []
    for i, container in enumerate(containers):
        here = f"{path}[{i}]"
        errors += _validate_common(container, here, around)
        if container.name in names:
            errors.append(duplicate(f"{here}.name", container.name))
        names.append(container.name)
        errors += _validate_life(container, here, around)
        errors += validate_container_restart_policy(container, here, around.options, init=False)
    return errors + check_host_port_conflicts(containers, path)


def _validate_life(container: Container, path: str, around: Surroundings) -> Errors:
    grace = around.spec.terminationGracePeriodSeconds
    errors: Errors = []
    if container.lifecycle is not None:
        where = f"{path}.lifecycle"
        errors += validate_lifecycle(container.lifecycle, grace, where, around.options)
    return errors + validate_probes(container, grace, path, around.options)


def validate_init_containers(path: str, around: Surroundings) -> Errors:
    """The init containers; only sidecars have probes and hooks."""
    errors: Errors = []
    names = [container.name for container in around.spec.containers]
    for i, container in enumerate(around.spec.initContainers or ()):
        here = f"{path}[{i}]"
        errors += _validate_common(container, here, around)
        errors += validate_container_restart_policy(container, here, around.options, init=True)
        if container.name in names:
            errors.append(duplicate(f"{here}.name", container.name))
        elif container.name:
            names.append(container.name)
        errors += check_host_port_conflicts([container], path)
        if is_sidecar(container):
            errors += _validate_life(container, here, around)
        else:
            text = "may not be set for init containers without restartPolicy=Always"
            forbidden_here = ("lifecycle", *PROBES)
            errors += [
                forbidden(f"{here}.{field}", text)
                for field in forbidden_here
                if getattr(container, field) is not None
            ]
        errors += _validate_init_resize(container, here, around.options)
    return errors


def _validate_init_resize(container: Container, path: str, options: Options) -> Errors:
    policies = container.resizePolicy or []
    if not policies:
        return []
    if not options.sidecar_resize_policy:
        text = "must not be set for init containers"
        return [invalid(f"{path}.resizePolicy", policies, text)]
    if is_sidecar(container) or options.init_restart_on_resize:
        return []
    text = "must not be set to 'RestartContainer' for non-sidecar initContainers"
    return [
        invalid(f"{path}.resizePolicy[{i}].restartPolicy", policy.restartPolicy, text)
        for i, policy in enumerate(policies)
        if policy.restartPolicy == "RestartContainer"
    ]


def validate_ephemeral_containers(path: str, around: Surroundings) -> Errors:
    """Containers put in for debugging; they have no part in the Pod's life."""
    spec = around.spec
    others = [c.name for c in (*spec.containers, *(spec.initContainers or ()))]
    names = list(others)
    errors: Errors = []
    for i, container in enumerate(spec.ephemeralContainers or ()):
        here = f"{path}[{i}]"
        errors += _validate_common(container, here, around)
        errors += validate_image_whitespace(container, here)
        if container.name in names:
            errors.append(duplicate(f"{here}.name", container.name))
        names.append(container.name)
        target = container.targetContainerName
        if target and target not in others:
            errors.append(not_found(f"{here}.targetContainerName", target))
        errors += _validate_ephemeral_fields(container, here)
    return errors


def _validate_ephemeral_fields(container: EphemeralContainer, path: str) -> Errors:
    text = "cannot be set for an Ephemeral Container"
    errors = [
        forbidden(f"{path}.{field}", text)
        for field in _NOT_EPHEMERAL
        if getattr(container, field) not in (None, ResourceRequirements())
    ]
    for i, mount in enumerate(container.volumeMounts or ()):
        errors += [
            forbidden(f"{path}.volumeMounts[{i}].{field}", text)
            for field in ("subPath", "subPathExpr")
            if getattr(mount, field)
        ]
    return errors


def validate_image_whitespace(container: Any, path: str) -> Errors:
    """An image of a Pod, not of a template, has no blanks around it."""
    image = container.image or ""
    if image == image.strip():
        return []
    return [invalid(f"{path}.image", image, "must not have leading or trailing whitespace")]
