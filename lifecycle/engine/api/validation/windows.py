"""What differs between Pods for Linux and Pods for Windows.

Mirrors `validateOS`, `validateLinux`, `validateWindows` and the Windows options.
"""

import re

from lightkube.models.core_v1 import PodSpec, WindowsSecurityContextOptions

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_subdomain

_SYSTEMS = ("linux", "windows")
_SPEC_FIELDS = ("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace")
_NOT_WINDOWS = "cannot be set for a windows pod"
_NOT_LINUX = "windows options cannot be set for a linux pod"
_POD_FIELDS = (
    "appArmorProfile", "seLinuxOptions", "hostUsers", "hostPID", "hostIPC", "seccompProfile",
    "fsGroup", "fsGroupChangePolicy", "sysctls", "shareProcessNamespace", "runAsUser",
    "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
)  # fmt: skip
_CONTAINER_FIELDS = (
    "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
    "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
    "runAsUser", "runAsGroup",
)  # fmt: skip
_LONGEST_SPEC = 64 << 10
_NETBIOS = re.compile(r'[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}')
_DNS_PART = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")


def validate_os(spec: PodSpec, path: str) -> Errors:
    """The system that a Pod is for, and what that rules out."""
    if spec.os is None:
        return []
    name = spec.os.name
    if not name:
        return [required(f"{path}.os.name", "cannot be empty")]
    if name not in _SYSTEMS:
        return [not_supported(f"{path}.os", name, _SYSTEMS)]
    return _validate_linux(spec, path) if name == "linux" else _validate_windows(spec, path)


def _validate_linux(spec: PodSpec, path: str) -> Errors:
    errors: Errors = []
    if spec.securityContext is not None and spec.securityContext.windowsOptions is not None:
        errors.append(forbidden(f"{path}.securityContext.windowsOptions", _NOT_LINUX))
    for place in visit_containers(spec, path):
        context = place.container.securityContext
        if context is not None and context.windowsOptions is not None:
            where = f"{place.path}.securityContext.windowsOptions"
            errors.append(forbidden(where, _NOT_LINUX))
    return errors


def _validate_windows(spec: PodSpec, path: str) -> Errors:
    errors: Errors = []
    for field in _POD_FIELDS:
        in_spec = field in _SPEC_FIELDS
        value = getattr(spec if in_spec else spec.securityContext, field, None)
        if value is not None and not (field in ("hostPID", "hostIPC") and not value):
            where = f"{path}.{field}" if in_spec else f"{path}.securityContext.{field}"
            errors.append(forbidden(where, _NOT_WINDOWS))
    for place in visit_containers(spec, path):
        errors += [
            forbidden(f"{place.path}.securityContext.{field}", _NOT_WINDOWS)
            for field in _CONTAINER_FIELDS
            if getattr(place.container.securityContext, field, None) is not None
        ]
    return errors


def validate_host_process(spec: PodSpec, path: str) -> Errors:
    """Containers that are processes of a Windows node: all or none."""
    options = spec.securityContext.windowsOptions if spec.securityContext else None
    of_pod = options.hostProcess if options is not None else None
    errors: Errors = []
    inherited: list[bool] = []
    for place in visit_containers(spec, path):
        context = place.container.securityContext
        own_options = context.windowsOptions if context is not None else None
        own = own_options.hostProcess if own_options is not None else None
        if None not in (of_pod, own) and of_pod != own:
            was = "true" if of_pod else "false"
            text = f"pod hostProcess value must be identical if both are specified, was {was}"
            where = f"{place.path}.securityContext.windowsOptions.hostProcess"
            errors.append(invalid(where, own, text))
        inherited.append(bool(of_pod if own is None else own))
    if not any(inherited):
        return errors
    if not all(inherited):
        text = (
            "If pod contains any hostProcess containers then all containers must be "
            "HostProcess containers"
        )
        errors.append(invalid(path, "", text))
    if not spec.hostNetwork:
        text = "hostNetwork must be true if pod contains any hostProcess containers"
        errors.append(invalid(f"{path}.hostNetwork", False, text))
    return errors


def validate_windows_options(options: WindowsSecurityContextOptions | None, path: str) -> Errors:
    """Credentials and user of a Windows container."""
    if options is None:
        return []
    errors: Errors = []
    if (name := options.gmsaCredentialSpecName) is not None:
        errors += all_invalid(f"{path}.gmsaCredentialSpecName", name, dns1123_subdomain(name))
    where = f"{path}.gmsaCredentialSpec"
    if (spec := options.gmsaCredentialSpec) == "":
        errors.append(invalid(where, spec, "gmsaCredentialSpec cannot be an empty string"))
    elif spec is not None and len(spec) > _LONGEST_SPEC:
        errors.append(invalid(where, spec, "gmsaCredentialSpec size must be under 64 KiB"))
    if (user := options.runAsUserName) is not None:
        errors += all_invalid(f"{path}.runAsUserName", user, _user_name(user))
    return errors


def _user_name(value: str) -> list[str]:
    if not value:
        return ["runAsUserName cannot be an empty string"]
    if re.search(r"[\x00-\x1f\x7f]", value):
        return ["runAsUserName cannot contain control characters"]
    if value.count("\\") > 1:
        return ["runAsUserName cannot contain more than one backslash"]
    domain, slash, user = value.rpartition("\\")
    problems = []
    if len(domain) >= 256:
        problems.append("runAsUserName's Domain length must be under 256 characters")
    is_dns = all(map(_DNS_PART.fullmatch, domain.split(".")))
    if slash and not _NETBIOS.fullmatch(domain) and not is_dns:
        problems.append("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
    if not user:
        problems.append("runAsUserName's User cannot be empty")
    elif len(user) > 104:
        problems.append("runAsUserName's User length must not be longer than 104 characters")
    if re.fullmatch(r"[. ]+", user):
        problems.append("runAsUserName's User cannot contain only periods or spaces")
    if re.search(r'["/\\:;|=,+*?<>@\[\]]', user):
        problems.append(
            "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]"
        )
    return problems
