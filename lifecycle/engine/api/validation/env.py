"""Environment variables and where their values come from.

Mirrors `ValidateEnv`, `ValidateEnvFrom` and the selectors of pkg/apis/core/validation.
"""

import re
from typing import Any

from lightkube.models.core_v1 import (
    EnvFromSource,
    EnvVar,
    EnvVarSource,
    ObjectFieldSelector,
    ResourceFieldSelector,
)

from lifecycle.engine.api.quantity import canonical, parse
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.filepaths import local_non_reserved
from lifecycle.engine.api.validation.formats import (
    config_map_key,
    dns1123_subdomain,
    env_var_name,
    qualified_name,
    relaxed_env_var_name,
)
from lifecycle.engine.api.validation.options import Options

_ENV_FIELDS = (
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
    "status.podIPs",
)  # fmt: skip
_DOWNWARD_LABELS = (
    *_ENV_FIELDS, "metadata.annotations", "metadata.labels", "spec.restartPolicy",
    "spec.schedulerName", "status.phase",
)  # fmt: skip
_RESOURCES = (
    "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
    "requests.ephemeral-storage", "requests.memory",
)  # fmt: skip
_HUGEPAGES = ("limits.hugepages-", "requests.hugepages-")
_BYTE_DIVISORS = (
    "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
)  # fmt: skip
_SUBSCRIPT = re.compile(r"((?:(?!\[').)+)\['(.*)'\]", re.DOTALL)
"""A path and its subscript (`SplitMaybeSubscriptedPath`): the first bracket begins it."""


def validate_env(variables: list[EnvVar], path: str, options: Options) -> Errors:
    """All variables of a container."""
    errors: Errors = []
    check = relaxed_env_var_name if options.relaxed_env_names else env_var_name
    for i, variable in enumerate(variables):
        here = f"{path}[{i}]"
        if not variable.name:
            errors.append(required(f"{here}.name"))
        else:
            errors += all_invalid(f"{here}.name", variable.name, check(variable.name))
        if variable.valueFrom is not None:
            source = f"{here}.valueFrom"
            errors += _validate_source(variable.valueFrom, variable.value, source)
    return errors


def _validate_source(source: EnvVarSource, value: str | None, path: str) -> Errors:
    errors: Errors = []
    if source.fieldRef is not None:
        errors += validate_field_ref(source.fieldRef, _ENV_FIELDS, f"{path}.fieldRef")
    if source.resourceFieldRef is not None:
        errors += validate_resource_ref(source.resourceFieldRef, f"{path}.resourceFieldRef")
    for name in ("configMapKeyRef", "secretKeyRef"):
        if (key := getattr(source, name)) is not None:
            errors += _validate_key(key, f"{path}.{name}")
    if source.fileKeyRef is not None:
        errors += _validate_file_key(source.fileKeyRef, f"{path}.fileKeyRef")
    given = sum(getattr(source, name) is not None for name in source.__struct_fields__)
    if not given:
        text = (
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
            "`secretKeyRef` or `fileKeyRef`"
        )
        errors.append(invalid(path, "", text))
    elif value:
        errors.append(invalid(path, "", "may not be specified when `value` is not empty"))
    elif given > 1:
        errors.append(invalid(path, "", "may not have more than one field specified at a time"))
    return errors


def validate_field_ref(ref: ObjectFieldSelector, allowed: tuple[str, ...], path: str) -> Errors:
    """A reference to a field of the Pod (`validateObjectFieldSelector`)."""
    if not ref.apiVersion:
        return [required(f"{path}.apiVersion")]
    if not ref.fieldPath:
        return [required(f"{path}.fieldPath")]
    problem, field = _downward_label(ref.apiVersion, ref.fieldPath)
    if problem:
        text = f"error converting fieldPath: {problem}"
        return [invalid(f"{path}.fieldPath", ref.fieldPath, text)]
    if match := _SUBSCRIPT.fullmatch(field):
        key = match[2].lower() if match[1] == "metadata.annotations" else match[2]
        return all_invalid(path, key, qualified_name(key))
    if field not in allowed:
        return [not_supported(f"{path}.fieldPath", field, sorted(allowed))]
    return []


