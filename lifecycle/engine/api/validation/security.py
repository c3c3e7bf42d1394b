"""Security contexts of Pods and containers.

Mirrors `ValidateSecurityContext` and `validatePodSpecSecurityContext`.
"""

import re
from typing import Any

from lightkube.models.core_v1 import PodSpec, SecurityContext

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import user_id
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.profiles import validate_app_armor, validate_seccomp
from lifecycle.engine.api.validation.windows import validate_windows_options

_SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SYSCTL = rf"^({_SYSCTL_SEGMENT}[\./])*{_SYSCTL_SEGMENT}$"
_SYSCTL_PART = re.compile(r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?")
_IPC_SYSCTLS = ("kernel.shm", "kernel.msg", "fs.mqueue.")
_GROUP_CHANGES = ("Always", "OnRootMismatch")
_GROUPS_POLICIES = ("Merge", "Strict")
_LABEL_CHANGES = ("MountOption", "Recursive")
_NEW_LABEL_CHANGES = ("Recursive",)
"""Without the gate SELinuxMount, which 1.36 has off, volumes can't be mounted with a label."""
_PROC_MOUNTS = ("Default", "Unmasked")


def validate_security_context(
    context: SecurityContext | None, path: str, *, host_users: bool
) -> Errors:
    """What one container's processes may do."""
    if context is None:
        return []
    errors = _validate_ids(context, ("runAsUser", "runAsGroup"), path)
    if context.procMount is not None:
        if context.procMount not in _PROC_MOUNTS:
            errors.append(not_supported(f"{path}.procMount", context.procMount, _PROC_MOUNTS))
        if host_users and context.procMount == "Unmasked":
            text = "`hostUsers` must be false to use `Unmasked`"
            errors.append(invalid(f"{path}.procMount", context.procMount, text))
    errors += validate_seccomp(context.seccompProfile, f"{path}.seccompProfile")
    errors += _validate_escalation(context, path)
    errors += validate_windows_options(context.windowsOptions, f"{path}.windowsOptions")
    return errors + validate_app_armor(context.appArmorProfile, f"{path}.appArmorProfile")


def _validate_escalation(context: SecurityContext, path: str) -> Errors:
    if context.allowPrivilegeEscalation is not False:
        return []
    errors: Errors = []
    text = "cannot set `allowPrivilegeEscalation` to false and "
    if context.privileged:
        errors.append(invalid(path, context, text + "`privileged` to true"))
    added = context.capabilities.add if context.capabilities is not None else None
    for capability in added or ():
        if capability == "CAP_SYS_ADMIN":
            errors.append(invalid(path, context, text + "`capabilities.Add` CAP_SYS_ADMIN"))
    return errors


def _validate_ids(context: Any, fields: tuple[str, ...], path: str) -> Errors:
    errors: Errors = []
    for field in fields:
        if (value := getattr(context, field)) is not None:
            errors += all_invalid(f"{path}.{field}", value, user_id(value))
    return errors


def validate_pod_security_context(spec: PodSpec, path: str, options: Options) -> Errors:
    """What all containers of a Pod share."""
    context = spec.securityContext
    if context is None:
        return []
    errors = _validate_ids(context, ("fsGroup", "runAsUser", "runAsGroup"), path)
    for i, group in enumerate(context.supplementalGroups or ()):
        errors += all_invalid(f"{path}.supplementalGroups[{i}]", group, user_id(group))
    if spec.shareProcessNamespace and spec.hostPID:
        text = "ShareProcessNamespace and HostPID cannot both be enabled"
        errors.append(invalid(f"{path}.shareProcessNamespace", True, text))
    errors += _validate_sysctls(spec, f"{path}.sysctls", options)
    errors += _choice(context.fsGroupChangePolicy, _GROUP_CHANGES, f"{path}.fsGroupChangePolicy")
    errors += validate_seccomp(context.seccompProfile, f"{path}.seccompProfile")
    errors += validate_windows_options(context.windowsOptions, f"{path}.windowsOptions")
    errors += validate_app_armor(context.appArmorProfile, f"{path}.appArmorProfile")
    where = f"{path}.supplementalGroupsPolicy"
    errors += _choice(context.supplementalGroupsPolicy, _GROUPS_POLICIES, where)
    where = f"{path}.seLinuxChangePolicy"
    changes = _LABEL_CHANGES if options.any_label_change else _NEW_LABEL_CHANGES
    return errors + _choice(context.seLinuxChangePolicy, changes, where)


def _choice(value: str | None, allowed: tuple[str, ...], path: str) -> Errors:
    if value is None or value in allowed:
        return []
    return [not_supported(path, value, allowed)]


def _validate_sysctls(spec: PodSpec, path: str, options: Options) -> Errors:
    errors: Errors = []
    names: list[str] = []
    for i, sysctl in enumerate(spec.securityContext.sysctls or ()):
        where, name = f"{path}[{i}].name", sysctl.name
        if not name:
            errors.append(required(where))
        elif len(name) > 253 or not all(map(_SYSCTL_PART.fullmatch, re.split(r"[./]", name))):
            text = f"must have at most 253 characters and match regex {_SYSCTL}"
            errors.append(invalid(where, name, text))
        elif name in names:
            errors.append(duplicate(where, name))
        if not options.namespaced_sysctls_on_host:
            errors += validate_host_sysctl(spec, name, where)
        names.append(name)
    return errors


def _with_dots_first(name: str) -> str:
    """The name as with dots between its parts, however it is written (`NormalizeName`)."""
    separator = re.search(r"[./]", name)
    if separator is None or separator[0] == ".":
        return name
    return name.translate(str.maketrans("./", "/."))


def validate_host_sysctl(spec: PodSpec, name: str, path: str) -> Errors:
    """A setting of a namespace that the Pod shares with its node is the node's."""
    dotted = _with_dots_first(name)
    if spec.hostNetwork and dotted.startswith("net."):
        return [invalid(path, name, "may not be specified when 'hostNetwork' is true")]
    if spec.hostIPC and (dotted.startswith(_IPC_SYSCTLS) or dotted == "kernel.sem"):
        return [invalid(path, name, "may not be specified when 'hostIPC' is true")]
    return []