def _downward_label(version: str, field: str) -> tuple[str, str]:
    """What is wrong with a field path, or its present name (`ConvertDownwardAPIFieldLabel`)."""
    if version != "v1":
        return f"unsupported pod version: {version}", field
    if match := _SUBSCRIPT.fullmatch(field):
        if match[1] in ("metadata.annotations", "metadata.labels"):
            return "", field
        return f"field label does not support subscript: {field}", field
    if field == "spec.host":
        return "", "spec.nodeName"
    return ("" if field in _DOWNWARD_LABELS else f"field label not supported: {field}"), field


def validate_resource_ref(
    ref: ResourceFieldSelector, path: str, *, in_volume: bool = False
) -> Errors:
    """A reference to a container's resources (`validateContainerResourceFieldSelector`)."""
    errors: Errors = []
    if in_volume and not ref.containerName:
        errors.append(required(f"{path}.containerName"))
    elif not ref.resource:
        errors.append(required(f"{path}.resource"))
    elif ref.resource not in _RESOURCES and not ref.resource.startswith(_HUGEPAGES):
        errors.append(not_supported(f"{path}.resource", ref.resource, _RESOURCES))
    return errors + _validate_divisor(ref, f"{path}.divisor")


def _validate_divisor(ref: ResourceFieldSelector, path: str) -> Errors:
    divisor = canonical(ref.divisor or "0")
    start, _, kind = ref.resource.partition(".")
    if not parse(divisor) or start not in ("limits", "requests"):
        return []
    if kind == "cpu":
        text = "only divisor's values 1m and 1 are supported with the cpu resource"
        return [] if divisor in ("1m", "1") else [invalid(path, ref.resource, text)]
    names = {"memory": "memory", "ephemeral-storage": "local ephemeral storage"}
    name = names.get(kind) or ("hugepages" if kind.startswith("hugepages-") else "")
    if not name or divisor in _BYTE_DIVISORS:
        return []
    values = ", ".join(_BYTE_DIVISORS)
    text = f"only divisor's values {values} are supported with the {name} resource"
    return [invalid(path, ref.resource, text)]


def _validate_key(ref: Any, path: str) -> Errors:
    errors = all_invalid(f"{path}.name", ref.name or "", dns1123_subdomain(ref.name or ""))
    if not ref.key:
        return [*errors, required(f"{path}.key")]
    return errors + all_invalid(f"{path}.key", ref.key, config_map_key(ref.key))


def _validate_file_key(ref: Any, path: str) -> Errors:
    errors: Errors = []
    if not ref.key:
        errors.append(required(f"{path}.key"))
    else:
        errors += all_invalid(f"{path}.key", ref.key, relaxed_env_var_name(ref.key))
    if not ref.volumeName:
        errors.append(required(f"{path}.volumeName"))
    if not ref.path:
        return [*errors, required(f"{path}.path")]
    return errors + local_non_reserved(ref.path, f"{path}.path")


def validate_env_from(sources: list[EnvFromSource], path: str, options: Options) -> Errors:
    """Whole ConfigMaps and Secrets as variables."""
    errors: Errors = []
    check = relaxed_env_var_name if options.relaxed_env_names else env_var_name
    for i, source in enumerate(sources):
        here = f"{path}[{i}]"
        if source.prefix:
            errors += all_invalid(f"{here}.prefix", source.prefix, check(source.prefix))
        given = [name for name in ("configMapRef", "secretRef") if getattr(source, name)]
        for name in given:
            ref, where = getattr(source, name), f"{here}.{name}.name"
            if not ref.name:
                errors.append(required(where))
            else:
                errors += all_invalid(where, ref.name, dns1123_subdomain(ref.name))
        if not given:
            text = "must specify one of: `configMapRef` or `secretRef`"
            errors.append(invalid(path, "", text))
        elif len(given) > 1:
            text = "may not have more than one field specified at a time"
            errors.append(invalid(path, "", text))
    return errors
